package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectSeal;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Table 6, second function: data objects with their proofs, at the right height and at others. */
final class ObjectChecks {
    private static final String REMEDY =
            "Write a data object (JR/T 0314 clause 6) on the chain, then run the kit again; or look further back with"
                    + " --search.";

    private final NodeUnderTest node;
    private final Walk walk;

    ObjectChecks(NodeUnderTest node, Walk walk) {
        this.node = node;
        this.walk = walk;
    }

    static void noObject(NodeUnderTest node, List<Check> checks) {
        checks.forEach(check -> node.notApplicable(check, "no data object was found in the blocks searched", REMEDY));
    }

    ObjectNode question(Sample.Written written, long height) {
        return node.question(height)
                .put("objectId", written.name().objectId())
                .put("version", Long.toString(written.name().version()));
    }

    /** The node's answer, when it is of the object asked for; proven or not. */
    Optional<Reply> make(Sample.Written written, long tip) {
        Optional<Reply> reply = node.call(Check.OBJECT, NodeMethods.GET_OBJECT, question(written, written.height()));
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        node.passed(Check.OBJECT);
        boolean named = named(written, reply.get());
        atHeight(reply.get(), written.height());
        node.agree(
                Check.OBJECT_WRITER,
                reply.get().exchange(),
                "transaction_id",
                reply.get().bytes("transaction_id").toHex(),
                written.transaction().toHex());
        if (named) {
            proof(written, reply.get(), written.height());
            snapshot(written, reply.get());
        }
        if (written.height() < tip) {
            laterAsWell(written, tip);
        }
        return named ? reply : Optional.empty();
    }

    private boolean named(Sample.Written written, Reply reply) {
        return node.expect(
                Check.OBJECT_NAME,
                reply.exchange(),
                reply.text("object_id").equals(written.name().objectId())
                        && reply.number("version") == written.name().version()
                        && reply.text("state_key").equals(written.name().stateKey()),
                () -> "object " + reply.text("object_id") + "/" + reply.number("version") + " at "
                        + reply.text("state_key"),
                written.name() + " at " + written.name().stateKey());
    }

    private boolean atHeight(Reply reply, long height) {
        return node.agree(Check.OBJECT_HEIGHT, reply.exchange(), "height", reply.number("height"), height);
    }

    private void proof(Sample.Written written, Reply reply, long height) {
        Optional<BlockHeader> header = walk.header(height);
        Optional<StateProof> proof = node.decode(
                Check.OBJECT_PROOF,
                reply.exchange(),
                "proof: one canonical state proof",
                () -> reply.decoded("proof", StateProof::decode));
        if (header.isEmpty() || proof.isEmpty()) {
            return;
        }
        Bytes snapshot = reply.bytes("snapshot");
        String key = written.name().stateKey();
        boolean holds = node.expect(
                Check.OBJECT_PROOF,
                reply.exchange(),
                proof.get().provesPresence(header.get().stateRoot(), key, snapshot),
                () -> "the proof does not lead from the snapshot at " + key + " to the state root "
                        + header.get().stateRoot() + " of height " + height + instead(proof.get(), key, snapshot),
                "a proof of presence under the state root of the height asked for");
        if (holds) {
            nothingElse(reply, proof.get(), header.get(), key, snapshot);
        }
    }

    /** Which other height it is the proof of, if any: a node that passes over the height it is asked for. */
    private String instead(StateProof proof, String key, Bytes snapshot) {
        return walk.blocks().values().stream()
                .map(SeenBlock::header)
                .filter(header -> proof.provesPresence(header.stateRoot(), key, snapshot))
                .map(header -> "; it leads to that of height " + header.height())
                .findFirst()
                .orElse("");
    }

