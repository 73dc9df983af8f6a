package io.regchain.identity.did;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/**
 * A change of a DID document, or a proof of holding a DID, as its controller signs it. Each carries what makes it good
 * once only: the version it leads to, or the nonce it answers.
 */
public record DidOperation(ChainId chain, Kind kind, Did did, String subject) {
    private static final String DOMAIN = "regchain/did-operation/1";

    public enum Kind {
        CREATE,
        UPDATE,
        DEACTIVATE,
        /** Proves that the signer holds the DID (JR/T 0325 9.3). */
        HOLD
    }

    public static DidOperation create(ChainId chain, DidDocument document) {
        return new DidOperation(chain, Kind.CREATE, document.id(), "1 " + document.digest());
    }

    /** @param version the version the document gets */
    public static DidOperation update(ChainId chain, DidDocument document, long version) {
        return new DidOperation(chain, Kind.UPDATE, document.id(), version + " " + document.digest());
    }

    /** @param version the version of the revoked record */
    public static DidOperation deactivate(ChainId chain, Did did, long version) {
        return new DidOperation(chain, Kind.DEACTIVATE, did, Long.toString(version));
    }

    public static DidOperation hold(ChainId chain, Did did, String nonce) {
        return new DidOperation(chain, Kind.HOLD, did, nonce);
    }

    /** Domain tag, chain id, kind, stable DID, and the version with the document's digest, or the nonce. */
    public Bytes signedBytes() {
        return new CanonicalWriter(DOMAIN)
                .text(chain.value())
                .text(kind.name())
                .text(did.stable().toString())
                .text(subject)
                .toBytes();
    }

    /** The argument {@code authorisation} of the contract's methods: {@code {verificationMethod, signature}}. */
    public ObjectNode sign(KeyId method, Sm2PrivateKey key) {
        return CanonicalJson.object()
                .put("verificationMethod", method.toString())
                .put("signature", key.sign(signedBytes().unsafeArray()).toHex());
    }

    public boolean signedBy(Sm2PublicKey key, Sm2Signature signature) {
        return key.verify(signedBytes().unsafeArray(), signature);
    }
}
