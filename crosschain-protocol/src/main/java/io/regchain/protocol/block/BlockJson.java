package io.regchain.protocol.block;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON form of validator sets and certificates, the same in contract state, transaction arguments and evidence:
 * {@code [{"name","organisation","publicKey"}]} and {@code {"round","seals":[{"signer","signature"}]}}, bytes in hex.
 */
public final class BlockJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private BlockJson() {}

    public static ArrayNode of(ValidatorSet set) {
        ArrayNode array = JSON.arrayNode();
        for (Validator validator : set.validators()) {
            array.addObject()
                    .put("name", validator.name())
                    .put("organisation", validator.organisation().value())
                    .put("publicKey", validator.publicKey().toHex());
        }
        return array;
    }

    /** @throws DecodeException naming the entry that is not a validator */
    public static ValidatorSet validatorSet(JsonNode json) {
        List<Validator> validators = new ArrayList<>();
        for (JsonNode entry : array(json, "a validator set")) {
            validators.add(at("validators[" + validators.size() + "]", () -> validator(entry)));
        }
        return at("validators", () -> new ValidatorSet(validators));
    }

    private static Validator validator(JsonNode entry) {
        return new Validator(
                text(entry, "name"),
                new UnifiedSocialCreditCode(text(entry, "organisation")),
                Sm2PublicKey.ofHex(text(entry, "publicKey")));
    }

    /** The round and the seals; chain, height and block hash stand in the header beside it. */
    public static ObjectNode of(CommitCertificate certificate) {
        ObjectNode object = JSON.objectNode().put("round", certificate.round().value());
        ArrayNode seals = object.putArray("seals");
        for (Seal seal : certificate.seals()) {
            seals.addObject()
                    .put("signer", seal.signer().toHex())
                    .put("signature", seal.signature().toHex());
        }
        return object;
    }

    /** @throws DecodeException naming the seal that cannot be read */
    public static CommitCertificate certificate(BlockHeader header, JsonNode json) {
        JsonNode round = json.get("round");
        if (round == null || !round.isIntegralNumber() || !round.canConvertToLong() || round.longValue() < 0) {
            throw new DecodeException("certificate.round should be an integer from 0 on");
        }
        List<Seal> seals = new ArrayList<>();
        for (JsonNode entry : array(json.get("seals"), "certificate.seals")) {
            seals.add(at("certificate.seals[" + seals.size() + "]", () -> seal(entry)));
        }
        return new CommitCertificate(
                header.chainId(), header.height(), new Round(round.longValue()), header.hash(), seals);
    }

    private static Seal seal(JsonNode entry) {
        return new Seal(
                Sm2PublicKey.ofHex(text(entry, "signer")), new Sm2Signature(Bytes.ofHex(text(entry, "signature"))));
    }

    private static ArrayNode array(JsonNode json, String what) {
        if (!(json instanceof ArrayNode array)) {
            throw new DecodeException(what + " should be a list");
        }
        if (array.size() > ValidatorSet.MAX_SIZE) {
            throw new DecodeException(what + " should have at most " + ValidatorSet.MAX_SIZE + " entries");
        }
        return array;
    }

    private static String text(JsonNode entry, String name) {
        JsonNode value = entry.get(name);
        if (value == null || !value.isTextual()) {
            throw new DecodeException(name + " should be a text");
        }
        return value.textValue();
    }

    private static <T> T at(String where, java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (DecodeException | IllegalArgumentException e) {
            throw new DecodeException(where + ": " + e.getMessage(), e);
        }
    }
}
