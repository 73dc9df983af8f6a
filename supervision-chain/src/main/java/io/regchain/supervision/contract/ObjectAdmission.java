package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.CallOutcome;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.Lifecycle;
import io.regchain.protocol.object.LifecycleOutcome;
import io.regchain.protocol.object.ObjectHistory;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about one proven snapshot: form, source, seals, life cycle, JSON Schema; then stores it. */
final class ObjectAdmission {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final long MILLIS = 1000;

    private final ObjectSchemas schemas = new ObjectSchemas();

    sealed interface Decision {
        /** @param remark what is not as it should be, though it does not keep the object out */
        record Stored(ObjectNode event, Optional<Refusal> remark) implements Decision {}

        record Refused(Refusal reason) implements Decision {}
    }

    Decision decide(ContractContext context, OfferedObject offered) {
        DataObject object;
        try {
            object = DataObject.parse(offered.snapshot());
        } catch (DecodeException e) {
            return refused("OBJECT_MALFORMED", e.getMessage());
        }
        return head(context, offered, object)
                .<Decision>map(Decision.Refused::new)
                .orElseGet(() -> life(context, offered, object));
    }

    private static Decision refused(String code, String message) {
        return new Decision.Refused(new Refusal(code, message));
    }

    /** The head says which object of which chain this is (A19.4), and the data owner's seals hold (JR/T 0314 6.3). */
    private static Optional<Refusal> head(ContractContext context, OfferedObject offered, DataObject object) {
        ChainId chain = offered.header().chain();
        if (!object.head().id().value().equals(offered.objectId())
                || object.head().version().value() != offered.version()) {
            return Optional.of(new Refusal(
                    "OBJECT_UNDER_OTHER_KEY",
                    "under " + offered.stateKey() + " stands a snapshot of "
                            + object.head().reference()));
        }
        String source = object.head().source().orElse("");
        if (!source.equals(chain.value())) {
            return Optional.of(new Refusal(
                    "OBJECT_OF_OTHER_NETWORK",
                    "header.source is \"" + source + "\", but the object stands on the chain " + chain));
        }
        return object.sealProblems(sealKeys(ActiveChain.require(context, chain))).stream()
                .findFirst();
    }

    private static List<Sm2PublicKey> sealKeys(JsonNode registration) {
        List<Sm2PublicKey> keys = new ArrayList<>();
        registration.path("sealKeys").forEach(key -> keys.add(Sm2PublicKey.ofHex(key.asText())));
        return keys;
    }

    private Decision life(ContractContext context, OfferedObject offered, DataObject object) {
        String path = offered.header().chain() + "/" + offered.objectId();
        Optional<ObjectHistory> history = context.read(path + "/history")
                .map(json -> ObjectHistory.fromJson(new ObjectId(offered.objectId()), json));
        return switch (Lifecycle.acceptWith(history, object, version -> earlier(context, path, version, offered))) {
            case LifecycleOutcome.Refused refused -> new Decision.Refused(refused.reason());
            case LifecycleOutcome.Accepted accepted ->
                schema(accepted.full())
                        .<Decision>map(Decision.Refused::new)
                        .orElseGet(() -> store(context, offered, object, accepted.history()));
        };
    }

    /**
     * The state keeps digests only (JR/T 0314 6.6), so an overwrite that begins above version 0 brings the full body
     * before it along.
     */
    private static ObjectNode earlier(
            ContractContext context, String path, ObjectVersion version, OfferedObject offered) {
        String digest = context.read(path + "/" + version)
                .orElseThrow(() -> new IllegalStateException(path + " has no version " + version))
                .path("full")
                .asText();
        ObjectNode body = offered.earlier()
                .orElseThrow(() -> new ContractRefusal(
                        "EARLIER_BODY_MISSING",
                        "version " + offered.version() + " of " + path
                                + " is overwritten, and the full body of version " + version + " (digest " + digest
                                + ") was not brought along"));
        String given = Sm3.hash(CanonicalJson.encode(body)).toHex();
        if (!given.equals(digest)) {
            throw new ContractRefusal(
                    "EARLIER_BODY_DIFFERS",
                    "the full body of version " + version + " of " + path + " has the digest " + digest
                            + ", what was brought along has " + given);
        }
        return body;
    }

    /** JR/T 0314 6.5 c) 3), d) 4): the merged full snapshot passes the schema; a deletion has no body to check. */
    private Optional<Refusal> schema(DataObject full) {
        return full.head().operation() == ObjectOperation.DELETE
                ? Optional.empty()
                : schemas.check(full.head().type(), full.encode());
    }

    private static Decision store(
            ContractContext context, OfferedObject offered, DataObject object, ObjectHistory history) {
        Optional<Refusal> enterprise = syncEnterprise(context, offered, history);
        if (enterprise.isPresent()) {
            return new Decision.Refused(enterprise.get());
        }
        ChainId chain = offered.header().chain();
        String path = chain + "/" + offered.objectId();
        Optional<Refusal> references = ObjectReferences.unknown(context, chain, object, offered.written());
        ObjectNode entry = JSON.objectNode()
                .put("chain", chain.value())
                .put("type", object.head().type().code())
                .put("operation", object.head().operation().code())
                .put("digest", object.digest().toHex())
                .put("full", Sm3.hash(history.full()).toHex())
                .put("height", offered.header().height().value())
                .put("transaction", offered.transaction().toHex());
        ObjectNode event = entry.deepCopy().put("objectId", offered.objectId()).put("version", offered.version());
        event.remove("full");
        event.put("businessTime", Math.multiplyExact(object.head().timestampSeconds(), MILLIS))
                .put("writtenTime", offered.header().time().epochMillis());
        if (history.type() == ObjectType.TRANSACTION_REPORT) {
            event.set("report", TransactionReport.summary(history.fullBody()));
        }
        event.set("provenBy", offered.header().provenBy(offered.stateKey(), offered.proof()));
        context.write(path + "/" + offered.version(), entry);
        context.write(path + "/history", history.toJson());
        ObjectReferences.enter(context, chain);
        return new Decision.Stored(event, references);
    }

    /** JR/T 0325 table 3: enterprise codes are given by the market and synchronised to the supervision chain. */
    private static Optional<Refusal> syncEnterprise(
            ContractContext context, OfferedObject offered, ObjectHistory history) {
        if (history.type() != ObjectType.SUBJECT) {
            return Optional.empty();
        }
        Optional<ObjectNode> request = EnterpriseEntry.of(offered.header().chain(), history.fullBody());
        if (request.isEmpty()) {
            return Optional.empty();
        }
        return switch (context.tryCall("identity", "syncEnterpriseCode", request.get())) {
            case CallOutcome.Returned returned -> Optional.empty();
            case CallOutcome.Refused refused -> Optional.of(refused.reason());
        };
    }
}
