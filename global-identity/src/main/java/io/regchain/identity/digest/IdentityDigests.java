package io.regchain.identity.digest;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.HmacSm3;
import io.regchain.protocol.crypto.SecretBytes;

/**
 * The keyed digests by which the hub knows a person again without keeping the number (A11.3, A11.5): HMAC-SM3 under a key
 * that never leaves the hub's identity service. Without the key a digest cannot be tried against all numbers.
 */
public final class IdentityDigests {
    private final SecretBytes key;

    /** @param key at least 16 bytes; stays with the caller, who closes it */
    public IdentityDigests(SecretBytes key) {
        this.key = key;
    }

    /**
     * @param identity the same for every spelling of the same number
     * @param name the same for every spelling of the same name of this person, and unlike that of a namesake
     */
    public record PersonDigests(Hash32 identity, Hash32 name) {}

    /** @throws IllegalArgumentException when the number or name cannot be one; the message repeats neither */
    public PersonDigests of(IdentityPaper paper, String number, String name) {
        Hash32 identity = mac(new CanonicalWriter("regchain/identity-digest/1")
                .text(paper.name())
                .text(paper.normalise(number))
                .toBytes());
        String plainName = Spelling.name(name);
        if (plainName.isEmpty() || plainName.length() > 128) {
            throw new IllegalArgumentException("a name has 1 to 128 characters");
        }
        Hash32 named = mac(new CanonicalWriter("regchain/name-digest/1")
                .hash(identity)
                .text(plainName)
                .toBytes());
        return new PersonDigests(identity, named);
    }

    private Hash32 mac(Bytes message) {
        return HmacSm3.mac(key, message.unsafeArray());
    }
}
