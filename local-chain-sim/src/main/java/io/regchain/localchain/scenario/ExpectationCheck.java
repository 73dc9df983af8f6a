package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.regchain.ledger.node.ChainNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds an outcome and the chains against what was expected; every difference is told, not the first alone. */
final class ExpectationCheck {
    private final Federation federation;
    private final References references;
    private final List<String> differences = new ArrayList<>();

    ExpectationCheck(Federation federation, References references) {
        this.federation = federation;
        this.references = references;
    }

    List<String> differences(Expectation expected, Outcome outcome) {
        ending(expected, outcome);
        if (differences.isEmpty()) {
            expected.result()
                    .properties()
                    .forEach(entry -> same(
                            "result." + entry.getKey(),
                            references.resolve(entry.getValue()),
                            outcome.result().path(entry.getKey())));
            expected.objects().forEach(this::stored);
            expected.state().forEach(this::state);
        }
        return List.copyOf(differences);
    }

    private void ending(Expectation expected, Outcome outcome) {
        if (expected.success() != outcome.success()) {
            differences.add(
                    "outcome: expected " + (expected.success() ? "success" : "refused") + ", found " + told(outcome));
            return;
        }
        expected.code()
                .filter(code -> !code.equals(outcome.code()))
                .ifPresent(code -> differences.add("code: expected " + code + ", found " + told(outcome)));
        for (String part : expected.messageContains()) {
            String wanted = references.text(part);
            if (!outcome.message().contains(wanted)) {
                differences.add("message: expected to contain \"" + wanted + "\", found \"" + outcome.message() + "\"");
            }
        }
    }

    private static String told(Outcome outcome) {
        return outcome.success() ? "success" : "refused " + outcome.code() + " (" + outcome.message() + ")";
    }

    private void stored(Expectation.StoredObject wanted) {
        String id = references.text(wanted.id());
        String key = "objects/" + wanted.chain() + "/" + id + "/" + wanted.version();
        if (federation.hubNode().read(key).isEmpty()) {
            differences.add("objects: expected " + id + " version " + wanted.version() + " of " + wanted.chain()
                    + " on the hub, found none");
        }
    }

    private void state(Expectation.StateValue wanted) {
        String key = references.text(wanted.key());
        Optional<JsonNode> value = node(wanted.chain()).read(key).map(CanonicalJson::decode);
        JsonNode found = value.map(json ->
                        wanted.field().isPresent() ? json.path(wanted.field().get()) : json)
                .orElse(MissingNode.getInstance());
        String where = "state " + wanted.chain() + " " + key
                + wanted.field().map(field -> " " + field).orElse("");
        wanted.value()
                .ifPresentOrElse(
                        expected -> same(where, references.resolve(expected), found), () -> nothing(where, found));
    }

    private void nothing(String where, JsonNode found) {
        if (!found.isMissingNode()) {
            differences.add(where + ": expected nothing, found " + found);
        }
    }

    private ChainNode node(String chain) {
        ChainId id = new ChainId(chain);
        if (id.equals(ChainId.SUPERVISION)) {
            return federation.hubNode();
        }
        requireReadable(federation.market(id));
        return federation.market(id).node(0);
    }

    /** @throws StepFailure while the node is down at which a run looks at a market */
    static void requireReadable(LocalMarket market) {
        if (!market.runs(0)) {
            throw new StepFailure("node 1 of " + market.chainId()
                    + " is down, where a run looks at what this market does; start it first, or stop another one");
        }
    }

    private void same(String where, JsonNode wanted, JsonNode found) {
        if (found.isMissingNode()) {
            differences.add(where + ": expected " + wanted + ", found nothing");
        } else if (!CanonicalJson.encode(wanted).equals(CanonicalJson.encode(found))) {
            differences.add(where + ": expected " + wanted + ", found " + found);
        }
    }
}
