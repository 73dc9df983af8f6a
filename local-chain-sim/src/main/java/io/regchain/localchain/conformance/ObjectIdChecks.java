package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.WrittenObject;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.List;
import java.util.Optional;

/** Table 6, first function: which data objects a block wrote. */
final class ObjectIdChecks {
    private final NodeUnderTest node;
    private final Walk walk;

    ObjectIdChecks(NodeUnderTest node, Walk walk) {
        this.node = node;
        this.walk = walk;
    }

    /** The list of a height, as the state names it. */
    List<WrittenObject> at(long height) {
        return node.call(Check.OBJECT_IDS, NodeMethods.LIST_OBJECT_IDS, node.question(height))
                .flatMap(reply -> list(height, reply))
                .orElse(List.of());
    }

    private Optional<List<WrittenObject>> list(long height, Reply reply) {
        Exchange exchange = reply.exchange();
        String key = ObjectList.stateKey(new Height(height));
        node.expect(
                Check.OBJECT_IDS,
                exchange,
                reply.number("height") == height && reply.text("state_key").equals(key),
                () -> "height " + reply.number("height") + ", state_key " + reply.text("state_key"),
                "height " + height + ", state_key " + key);
        Optional<Bytes> value = reply.has("value") ? Optional.of(reply.bytes("value")) : Optional.empty();
        proof(height, key, value, reply);
        Optional<List<WrittenObject>> written = node.decode(
                Check.OBJECT_IDS, exchange, "value: canonical JSON [{id, transaction, version}…]", () -> value.map(
                                WrittenObject::list)
                        .orElse(List.of()));
        written.ifPresent(list -> {
            List<String> named = reply.list("objects").stream()
                    .map(object -> object.text("object_id") + "/" + object.number("version"))
                    .toList();
            List<String> proven =
                    list.stream().map(object -> object.name().toString()).toList();
            node.agree(Check.OBJECT_IDS_MATCH, exchange, "objects", named, proven);
            writers(height, exchange, list);
        });
        return written;
    }

    private void proof(long height, String key, Optional<Bytes> value, Reply reply) {
        walk.header(height).ifPresent(header -> node.decode(
                        Check.OBJECT_IDS_PROOF,
                        reply.exchange(),
                        "proof: one canonical state proof",
                        () -> reply.decoded("proof", StateProof::decode))
                .ifPresent(proof -> node.expect(
                        Check.OBJECT_IDS_PROOF,
                        reply.exchange(),
                        value.map(bytes -> proof.provesPresence(header.stateRoot(), key, bytes))
                                .orElseGet(() -> proof.provesAbsence(header.stateRoot(), key)),
                        () -> "the proof does not lead from " + (value.isPresent() ? "the value" : "nothing") + " at "
                                + key + " to the state root " + header.stateRoot(),
                        "a proof of " + (value.isPresent() ? "presence" : "absence")
                                + " under the state root of height " + height)));
    }

    private void writers(long height, Exchange exchange, List<WrittenObject> list) {
        SeenBlock block = walk.blocks().get(height);
        if (block == null || block.block().isEmpty()) {
            return;
        }
        List<Hash32> ids = block.transactions().stream().map(Transaction::id).toList();
        for (WrittenObject object : list) {
            node.expect(
                    Check.OBJECT_IDS_WRITER,
                    exchange,
                    ids.contains(object.transactionId()),
                    () -> object.name() + " is said to be written by " + object.transactionId()
                            + ", which is not in block " + height,
                    "one of the block's transactions " + ids);
        }
    }
}
