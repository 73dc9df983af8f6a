package io.regchain.protocol.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.merkle.StateProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of a file about one state key; bytes are in lower-case hexadecimal. */
final class StateFileJson {
    private static final int MAX_NAME = 64;
    private static final int MAX_ENTRY_KEY = 512;
    private static final int MAX_ENTRIES = 16;

    private StateFileJson() {}

    static Bytes write(StateFile file) {
        ObjectNode json = content(file).put("digest", file.digest().toHex());
        return Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n");
    }

    /** What the digest is over. */
    static Bytes withoutDigest(StateFile file) {
        return CanonicalJson.encode(content(file));
    }

    private static ObjectNode content(StateFile file) {
        ObjectNode json = CanonicalJson.object().put("format", StateFile.FORMAT);
        json.putObject("subject")
                .put("chain", file.chain().value())
                .put("height", file.height().value())
                .put("key", file.claim().key());
        json.set("anchor", anchor(file));
        json.set("local", local(file));
        return json;
    }

    private static ObjectNode anchor(StateFile file) {
        ObjectNode json = block(file.anchor());
        ArrayNode entries = json.putArray("entries");
        file.entries().forEach(entry -> claim(entries.addObject().put("key", entry.key()), entry));
        return json;
    }

    private static ObjectNode local(StateFile file) {
        ObjectNode json = block(file.local());
        claim(json, file.claim());
        return json;
    }

    private static ObjectNode block(SealedBlock block) {
        return EvidencePieces.write(
                CanonicalJson.object().put("chain", block.chain().value()), block);
    }

    private static void claim(ObjectNode json, StateClaim claim) {
        json.put("proof", claim.proof().canonical().toHex());
        claim.value().ifPresent(value -> json.put("value", value.toHex()));
    }

    static StateFile read(Bytes file) {
        if (file.size() > StateFile.MAX_BYTES) {
            throw new DecodeException(
                    "evidence of a state key has at most " + StateFile.MAX_BYTES + " bytes, not " + file.size());
        }
        JsonFields json = JsonFields.of(CanonicalJson.decode(file), "");
        json.constant("format", StateFile.FORMAT);
        JsonFields subject = json.fields("subject");
        JsonFields anchor = json.fields("anchor");
        JsonFields local = json.fields("local");
        StateFile read = new StateFile(
                subject.parsed("chain", MAX_NAME, ChainId::new),
                new Height(subject.number("height")),
                readBlock(anchor, "anchor"),
                readEntries(anchor),
                readBlock(local, "local"),
                readClaim(local, subject.text("key", MAX_ENTRY_KEY)),
                json.parsed("digest", 2 * Hash32.SIZE, Hash32::ofHex));
        subject.end();
        anchor.end();
        local.end();
        json.end();
        return read;
    }

    private static SealedBlock readBlock(JsonFields json, String where) {
        SealedBlock block = EvidencePieces.readBlock(json, where);
        json.constant("chain", block.chain().value());
        return block;
    }

    private static List<StateClaim> readEntries(JsonFields json) {
        List<StateClaim> entries = new ArrayList<>();
        for (JsonFields entry : json.list("entries", MAX_ENTRIES)) {
            entries.add(readClaim(entry, entry.text("key", MAX_ENTRY_KEY)));
            entry.end();
        }
        return entries;
    }

    private static StateClaim readClaim(JsonFields json, String key) {
        return new StateClaim(key, readValue(json), EvidencePieces.decoded(json, "proof", StateProof::decode));
    }

    /** An empty value is one all the same. */
    private static Optional<Bytes> readValue(JsonFields json) {
        Optional<String> hex = json.optionalText("value", EvidencePieces.MAX_HEX);
        return hex.isEmpty() || hex.get().isEmpty()
                ? hex.map(empty -> Bytes.EMPTY)
                : Optional.of(EvidencePieces.decoded(json, "value", bytes -> bytes));
    }
}
