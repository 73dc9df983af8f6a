package io.regchain.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.JsonFields;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the JSON of evidence about transactions and about state is made of; bytes are in lower-case hexadecimal. */
final class EvidencePieces {
    /** Of one piece; the file as a whole has a limit of its own. */
    static final int MAX_HEX = 2 * EvidenceFile.MAX_BYTES;

    private EvidencePieces() {}

    /** Adds header, validators and certificate. */
    static ObjectNode write(ObjectNode json, SealedBlock block) {
        json.put("header", block.header().canonical().toHex());
        json.set("validators", BlockJson.of(block.validators()));
        json.set("certificate", BlockJson.of(block.certificate()));
        return json;
    }

    /** @param where the path of {@code json}, for messages */
    static SealedBlock readBlock(JsonFields json, String where) {
        BlockHeader header = decoded(json, "header", BlockHeader::decode);
        return new SealedBlock(
                within(where, () -> BlockJson.validatorSet(json.value("validators"))),
                header,
                within(where, () -> BlockJson.certificate(header, json.value("certificate"))));
    }

    static <T> T decoded(JsonFields json, String name, Function<Bytes, T> decode) {
        return json.parsed(name, MAX_HEX, hex -> decode.apply(Bytes.ofHex(hex)));
    }

    private static <T> T within(String where, Supplier<T> read) {
        try {
            return read.get();
        } catch (DecodeException e) {
            throw new DecodeException(where + "." + e.getMessage(), e);
        }
    }
}
