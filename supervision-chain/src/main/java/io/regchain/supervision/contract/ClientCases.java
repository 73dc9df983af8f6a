package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.lightclient.Misbehaviour;
import java.util.Optional;

/**
 * The cases of misbehaviour of one chain: the open one at {@code <chain>/frozen}, whose existence is what freezes the
 * client; decided ones at {@code <chain>/case/<number>}, from 1 on, which stay; and for each pair of blocks that was
 * decided about {@code <chain>/decided/<hash>-<hash>}, so that the same evidence does not freeze the client again.
 */
final class ClientCases {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ContractContext context;
    private final ChainId chain;

    ClientCases(ContractContext context, ChainId chain) {
        this.context = context;
        this.chain = chain;
    }

    static String openKey(ChainId chain) {
        return chain + "/frozen";
    }

    /** The case that keeps the client frozen. */
    Optional<ObjectNode> open() {
        return context.read(openKey(chain)).map(ObjectNode.class::cast);
    }

    /** The number of the case that decided about these two blocks. */
    Optional<Long> decided(Misbehaviour evidence) {
        return context.read(pairKey(first(evidence), second(evidence)))
                .map(entry -> entry.path("case").longValue());
    }

    /**
     * Opens a case: the client is frozen from here on, and no call of the chain is taken.
     *
     * @return what the caller is answered; no refusal, or the evidence would be lost with it
     */
    JsonNode open(Misbehaviour.Check.Proven proven, Misbehaviour evidence) {
        long number = count() + 1;
        ObjectNode entry = JSON.objectNode()
                .put("chain", chain.value())
                .put("number", number)
                .put("kind", proven.kind().name())
                .put("height", evidence.second().height().value())
                .put("since", context.time().epochMillis())
                .put("reportedBy", context.origin().fingerprint().toHex())
                .put("validatorSetHash", evidence.first().validatorSetHash().toHex());
        proven.doubleSigners().stream().map(Validator::name).forEach(entry.putArray("doubleSigners")::add);
        entry.set("first", evidence.firstCertified().toJson());
        entry.set("second", evidence.secondCertified().toJson());
        context.write(openKey(chain), entry);
        context.tryCall(
                "registry",
                "suspend",
                JSON.objectNode().put("chainId", chain.value()).put("reason", reason(proven.kind(), evidence)));
        ObjectNode event = JSON.objectNode()
                .put("chain", chain.value())
                .put("number", number)
                .put("kind", proven.kind().name())
                .put("height", evidence.second().height().value())
                .put("firstHash", first(evidence))
                .put("secondHash", second(evidence));
        event.set("doubleSigners", entry.get("doubleSigners"));
        context.emit("misbehaviourFound", event); // after the suspension: of the two, this is what people must see
        return JSON.objectNode().put("frozen", true).put("case", number);
    }

    private static String reason(Misbehaviour.Kind kind, Misbehaviour evidence) {
        return switch (kind) {
            case FORK -> "two certified blocks at height " + evidence.second().height();
            case BROKEN_LINK ->
                "the certified block " + evidence.second().height() + " does not follow the one below it";
            case TIME_WENT_BACK ->
                "the certified block " + evidence.second().height() + " is of an earlier time than block "
                        + evidence.first().height();
        };
    }

    /** Ends the open case; it stays on record with the decision. */
    ObjectNode decide(ObjectNode open, ObjectNode decision) {
        long number = open.path("number").longValue();
        ObjectNode decided = open.deepCopy();
        decided.set("decision", decision);
        context.write(chain + "/case/" + number, decided);
        context.write(chain + "/cases", JSON.objectNode().put("count", number));
        context.write(
                pairKey(open.path("first"), open.path("second")),
                JSON.objectNode().put("case", number));
        context.delete(openKey(chain));
        return decided;
    }

    private long count() {
        return context.read(chain + "/cases")
                .map(entry -> entry.path("count").longValue())
                .orElse(0L);
    }

    private static String first(Misbehaviour evidence) {
        return evidence.first().hash().toHex();
    }

    private static String second(Misbehaviour evidence) {
        return evidence.second().hash().toHex();
    }

    private String pairKey(JsonNode first, JsonNode second) {
        return pairKey(hash(first), hash(second));
    }

    private static String hash(JsonNode certified) {
        return LightClientsContract.header(certified.path("header").asText())
                .hash()
                .toHex();
    }

    /** The same for both orders: two blocks of one height may be brought either way round. */
    private String pairKey(String one, String other) {
        boolean ordered = one.compareTo(other) <= 0;
        return chain + "/decided/" + (ordered ? one : other) + "-" + (ordered ? other : one);
    }
}