    /** The control: the same proof must not hold under another state root, nor for another key. */
    private void nothingElse(Reply reply, StateProof proof, BlockHeader header, String key, Bytes snapshot) {
        Optional<BlockHeader> other = walk.blocks().values().stream()
                .map(SeenBlock::header)
                .filter(each -> !each.stateRoot().equals(header.stateRoot()))
                .findFirst();
        node.expect(
                Check.OBJECT_PROOF,
                reply.exchange(),
                other.stream().noneMatch(each -> proof.provesPresence(each.stateRoot(), key, snapshot))
                        && !proof.provesPresence(header.stateRoot(), key + "0", snapshot),
                () -> "the proof holds under another state root or for another key as well",
                "a proof of this key under this root only");
    }

    /** A final state keeps the version, though an overwrite may have changed it: proven under the later root too. */
    private void laterAsWell(Sample.Written written, long tip) {
        node.call(Check.OBJECT_HEIGHT, NodeMethods.GET_OBJECT, question(written, tip))
                .ifPresent(reply -> {
                    if (atHeight(reply, tip) && named(written, reply)) {
                        proof(written, reply, tip);
                    }
                });
    }

    private void snapshot(Sample.Written written, Reply reply) {
        Bytes bytes = reply.bytes("snapshot");
        node.expect(
                Check.LIMIT_OBJECT,
                reply.exchange(),
                bytes.size() <= DataObject.MAX_SIZE,
                () -> "a snapshot of " + bytes.size() + " bytes",
                "at most " + DataObject.MAX_SIZE);
        Optional<DataObject> object =
                node.decode(Check.OBJECT_SNAPSHOT, reply.exchange(), "a data object in canonical JSON", () -> {
                    CanonicalJson.decodeCanonicalObject(bytes);
                    return DataObject.parse(bytes);
                });
        object.ifPresent(read -> {
            node.agree(
                    Check.OBJECT_SNAPSHOT,
                    reply.exchange(),
                    "header.content",
                    read.head().reference().toString(),
                    written.name().toString());
            seals(reply, read);
            before(written, read);
        });
    }

    /** By which keys they must be only the registration says; that they hold and differ is said by themselves. */
    private void seals(Reply reply, DataObject object) {
        List<Refusal> problems = object.sealProblems(
                object.head().seals().stream().map(ObjectSeal::key).toList());
        node.expect(
                Check.OBJECT_SEALS,
                reply.exchange(),
                problems.isEmpty(),
                () -> problems.toString(),
                "seals that hold, each by another key");
    }

    private void before(Sample.Written written, DataObject object) {
        if (object.head().operation() == ObjectOperation.OVERWRITE) {
            node.notApplicable(
                    Check.OBJECT_BEFORE,
                    "the objects looked at were overwritten: another snapshot of the version stood there before",
                    "Create a new object, then run the kit again.");
            return;
        }
        Exchange earlier = node.ask(
                NodeMethods.GET_OBJECT, question(written, written.height() - 1), ConnectEncoding.JSON, Duration.ZERO);
        Refusals.expect(node, Check.OBJECT_BEFORE, earlier, Refusals.NOT_FOUND);
    }

    /** @param newest an object of which no later version is known at this height */
    void latest(Sample.Written newest) {
        ObjectNode question =
                node.question(newest.height()).put("objectId", newest.name().objectId());
        node.call(Check.OBJECT_LATEST, NodeMethods.GET_OBJECT, question)
                .ifPresent(reply -> node.expect(
                        Check.OBJECT_LATEST,
                        reply.exchange(),
                        reply.number("version") >= newest.name().version(),
                        () -> "version " + reply.number("version"),
                        "version " + newest.name().version() + " or above"));
    }

    /** The trace of the writing transaction wrote these bytes at the object's key. */
    void traced(Sample.Written written, Reply shown, Trace trace) {
        Bytes snapshot = shown.bytes("snapshot");
        Optional<Bytes> wrote =
                Optional.ofNullable(TraceWrites.of(trace).get(written.name().stateKey()));
        node.expect(
                Check.TRACE_OBJECTS,
                shown.exchange(),
                wrote.equals(Optional.of(snapshot)),
                () -> "the trace of " + written.transaction() + " wrote "
                        + (wrote.isEmpty() ? "nothing" : "other bytes") + " at "
                        + written.name().stateKey(),
                "the snapshot");
    }
}
