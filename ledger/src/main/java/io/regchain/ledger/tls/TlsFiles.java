package io.regchain.ledger.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a node's identity on the wire lies: three PEM files.
 *
 * @param authority the certificate of the authority whose nodes are let in
 * @param certificate this node's, issued by that authority
 * @param key the private key of that certificate, PKCS#8, readable by its owner only
 */
public record TlsFiles(Path authority, Path certificate, Path key) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * Reads the identity and makes sure that it can serve, so that a wrong file is told at the start and not as a failed
     * handshake an hour later.
     *
     * @throws IllegalArgumentException naming the file, what is wrong with it and what to do
     */
    public TlsIdentity read(Instant now) {
        requireOwnerOnly();
        TlsIdentity identity = parse();
        requireValid(identity.authority(), authority, now);
        requireValid(identity.certificate(), certificate, now);
        requireIssued(identity);
        requireOwnKey(identity);
        return identity;
    }

    private void requireOwnerOnly() {
        try {
            Set<PosixFilePermission> rights = new TreeSet<>(Files.getPosixFilePermissions(key));
            if (!OWNER_ONLY.containsAll(rights)) {
                throw new IllegalArgumentException("the private key " + key + " has the rights "
                        + PosixFilePermissions.toString(rights)
                        + "; others must not read it. Say chmod 600, and have it replaced if others may have");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the private key " + key + " cannot be read: " + e, e);
        }
    }

    private TlsIdentity parse() {
        try {
            return SmCertificateAuthority.identityOfPem(String.join(
                    "\n", Files.readString(key), Files.readString(certificate), Files.readString(authority)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "an SM2 key in " + key + ", its certificate in " + certificate + " and the authority's in "
                            + authority + " are needed, in PEM: " + e.getMessage(),
                    e);
        }
    }

    private static void requireValid(X509Certificate shown, Path file, Instant now) {
        Date at = Date.from(now);
        if (at.after(shown.getNotAfter()) || at.before(shown.getNotBefore())) {
            throw new IllegalArgumentException("the certificate " + file + " is valid from "
                    + shown.getNotBefore().toInstant() + " to "
                    + shown.getNotAfter().toInstant() + ", and it is " + now + ". Have a new one issued");
        }
    }

    private void requireIssued(TlsIdentity identity) {
        try {
            identity.certificate().verify(identity.authority().getPublicKey(), NationalTls.BC);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificate " + certificate + " was not issued by the authority in " + authority, e);
        }
    }

    private void requireOwnKey(TlsIdentity identity) {
        try {
            byte[] said = {1};
            Signature signing = Signature.getInstance("SM3WITHSM2", NationalTls.BC);
            signing.initSign(identity.key());
            signing.update(said);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance("SM3WITHSM2", NationalTls.BC);
            verifying.initVerify(identity.certificate().getPublicKey());
            verifying.update(said);
            if (verifying.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key " + key + " cannot sign: it is no SM2 key", e);
        }
        throw new IllegalArgumentException("the key " + key + " is not the one the certificate " + certificate
                + " is for. Put the two that belong together");
    }

    /** Writes an identity into a directory, as {@code authority.pem}, {@code certificate.pem} and {@code key.pem}. */
    public static TlsFiles write(Path directory, TlsIdentity identity) {
        TlsFiles files = new TlsFiles(
                directory.resolve("authority.pem"), directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(files.key());
            Files.createFile(files.key(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(files.key(), SmCertificateAuthority.pem(identity.key()));
            Files.writeString(files.certificate(), SmCertificateAuthority.pem(identity.certificate()));
            Files.writeString(files.authority(), SmCertificateAuthority.pem(identity.authority()));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the identity to " + directory, e);
        }
    }
}
