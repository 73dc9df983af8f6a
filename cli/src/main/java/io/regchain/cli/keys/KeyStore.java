package io.regchain.cli.keys;

import io.regchain.cli.CommandFailure;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Key files on disk; every failure ends the command with what, where, why and the remedy. */
public final class KeyStore {
    private static final long MOST_BYTES = 64 * 1024;

    private KeyStore() {}

    public static KeyFile generate(Path file, Passphrase passphrase) {
        if (Files.exists(file)) {
            throw exists(file);
        }
        SecureRandom random = new SecureRandom();
        try (SecretBytes secret = passphrase.choose()) {
            KeyFile made = KeyFile.lock(Sm2PrivateKey.generate(random), secret, random);
            OwnerOnly.create(file, made.toJson());
            return made;
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the key file " + file + " cannot be written (" + e + ")",
                    "Choose a folder that you may write to.");
        }
    }

    public static KeyFile read(Path file) {
        try {
            if (OwnerOnly.othersHaveRights(file)) {
                throw CommandFailure.ofEnvironment(
                        "others than its owner have rights on the key file " + file, "Type: chmod 600 " + file);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new DecodeException("it has " + Files.size(file) + " bytes, a key file has less than a thousand");
            }
            return KeyFile.ofJson(Bytes.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw CommandFailure.ofEnvironment("there is no file " + file, "Make one with: hub keys generate " + file);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "the key file " + file + " cannot be read (" + e + ")", "Check its name and rights.");
        } catch (DecodeException e) {
            throw CommandFailure.ofCheck(
                    file + " is not a sound key file: " + e.getMessage(),
                    "Take the right file, or restore it from a backup.");
        }
    }

    /** Opens the file with the passphrase and signs and verifies something with the key. */
    public static void prove(Path file, Passphrase passphrase) {
        unlock(file, passphrase);
    }

    /** The key of the file, opened with the passphrase, after it has signed and verified something. */
    public static Sm2PrivateKey unlock(Path file, Passphrase passphrase) {
        KeyFile locked = read(file);
        try (SecretBytes secret = passphrase.give()) {
            Sm2PrivateKey key = locked.unlock(secret);
            byte[] message = "regchain/key-check/1".getBytes(StandardCharsets.US_ASCII);
            if (!locked.publicKey().verify(message, key.sign(message))) {
                throw new DecodeException("its signature does not verify");
            }
            return key;
        } catch (DecodeException | IllegalArgumentException e) {
            throw CommandFailure.ofCheck(
                    file + " cannot be opened: " + e.getMessage(),
                    "Either the passphrase is another one, or the file was changed.");
        }
    }

    private static CommandFailure exists(Path file) {
        return CommandFailure.ofEnvironment(
                "there is already a file " + file + "; a key is never overwritten", "Choose another name.");
    }
}
