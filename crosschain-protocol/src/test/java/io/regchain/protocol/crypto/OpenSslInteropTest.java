package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.regchain.protocol.base.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL 3 as a second opinion; skipped with a message where it is not installed or knows no SM2. */
class OpenSslInteropTest {
    private static final byte[] MESSAGE = "报价转让 2026-02-02".getBytes(StandardCharsets.UTF_8);
    private static final List<String> SM2 = List.of("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678");

    @TempDir
    Path dir;

    record Outcome(int exit, byte[] out) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    @BeforeAll
    static void opensslKnowsSm2() throws IOException, InterruptedException {
        Outcome version;
        try {
            version = run(List.of("openssl", "version"));
        } catch (IOException e) {
            version = new Outcome(127, new byte[0]);
        }
        assumeTrue(
                version.exit == 0 && version.text().startsWith("OpenSSL 3"),
                "skipped: no OpenSSL 3 on the path, so there is no second implementation to ask");
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        File out = File.createTempFile("openssl", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Outcome(process.exitValue(), Files.readAllBytes(out.toPath()));
        } finally {
            Files.delete(out.toPath());
        }
    }

    private Outcome openssl(String command, List<String> more, Object... options) throws Exception {
        List<String> line = new ArrayList<>(List.of("openssl", command));
        for (Object option : options) {
            line.add(option.toString());
        }
        line.addAll(more);
        return run(line);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(dir.resolve(name), content);
    }

    private Path publicKeyFile(Sm2PublicKey key) throws IOException {
        return file("public.pem", Sm2Pem.write(key).getBytes(StandardCharsets.US_ASCII));
    }

    private Outcome verify(Sm2PublicKey key, byte[] message, Sm2Signature signature) throws Exception {
        return openssl(
                "pkeyutl",
                SM2,
                "-verify",
                "-pubin",
                "-inkey",
                publicKeyFile(key),
                "-in",
                file("message", message),
                "-sigfile",
                file("signature", signature.toDer()));
    }

    @Test
    void openssl_verifies_our_signature_and_refuses_it_over_another_message() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        Sm2Signature signature = key.sign(MESSAGE);
        assertThat(verify(key.publicKey(), MESSAGE, signature))
                .satisfies(o -> assertThat(o.exit).as(o.text()).isZero());
        assertThat(verify(key.publicKey(), new byte[] {1}, signature).exit).isNotZero();
    }

    @Test
    void we_verify_the_signature_openssl_makes_with_a_key_it_made() throws Exception {
        Path pem = dir.resolve("private.pem");
        assertThat(openssl("genpkey", List.of(), "-algorithm", "SM2", "-out", pem).exit)
                .isZero();
        Path signed = dir.resolve("signed");
        Outcome made = openssl("pkeyutl", SM2, "-sign", "-inkey", pem, "-in", file("message", MESSAGE), "-out", signed);
        assertThat(made.exit).as(made.text()).isZero();
        Sm2PublicKey key = Sm2Pem.readPrivateKey(SecretBytes.copyOf(Files.readAllBytes(pem)))
                .publicKey();
        Sm2Signature signature = Sm2Signature.fromDer(Files.readAllBytes(signed));
        assertThat(key.verify(MESSAGE, signature)).isTrue();
        assertThat(key.verify(new byte[] {1}, signature)).isFalse();
    }

    @Test
    void openssl_signs_with_a_key_we_made_and_derives_the_same_public_key() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        Path pem = file("ours.pem", Sm2Pem.write(key).use(byte[]::clone));
        Outcome publicKey = openssl("pkey", List.of(), "-in", pem, "-pubout");
        assertThat(Sm2Pem.readPublicKey(publicKey.text())).isEqualTo(key.publicKey());
        Path signed = dir.resolve("signed");
        assertThat(openssl("pkeyutl", SM2, "-sign", "-inkey", pem, "-in", file("m", MESSAGE), "-out", signed).exit)
                .isZero();
        assertThat(key.publicKey().verify(MESSAGE, Sm2Signature.fromDer(Files.readAllBytes(signed))))
                .isTrue();
    }

    @Test
    void openssl_computes_the_same_sm3_and_hmac_sm3() throws Exception {
        Path message = file("message", MESSAGE);
        assertThat(openssl("dgst", List.of(), "-sm3", "-r", message).text())
                .startsWith(Sm3.hash(MESSAGE).toHex());
        byte[] key = Sm3.hash(Bytes.utf8("key")).toArray();
        String option = "hexkey:" + Bytes.copyOf(key).toHex();
        assertThat(openssl("dgst", List.of(), "-sm3", "-r", "-mac", "HMAC", "-macopt", option, message)
                        .text())
                .startsWith(HmacSm3.mac(SecretBytes.copyOf(key), MESSAGE).toHex());
    }

    @Test
    void each_side_decrypts_what_the_other_encrypted() throws Exception {
        Sm2PrivateKey key = Sm2PrivateKey.generate(new SecureRandom());
        Path pem = file("ours.pem", Sm2Pem.write(key).use(byte[]::clone));
        byte[] der = Sm2Cipher.toDer(Sm2Cipher.encrypt(key.publicKey(), MESSAGE, new SecureRandom()));
        Outcome decrypted = openssl("pkeyutl", List.of(), "-decrypt", "-inkey", pem, "-in", file("ours.der", der));
        assertThat(decrypted.out).as(decrypted.text()).isEqualTo(MESSAGE);

        Path theirs = dir.resolve("theirs.der");
        Outcome encrypted = openssl(
                "pkeyutl",
                List.of(),
                "-encrypt",
                "-pubin",
                "-inkey",
                publicKeyFile(key.publicKey()),
                "-in",
                file("m", MESSAGE),
                "-out",
                theirs);
        assertThat(encrypted.exit).as(encrypted.text()).isZero();
        assertThat(Sm2Cipher.decrypt(key, Sm2Cipher.fromDer(Files.readAllBytes(theirs))))
                .isEqualTo(MESSAGE);
    }
}
