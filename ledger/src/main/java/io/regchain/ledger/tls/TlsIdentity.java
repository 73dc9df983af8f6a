package io.regchain.ledger.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * An SM2 key with its certificate (GB/T 20518 signing profile) and the authority that issued it: how a node or the hub
 * shows itself on the wire.
 */
public record TlsIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    /** The certified public key as 04‖x‖y in lower-case hexadecimal: what the registry lists as {@code nodeKey} (A10.6). */
    public String publicKeyHex() {
        return NationalTls.publicKeyHex(certificate);
    }

    /** Who answers for this node: the organisation (O) in its certificate. */
    public String organisation() {
        return NationalTls.organisation(certificate);
    }

    @Override
    public String toString() {
        return "TlsIdentity(" + certificate.getSubjectX500Principal() + ")";
    }
}
