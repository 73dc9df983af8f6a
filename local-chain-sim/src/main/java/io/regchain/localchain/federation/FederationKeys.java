package io.regchain.localchain.federation;

import io.regchain.ledger.tls.SmCertificateAuthority;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.crypto.HmacSm3;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * All keys of a rehearsal federation, from one random master secret in its directory; certificates come from an authority
 * of its own. In production every organisation holds its own keys; nothing else differs.
 */
public final class FederationKeys {
    private final FederationDirectory directory;
    private final SecretBytes master;
    private final SmCertificateAuthority authority;

    private FederationKeys(FederationDirectory directory, SecretBytes master, SmCertificateAuthority authority) {
        this.directory = directory;
        this.master = master;
        this.authority = authority;
    }

    public static FederationKeys open(FederationDirectory directory) {
        Bytes master = directory.secret("master").orElseGet(() -> {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            directory.keepSecret("master", Bytes.copyOf(random));
            return Bytes.wrap(random);
        });
        SmCertificateAuthority authority = directory
                .secret("authority.pem")
                .map(pem -> SmCertificateAuthority.ofPem(pem.toUtf8()))
                .orElseGet(() -> {
                    SmCertificateAuthority made =
                            SmCertificateAuthority.create("regchain rehearsal authority", Instant.now());
                    directory.keepSecret("authority.pem", Bytes.utf8(made.toPem()));
                    return made;
                });
        return new FederationKeys(directory, SecretBytes.copyOf(master.toArray()), authority);
    }

    /** The key of this name; the same in every start on the same directory. */
    public Sm2PrivateKey key(String name) {
        for (int attempt = 0; ; attempt++) {
            byte[] scalar = mac("key", name + "#" + attempt).toArray();
            try {
                return Sm2PrivateKey.of(scalar);
            } catch (IllegalArgumentException outOfRange) {
                continue; // one in 2^32: the next attempt gives another
            }
        }
    }

    /** A secret of this name, for keyed digests. */
    public SecretBytes secret(String name) {
        return SecretBytes.copyOf(mac("secret", name).toArray());
    }

    private Hash32 mac(String purpose, String name) {
        return HmacSm3.mac(
                master, Bytes.utf8("regchain/rehearsal/" + purpose + "/" + name).unsafeArray());
    }

    /** The certificate a node or the hub shows on the wire; issued once and kept. */
    public TlsIdentity tls(String name, UnifiedSocialCreditCode organisation) {
        String file = "tls-" + name + ".pem";
        return directory
                .secret(file)
                .map(pem -> SmCertificateAuthority.identityOfPem(pem.toUtf8()))
                .orElseGet(() -> {
                    TlsIdentity issued = authority.issue(name, organisation, Instant.now());
                    directory.keepSecret(file, Bytes.utf8(SmCertificateAuthority.toPem(issued)));
                    return issued;
                });
    }

    @Override
    public String toString() {
        return "FederationKeys(" + directory.root() + ")";
    }
}
