package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.evidence.SealedBlock;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.supervision.inspection.InspectionJson;
import io.regchain.supervision.lookup.ChainHeights;
import io.regchain.supervision.lookup.Lookup;
import io.regchain.supervision.lookup.NodeFault;
import java.util.List;

/** How the API tells what a state key held, or why nothing is said of it. */
final class LookupView {
    private LookupView() {}

    static ObjectNode of(Lookup.Proven proven) {
        StateFile file = proven.file();
        ObjectNode json = CanonicalJson.object()
                .put("chain", file.chain().value())
                .put("height", file.height().value())
                .put("key", file.claim().key())
                .put("present", file.claim().value().isPresent())
                .put("proven", proven.report().accepted())
                .put("node", proven.node())
                .put("siblings", file.claim().proof().siblings().size());
        file.claim().value().ifPresent(value -> json.set("value", value(value)));
        proven.report().trustRoot().ifPresent(root -> json.put("trustRoot", root.toHex()));
        json.set("nodesRefused", of(proven.faults()));
        json.set("heights", of(proven.heights()));
        json.set("checks", InspectionJson.checks(proven.report().checks()));
        json.set("localBlock", of(file.local()));
        json.set("supervisionBlock", of(file.anchor()));
        json.set("evidence", CanonicalJson.decode(file.toBytes()));
        return json;
    }

    /** State values are canonical JSON by rule; anything else is shown as hexadecimal. */
    private static JsonNode value(Bytes bytes) {
        try {
            return CanonicalJson.decode(bytes);
        } catch (DecodeException e) {
            return CanonicalJson.object().textNode(bytes.toHex());
        }
    }

    private static ObjectNode of(SealedBlock block) {
        return InspectionJson.block(block.header(), block.certificate(), block.validators());
    }

    private static ObjectNode of(ChainHeights heights) {
        return CanonicalJson.object()
                .put("reported", heights.reported().value())
                .put("verified", heights.verified().value())
                .put("proven", heights.proven().value());
    }

    private static ArrayNode of(List<NodeFault> faults) {
        ArrayNode array = CanonicalJson.array();
        faults.forEach(fault -> array.addObject()
                .put("node", fault.node())
                .put("kind", fault.kind().name())
                .put("code", fault.reason().code())
                .put("message", fault.reason().message()));
        return array;
    }

    /** For the audit log: what it came to, without the value. */
    static String summary(Lookup found) {
        return switch (found) {
            case Lookup.Proven proven -> "proven after block " + proven.file().height();
            case Lookup.NotProven no -> "not proven, " + no.reason().code();
        };
    }

    static ApiProblem problem(Lookup.NotProven no) {
        ObjectNode details = CanonicalJson.object();
        no.heights().ifPresent(heights -> details.set("heights", of(heights)));
        if (!no.faults().isEmpty()) {
            details.set("nodesRefused", of(no.faults()));
        }
        String code = no.reason().code();
        return new ApiProblem(status(code), code, no.reason().message(), remedy(code), details);
    }

    private static int status(String code) {
        return switch (code) {
            case "KEY_MALFORMED" -> 400;
            case "CHAIN_NOT_REGISTERED", "HEIGHT_IN_FUTURE", "HEIGHT_WITHOUT_CERTIFICATE", "HEADER_UNKNOWN" -> 404;
            case "CLIENT_FROZEN", "CLIENT_EXPIRED" -> 409;
            case "HEIGHT_PRUNED" -> 410;
            case "HEIGHT_MISMATCH", "STATE_UNPROVEN", "ANSWER_MALFORMED", "NODE_REFUSED", "VALUE_TOO_LARGE" -> 502;
            case "NOT_YET_VERIFIED", "CHAIN_NOT_CONNECTED", "NODE_UNREACHABLE" -> 503;
            default -> throw new IllegalStateException("no status stands for " + code);
        };
    }

    private static String remedy(String code) {
        return switch (code) {
            case "KEY_MALFORMED" -> "a key is a contract, a slash and a path, such as accounts/A-0001";
            case "CHAIN_NOT_REGISTERED" -> "/api/v1/chains/status lists the chains there are";
            case "HEIGHT_IN_FUTURE", "HEIGHT_WITHOUT_CERTIFICATE", "HEADER_UNKNOWN" ->
                "leave the height out to read at the last one that is verified";
            case "CLIENT_FROZEN", "CLIENT_EXPIRED" ->
                "two officers must decide; the chain's status says which and why. Nothing of it is proven until then";
            case "HEIGHT_PRUNED" -> "read at a later height, or ask the chain for an archive node";
            case "NOT_YET_VERIFIED" ->
                "try again in a moment, or leave the height out; the chain's status says what it waits for";
            default -> "try again in a moment; the chain's page shows its nodes and anomalies";
        };
    }
}
