package io.regchain.supervision.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.supervision.contract.PacketWorld;
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.observer.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A hub that has verified two blocks of Jiangsu, which has made a third one: after the first a key holds 1, after the
 * second 2.
 */
final class LookupWorld {
    static final String KEY = "packets/shelf/a";
    static final String OTHER_KEY = "packets/shelf/b";
    static final String NOTHING = "packets/shelf/c";
    static final Height FIRST = new Height(1);
    static final Height SECOND = new Height(2);
    static final Height THIRD = new Height(3);

    /** Made once: reading changes nothing. */
    private static final PacketWorld MADE = made();

    final PacketWorld world;
    final ContractHarness chain;
    /** What the anomaly log was told. */
    final List<Finding> noted = new ArrayList<>();

    private List<StateReader> nodes = List.of();

    LookupWorld() {
        this(MADE);
    }

    private LookupWorld(PacketWorld world) {
        this.world = world;
        this.chain = world.jiangsu;
    }

    /** One that may be changed. */
    static LookupWorld ofItsOwn() {
        return new LookupWorld(made());
    }

    private static PacketWorld made() {
        PacketWorld world = new PacketWorld();
        world.write(world.jiangsu, "shelf/a", CanonicalJson.object().put("n", 1));
        world.jiangsu.executeBlock(List.of(put("shelf/a", 2), put("shelf/b", 2)));
        world.verify(world.jiangsu);
        world.jiangsu.executeBlock(List.of(put("shelf/a", 3)));
        return world;
    }

    private static ContractHarness.Call put(String path, int n) {
        ObjectNode arguments = CanonicalJson.object().put("key", path);
        arguments.set("value", CanonicalJson.object().put("n", n));
        return new ContractHarness.Call(ContractHarness.key("anyone"), "packets", "put", arguments);
    }

    static Bytes value(int n) {
        return Bytes.utf8("{\"n\":" + n + "}");
    }

    LookupWorld nodes(StateReader... asked) {
        nodes = List.of(asked);
        return this;
    }

    StateLookup lookup() {
        return new StateLookup(
                world.hub.certifiedState(),
                trustRoot(),
                asked -> asked.equals(PacketWorld.JIANGSU) ? nodes : List.of(),
                asked -> asked.equals(PacketWorld.JIANGSU) ? Optional.of(THIRD) : Optional.empty(),
                (of, finding) -> noted.add(finding),
                world.hub::time);
    }

    ValidatorSet trustRoot() {
        return world.hub.block(Height.ZERO).validators();
    }

    Lookup read(String key, Height height) {
        return lookup().read(PacketWorld.JIANGSU, key, Optional.of(height));
    }

    Lookup read(ChainId of) {
        return lookup().read(of, KEY, Optional.empty());
    }

    /** The chain's validators certify another block of the second height, and the hub is shown it. */
    LookupWorld frozen() {
        CertifiedBlock second = chain.block(SECOND);
        BlockHeader honest = second.block().header();
        BlockHeader other = new BlockHeader(
                honest.version(),
                honest.chainId(),
                honest.height(),
                honest.parentHash(),
                honest.time(),
                honest.proposer(),
                honest.transactionRoot(),
                honest.receiptRoot(),
                Sm3.hash(Bytes.utf8("forged")),
                honest.validatorSetHash(),
                honest.nextValidatorSetHash());
        ObjectNode update = new CertifiedHeader(other, chain.validators().certify(other, Round.ZERO))
                .toJson()
                .put("chain", chain.chainId().value());
        world.show(update);
        return this;
    }

    StateReader honest(String node) {
        return lying(node, answer -> answer);
    }

    StateReader lying(String node, UnaryOperator<StateAnswer> lie) {
        return node(node, (key, height) -> CompletableFuture.completedFuture(lie.apply(chain.answer(key, height))));
    }

    static StateReader down(String node) {
        return failing(node, new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, node + " did not answer"));
    }

    static StateReader babbling(String node) {
        return failing(node, new GatewayProblem(GatewayProblem.Kind.MALFORMED, node + "'s answer is no answer"));
    }

    static StateReader refusing(String node, ConnectCode code) {
        return failing(node, new GatewayProblem(code, node + " answered with " + code.text()));
    }

    static StateReader failing(String node, RuntimeException problem) {
        return node(node, (key, height) -> CompletableFuture.failedFuture(problem));
    }

    private static StateReader node(String name, BiFunction<String, Height, CompletionStage<StateAnswer>> state) {
        return new StateReader() {
            @Override
            public String node() {
                return name;
            }

            @Override
            public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
                return state.apply(key, height.orElseThrow());
            }
        };
    }

    Hash32 root() {
        return trustRoot().hash();
    }
}
