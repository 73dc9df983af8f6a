package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;

/** A hub whose {@code packets} state is whatever a test puts there; blocks, certificates and proofs are real. */
final class FakeHub {
    private final ContractHarness chain;

    FakeHub(BlockTime start) {
        this(ChainId.SUPERVISION, start);
    }

    FakeHub(ChainId id, BlockTime start) {
        chain = ContractHarness.start(id, start, new Shelf());
    }

    private static final class Shelf implements Contract {
        @Override
        public String name() {
            return PacketKeys.CONTRACT;
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.write(arguments.get("key").textValue(), arguments.get("value"));
            return CanonicalJson.object();
        }
    }

    ContractHarness chain() {
        return chain;
    }

    /** The trust root that a local chain's genesis names. */
    TrustedState root() {
        CertifiedBlock genesis = chain.block(Height.ZERO);
        return TrustedState.root(genesis.block().header(), genesis.validators());
    }

    void put(String key, JsonNode value) {
        ObjectNode arguments = CanonicalJson.object().put("key", key);
        arguments.set("value", value);
        chain.succeed(ContractHarness.key("hub"), PacketKeys.CONTRACT, "put", arguments);
    }

    FakeHub at(BlockTime time) {
        chain.at(time);
        return this;
    }

    /** {@code header} and {@code certificate} of the last block. */
    ObjectNode header() {
        CertifiedBlock last = chain.lastBlock();
        ObjectNode json = CanonicalJson.object()
                .put("header", last.block().header().canonical().toHex());
        json.set("certificate", BlockJson.of(last.certificate().orElseThrow()));
        return json;
    }

    String proof(String path) {
        return chain.prove(chain.height(), PacketKeys.full(path)).canonical().toHex();
    }

    /** The hub has routed the packet: what a relay brings to its destination. */
    ObjectNode carry(Packet packet) {
        put(PacketKeys.Hub.out(packet.id()), packet.toJson());
        ObjectNode call = header().put("proof", proof(PacketKeys.Hub.out(packet.id())));
        call.set("packet", packet.toJson());
        return call;
    }

    /** The hub has the end of the packet: what a relay brings back to its source. */
    ObjectNode answer(Packet packet, Acknowledgement acknowledgement) {
        put(PacketKeys.Hub.ack(packet.id()), acknowledgement.toJson());
        ObjectNode call = header().put("proof", proof(PacketKeys.Hub.ack(packet.id())));
        call.set("packet", packet.toJson());
        call.set("ack", acknowledgement.toJson());
        return call;
    }

    /** The hub never got the packet: what a relay shows to its source. */
    ObjectNode silence(Packet packet) {
        chain.emptyBlock();
        ObjectNode call = header().put("proof", proof(PacketKeys.Hub.in(packet.id())));
        call.set("packet", packet.toJson());
        return call;
    }

    static ArrayNode list(ObjectNode... entries) {
        ArrayNode list = CanonicalJson.array();
        for (ObjectNode entry : entries) {
            list.add(entry);
        }
        return list;
    }
}
