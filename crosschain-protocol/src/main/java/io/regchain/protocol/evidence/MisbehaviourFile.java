package io.regchain.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;

/**
 * What a file says that shows a chain's validators to have contradicted themselves: their set, and two headers with
 * certificates. Reading it proves nothing: {@link MisbehaviourVerifier} does.
 *
 * @param validators the set that decided both headers
 * @param first the lower header, or either when the heights are equal
 * @param digest SM3 of the file's canonical JSON without its own field {@code digest}, as the file claims it
 */
public record MisbehaviourFile(
        ChainId chain, ValidatorSet validators, CertifiedHeader first, CertifiedHeader second, Hash32 digest) {
    public static final String FORMAT = "regchain/misbehaviour/1";
    /** The largest file in bytes, 1 MiB: a hundred validators and two of their certificates fit. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_NAME = 64;

    /** The file of this evidence, with the digest it has. */
    public static MisbehaviourFile of(ValidatorSet validators, Misbehaviour evidence) {
        MisbehaviourFile unsealed = new MisbehaviourFile(
                evidence.first().chainId(),
                validators,
                evidence.firstCertified(),
                evidence.secondCertified(),
                Hash32.ZERO);
        return new MisbehaviourFile(
                unsealed.chain, validators, unsealed.first, unsealed.second, unsealed.computedDigest());
    }

    Misbehaviour evidence() {
        return new Misbehaviour(first.header(), first.certificate(), second.header(), second.certificate());
    }

    /** The digest that the content has, whatever the file claims. */
    public Hash32 computedDigest() {
        return Sm3.hash(CanonicalJson.encode(content()));
    }

    /** The bytes of the file: canonical JSON (RFC 8785) and a line feed. */
    public Bytes toBytes() {
        return Bytes.utf8(
                CanonicalJson.encode(content().put("digest", digest.toHex())).toUtf8() + "\n");
    }

    private ObjectNode content() {
        ObjectNode json = CanonicalJson.object().put("format", FORMAT).put("chain", chain.value());
        json.set("validators", BlockJson.of(validators));
        json.set("first", first.toJson());
        json.set("second", second.toJson());
        return json;
    }

    /** Whether the bytes claim to be such a file; whether they are one, {@link #parse} says. */
    public static boolean claimedBy(Bytes file) {
        try {
            return file.size() <= MAX_BYTES
                    && CanonicalJson.decode(file).path("format").asText().equals(FORMAT);
        } catch (DecodeException e) {
            return false; // what is no JSON at all claims nothing
        }
    }

    /** @throws DecodeException when the bytes are not one such file, naming the field; nothing is verified */
    public static MisbehaviourFile parse(Bytes file) {
        if (file.size() > MAX_BYTES) {
            throw new DecodeException(
                    "evidence of misbehaviour has at most " + MAX_BYTES + " bytes, not " + file.size());
        }
        JsonFields json = JsonFields.of(CanonicalJson.decode(file), "");
        json.constant("format", FORMAT);
        MisbehaviourFile read = new MisbehaviourFile(
                json.parsed("chain", MAX_NAME, ChainId::new),
                BlockJson.validatorSet(json.value("validators")),
                CertifiedHeader.fromJson(json.fields("first")),
                CertifiedHeader.fromJson(json.fields("second")),
                json.parsed("digest", 2 * Hash32.SIZE, Hash32::ofHex));
        json.end();
        return read;
    }
}
