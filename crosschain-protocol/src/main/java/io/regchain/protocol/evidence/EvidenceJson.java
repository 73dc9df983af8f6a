package io.regchain.protocol.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** The JSON form of an evidence file; bytes are in lower-case hexadecimal. */
final class EvidenceJson {
    private static final int MAX_KEY = 512;
    private static final int MAX_NAME = 64;

    private EvidenceJson() {}

    static Bytes write(EvidenceFile file) {
        ObjectNode json = content(file).put("digest", file.digest().toHex());
        return Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n");
    }

    /** What the digest is over. */
    static Bytes withoutDigest(EvidenceFile file) {
        return CanonicalJson.encode(content(file));
    }

    private static ObjectNode content(EvidenceFile file) {
        ObjectNode json = CanonicalJson.object().put("format", EvidenceFile.FORMAT);
        json.set("subject", subject(file.subject()));
        json.set("anchor", anchor(file.anchor()));
        json.set("local", local(file.local()));
        return json;
    }

    private static ObjectNode subject(EvidenceFile.Subject subject) {
        return CanonicalJson.object()
                .put("chain", subject.chain().value())
                .put("transaction", subject.transaction().toHex())
                .put("height", subject.height().value());
    }

    private static ObjectNode anchor(EvidenceFile.Anchor anchor) {
        ObjectNode json = EvidencePieces.write(
                CanonicalJson.object().put("chain", anchor.header().chainId().value()), anchor.sealed());
        json.set("entries", entries(anchor.entries()));
        return json;
    }

    private static ObjectNode local(EvidenceFile.Local local) {
        ObjectNode json = EvidencePieces.write(
                CanonicalJson.object().put("trace", local.trace().canonical().toHex()), local.sealed());
        json.set("transaction", leaf(local.transaction().canonical(), local.transactionProof()));
        json.set("receipt", leaf(local.receipt().canonical(), local.receiptProof()));
        json.set("objects", entries(local.objects()));
        return json;
    }

    private static ObjectNode leaf(Bytes bytes, OrderedProof proof) {
        return CanonicalJson.object()
                .put("bytes", bytes.toHex())
                .put("proof", proof.canonical().toHex());
    }

    private static ArrayNode entries(List<StateEntry> entries) {
        ArrayNode array = CanonicalJson.array();
        for (StateEntry entry : entries) {
            array.addObject()
                    .put("key", entry.key())
                    .put("value", entry.value().toHex())
                    .put("proof", entry.proof().canonical().toHex());
        }
        return array;
    }

    static EvidenceFile read(Bytes file) {
        if (file.size() > EvidenceFile.MAX_BYTES) {
            throw new DecodeException(
                    "an evidence file has at most " + EvidenceFile.MAX_BYTES + " bytes, not " + file.size());
        }
        JsonFields json = JsonFields.of(CanonicalJson.decode(file), "");
        json.constant("format", EvidenceFile.FORMAT);
        EvidenceFile evidence = new EvidenceFile(
                readSubject(json.fields("subject")),
                readAnchor(json.fields("anchor")),
                readLocal(json.fields("local")),
                json.parsed("digest", EvidencePieces.MAX_HEX, Hash32::ofHex));
        json.end();
        return evidence;
    }

    private static EvidenceFile.Subject readSubject(JsonFields json) {
        EvidenceFile.Subject subject = new EvidenceFile.Subject(
                json.parsed("chain", MAX_NAME, ChainId::new),
                json.parsed("transaction", EvidencePieces.MAX_HEX, Hash32::ofHex),
                new Height(json.number("height")));
        json.end();
        return subject;
    }

    private static EvidenceFile.Anchor readAnchor(JsonFields json) {
        SealedBlock block = EvidencePieces.readBlock(json, "anchor");
        json.constant("chain", block.chain().value());
        EvidenceFile.Anchor anchor = new EvidenceFile.Anchor(
                block.validators(),
                block.header(),
                block.certificate(),
                readEntries(json, "entries", EvidenceFile.MAX_OBJECTS + 2));
        json.end();
        return anchor;
    }

    private static EvidenceFile.Local readLocal(JsonFields json) {
        SealedBlock block = EvidencePieces.readBlock(json, "local");
        JsonFields transaction = json.fields("transaction");
        JsonFields receipt = json.fields("receipt");
        EvidenceFile.Local local = new EvidenceFile.Local(
                block.validators(),
                block.header(),
                block.certificate(),
                EvidencePieces.decoded(transaction, "bytes", Transaction::decode),
                EvidencePieces.decoded(transaction, "proof", OrderedProof::decode),
                EvidencePieces.decoded(receipt, "bytes", Receipt::decode),
                EvidencePieces.decoded(receipt, "proof", OrderedProof::decode),
                EvidencePieces.decoded(json, "trace", Trace::decode),
                readEntries(json, "objects", EvidenceFile.MAX_OBJECTS));
        transaction.end();
        receipt.end();
        json.end();
        return local;
    }

    private static List<StateEntry> readEntries(JsonFields json, String name, int max) {
        List<StateEntry> entries = new ArrayList<>();
        for (JsonFields entry : json.list(name, max)) {
            entries.add(new StateEntry(
                    entry.text("key", MAX_KEY),
                    EvidencePieces.decoded(entry, "value", bytes -> bytes),
                    EvidencePieces.decoded(entry, "proof", StateProof::decode)));
            entry.end();
        }
        return entries;
    }
}
