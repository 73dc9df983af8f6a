package io.regchain.registry;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;

/**
 * Proof that whoever registers a consensus node holds its private key (A10.4): the node key's signature over the chain
 * it joins, its name, the organisation that answers for it, and the key itself. A proof made for one chain is worth
 * nothing on another.
 */
public final class ProofOfPossession {
    private static final String DOMAIN = "regchain/possession/1";

    private ProofOfPossession() {}

    /** The bytes to sign: domain tag, chain id, node name, organisation's code, 65 bytes of the key. */
    public static Bytes signedBytes(String chainId, String name, String organisation, Sm2PublicKey key) {
        return new CanonicalWriter(DOMAIN)
                .text(chainId)
                .text(name)
                .text(organisation)
                .fixed(key.encoded().unsafeArray())
                .toBytes();
    }

    /** @return r‖s in hex, the form of {@link Registration.Node#proofOfPossession()} */
    public static String sign(Sm2PrivateKey key, ChainId chain, String name, String organisation) {
        Bytes message = signedBytes(chain.value(), name, organisation, key.publicKey());
        return key.sign(message.unsafeArray()).toHex();
    }

    public static boolean verify(
            String chainId, String name, String organisation, Sm2PublicKey key, Sm2Signature signature) {
        return key.verify(signedBytes(chainId, name, organisation, key).unsafeArray(), signature);
    }
}
