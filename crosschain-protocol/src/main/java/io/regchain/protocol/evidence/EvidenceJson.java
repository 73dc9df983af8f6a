package io.regchain.protocol.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The JSON form of an evidence file; bytes are in lower-case hexadecimal. */
final class EvidenceJson {
    private static final int MAX_HEX = 2 * EvidenceFile.MAX_BYTES;
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
        ObjectNode json = CanonicalJson.object()
                .put("chain", anchor.header().chainId().value())
                .put("header", anchor.header().canonical().toHex());
        json.set("validators", BlockJson.of(anchor.validators()));
        json.set("certificate", BlockJson.of(anchor.certificate()));
        json.set("entries", entries(anchor.entries()));
        return json;
    }

    private static ObjectNode local(EvidenceFile.Local local) {
        ObjectNode json = CanonicalJson.object()
                .put("header", local.header().canonical().toHex())
                .put("trace", local.trace().canonical().toHex());
        json.set("validators", BlockJson.of(local.validators()));
        json.set("certificate", BlockJson.of(local.certificate()));
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
                json.parsed("digest", MAX_HEX, Hash32::ofHex));
        json.end();
        return evidence;
    }

    private static EvidenceFile.Subject readSubject(JsonFields json) {
        EvidenceFile.Subject subject = new EvidenceFile.Subject(
                json.parsed("chain", MAX_NAME, ChainId::new),
                json.parsed("transaction", MAX_HEX, Hash32::ofHex),
                new Height(json.number("height")));
        json.end();
        return subject;
    }

    private static EvidenceFile.Anchor readAnchor(JsonFields json) {
        BlockHeader header = decoded(json, "header", BlockHeader::decode);
        json.constant("chain", header.chainId().value());
        EvidenceFile.Anchor anchor = new EvidenceFile.Anchor(
                within("anchor", () -> BlockJson.validatorSet(json.value("validators"))),
                header,
                within("anchor", () -> BlockJson.certificate(header, json.value("certificate"))),
                readEntries(json, "entries", EvidenceFile.MAX_OBJECTS + 2));
        json.end();
        return anchor;
    }

    private static EvidenceFile.Local readLocal(JsonFields json) {
        BlockHeader header = decoded(json, "header", BlockHeader::decode);
        JsonFields transaction = json.fields("transaction");
        JsonFields receipt = json.fields("receipt");
        EvidenceFile.Local local = new EvidenceFile.Local(
                within("local", () -> BlockJson.validatorSet(json.value("validators"))),
                header,
                within("local", () -> BlockJson.certificate(header, json.value("certificate"))),
                decoded(transaction, "bytes", Transaction::decode),
                decoded(transaction, "proof", OrderedProof::decode),
                decoded(receipt, "bytes", Receipt::decode),
                decoded(receipt, "proof", OrderedProof::decode),
                decoded(json, "trace", Trace::decode),
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
                    decoded(entry, "value", bytes -> bytes),
                    decoded(entry, "proof", StateProof::decode)));
            entry.end();
        }
        return entries;
    }

    private static <T> T decoded(JsonFields json, String name, Function<Bytes, T> decode) {
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
