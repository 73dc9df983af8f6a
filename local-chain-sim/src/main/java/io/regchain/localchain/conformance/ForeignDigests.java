package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** Recognises digests that were made with another algorithm than SM3. */
final class ForeignDigests {
    private static final List<String> FOREIGN = List.of("SHA-256", "SHA3-256", "SHA-512/256");

    private ForeignDigests() {}

    /** The foreign algorithm whose digest of these bytes this is. */
    static Optional<String> of(byte[] bytes, Bytes digest) {
        return FOREIGN.stream()
                .filter(algorithm -> digest(algorithm, bytes).equals(digest))
                .findFirst();
    }

    private static Bytes digest(String algorithm, byte[] bytes) {
        try {
            return Bytes.wrap(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
