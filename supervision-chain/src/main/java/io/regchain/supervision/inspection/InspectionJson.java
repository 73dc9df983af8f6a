package io.regchain.supervision.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.EvidenceCheck;
import io.regchain.protocol.evidence.EvidenceFile;
import io.regchain.protocol.evidence.StateEntry;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.List;
import java.util.Optional;

/** An inspection for people: what the evidence file proves, opened up. */
public final class InspectionJson {
    private InspectionJson() {}

    public static ObjectNode of(Inspector.Outcome.Inspected inspected) {
        EvidenceFile file = inspected.evidence();
        ObjectNode json = CanonicalJson.object()
                .put("chain", file.subject().chain().value())
                .put("transaction", file.subject().transaction().toHex())
                .put("height", file.subject().height().value())
                .put("proven", inspected.report().accepted());
        inspected.report().trustRoot().ifPresent(root -> json.put("trustRoot", root.toHex()));
        json.set("checks", checks(inspected.report().checks()));
        json.set("call", call(file.local().trace().root()));
        json.set("signedTransaction", transaction(file.local().transaction()));
        json.set("receipt", receipt(file.local().receipt()));
        json.set(
                "localBlock",
                block(
                        file.local().header(),
                        file.local().certificate(),
                        file.local().validators()));
        json.set(
                "supervisionBlock",
                block(
                        file.anchor().header(),
                        file.anchor().certificate(),
                        file.anchor().validators()));
        json.set("objects", entries(file.local().objects()));
        json.set("supervisionEntries", entries(file.anchor().entries()));
        json.putObject("inclusion")
                .put("index", file.local().transactionProof().index())
                .put("of", file.local().transactionProof().size())
                .put(
                        "transactionSiblings",
                        file.local().transactionProof().siblings().size())
                .put("receiptSiblings", file.local().receiptProof().siblings().size());
        return json;
    }

    /** Every check with its result. */
    public static ArrayNode checks(List<EvidenceCheck> made) {
        ArrayNode checks = CanonicalJson.array();
        for (EvidenceCheck check : made) {
            checks.addObject()
                    .put("name", check.name())
                    .put("proves", check.proves())
                    .put("passed", check.passed())
                    .put("code", check.code())
                    .put("detail", check.detail());
        }
        return checks;
    }

    private static ObjectNode call(TraceCall call) {
        ObjectNode json = CanonicalJson.object()
                .put("caller", call.caller())
                .put("contract", call.contract())
                .put("method", call.method())
                .put("code", call.code())
                .put("message", call.message());
        json.set("arguments", value(call.arguments()));
        json.set("result", value(call.result()));
        ArrayNode steps = json.putArray("steps");
        call.steps().forEach(step -> steps.add(step(step)));
        return json;
    }

    private static ObjectNode step(TraceStep step) {
        ObjectNode json = CanonicalJson.object();
        switch (step) {
            case TraceStep.Read read -> keyed(json.put("kind", "read"), read.key(), read.value());
            case TraceStep.ReadAgain read ->
                json.put("kind", "read").put("key", read.key()).put("again", true);
            case TraceStep.Write write -> keyed(json.put("kind", "write"), write.key(), write.value());
            case TraceStep.Emit emit -> {
                json.put("kind", "event")
                        .put("contract", emit.event().contract())
                        .put("name", emit.event().name());
                json.set("data", value(emit.event().data()));
            }
            case TraceStep.Call inner -> json.put("kind", "call").set("call", call(inner.call()));
        }
        return json;
    }

    private static void keyed(ObjectNode json, String key, Optional<Bytes> value) {
        json.put("key", key).put("present", value.isPresent());
        value.ifPresent(bytes -> json.set("value", value(bytes)));
    }

    /** State values, arguments and results are canonical JSON by rule; anything else is shown as hexadecimal. */
    private static JsonNode value(Bytes bytes) {
        if (bytes.size() == 0) {
            return CanonicalJson.object().nullNode();
        }
        try {
            return CanonicalJson.decode(bytes);
        } catch (DecodeException e) {
            return CanonicalJson.object().textNode(bytes.toHex());
        }
    }

    private static ObjectNode transaction(Transaction transaction) {
        return CanonicalJson.object()
                .put("id", transaction.id().toHex())
                .put("sender", transaction.sender().toHex())
                .put("sequence", transaction.sequence().value())
                .put("contract", transaction.contract())
                .put("method", transaction.method())
                .put("signature", transaction.signature().toHex());
    }

    private static ObjectNode receipt(Receipt receipt) {
        return CanonicalJson.object()
                .put("outcome", receipt.outcome().name())
                .put("code", receipt.code())
                .put("message", receipt.message())
                .put("events", receipt.events().size())
                .put("metered", receipt.metered())
                .put("traceHash", receipt.traceHash().toHex());
    }

    /** A header with its certificate, each seal by name. */
    public static ObjectNode block(BlockHeader header, CommitCertificate certificate, ValidatorSet validators) {
        ObjectNode json = header(header);
        json.put("round", certificate.round().value())
                .put("validators", validators.size())
                .put("quorum", validators.quorum());
        ArrayNode seals = json.putArray("seals");
        byte[] sealed = certificate.sealedBytes();
        for (Seal seal : certificate.seals()) {
            ObjectNode entry = seals.addObject()
                    .put("signer", seal.signer().toHex())
                    .put("signature", seal.signature().toHex())
                    .put("valid", seal.signer().verify(sealed, seal.signature()));
            validators.find(seal.signer()).ifPresent(validator -> entry.put("name", validator.name())
                    .put("organisation", validator.organisation().value()));
        }
        return json;
    }

    public static ObjectNode header(BlockHeader header) {
        return CanonicalJson.object()
                .put("chain", header.chainId().value())
                .put("height", header.height().value())
                .put("hash", header.hash().toHex())
                .put("parentHash", header.parentHash().toHex())
                .put("time", header.time().epochMillis())
                .put("proposer", header.proposer().toHex())
                .put("transactionRoot", header.transactionRoot().toHex())
                .put("receiptRoot", header.receiptRoot().toHex())
                .put("stateRoot", header.stateRoot().toHex())
                .put("validatorSetHash", header.validatorSetHash().toHex())
                .put("nextValidatorSetHash", header.nextValidatorSetHash().toHex())
                .put("canonical", header.canonical().toHex());
    }

    private static ArrayNode entries(Iterable<StateEntry> entries) {
        ArrayNode array = CanonicalJson.array();
        for (StateEntry entry : entries) {
            ObjectNode json = array.addObject()
                    .put("key", entry.key())
                    .put("proofSiblings", entry.proof().siblings().size());
            json.set("value", value(entry.value()));
        }
        return array;
    }
}
