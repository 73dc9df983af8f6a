package io.regchain.protocol.sample;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.NetworkList;
import io.regchain.protocol.wire.NetworkStatus;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.protocol.wire.Operation;
import io.regchain.protocol.wire.ProvenTransaction;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.Submission;
import io.regchain.protocol.wire.TraceAnswer;
import io.regchain.protocol.wire.TransactionAnswer;
import io.regchain.protocol.wire.v1.AwaitBlockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an honest node of the sample local chain answers. */
public final class SampleAnswers {
    private static final ChainId CHAIN = SampleFederation.LOCAL;
    private final SampleFederation world;

    public SampleAnswers(SampleFederation world) {
        this.world = world;
    }

    public NetworkList networks() {
        return new NetworkList(List.of(new NetworkList.Network(
                CHAIN,
                "江苏股权交易中心",
                UnifiedSocialCreditCode.complete("91320000", "MA8T0009"),
                genesis().header().hash(),
                List.of(new NetworkList.SubNetwork(new ChainId("jiangsutest"), "测试子网")))));
    }

    public NetworkStatus status() {
        Validator peer = world.localValidators.validators().get(1);
        return new NetworkStatus(
                world.localHeader.height(),
                world.localHeader.hash(),
                world.localHeader.time(),
                "jiangsu-0",
                List.of(new NetworkStatus.Peer(peer.name(), peer.publicKey())));
    }

    public Block genesis() {
        return new Block(
                new BlockHeader(
                        BlockHeader.VERSION,
                        CHAIN,
                        Height.ZERO,
                        Hash32.ZERO,
                        new BlockTime(1_769_995_000_000L),
                        world.localValidators.validators().get(0).publicKey(),
                        Hash32.ZERO,
                        Hash32.ZERO,
                        Hash32.ZERO,
                        world.localValidators.hash(),
                        world.localValidators.hash()),
                List.of());
    }

    public ProvenTransaction proven(int place) {
        return new ProvenTransaction(
                SampleFederation.LOCAL_HEIGHT,
                world.transactions.get(place),
                world.transactionProof(place),
                world.receipts.get(place),
                world.receiptProof(place));
    }

    public TransactionAnswer transaction() {
        return new TransactionAnswer(
                proven(SampleFederation.PLACE), Operation.of(world.trace, world.receipts.get(SampleFederation.PLACE)));
    }

    public TraceAnswer trace() {
        return new TraceAnswer(proven(SampleFederation.PLACE), world.trace);
    }

    public Submission submission() {
        return new Submission(CHAIN, world.transactions.get(SampleFederation.PLACE), true, Duration.ofSeconds(5));
    }

    public AwaitBlockRequest wait(int millis) {
        return AwaitBlockRequest.newBuilder()
                .setNetworkId(CHAIN.value())
                .setAbove(6)
                .setMaxWaitMillis(millis)
                .build();
    }

    public ConsensusState consensusState() {
        return new ConsensusState(
                world.localHeader, world.localValidators, Optional.empty(), Optional.of(world.localCertificate));
    }

    /** A block after which another set decides; its seals are not looked at here. */
    public ConsensusState changingConsensusState() {
        ValidatorSet next = world.hubValidators;
        BlockHeader header = SampleChain.header(8, world.localHeader.hash(), world.localValidators, next);
        return new ConsensusState(
                header,
                world.localValidators,
                Optional.of(next),
                Optional.of(SampleChain.certificate(header, 0, 1, 2)));
    }

    public ObjectList objectList(Height height) {
        String key = ObjectList.stateKey(height);
        return ObjectList.of(height, Optional.ofNullable(world.localState.value(key)), world.localState.prove(key));
    }

    public ObjectAnswer object() {
        ObjectName name = new ObjectName("R-0001", 0);
        Bytes snapshot = world.localState.value(name.stateKey());
        return new ObjectAnswer(
                SampleFederation.LOCAL_HEIGHT,
                name,
                snapshot,
                world.localState.prove(name.stateKey()),
                world.transactions.get(SampleFederation.PLACE).id());
    }

    public StateAnswer state(String key) {
        return new StateAnswer(
                SampleFederation.LOCAL_HEIGHT,
                key,
                Optional.ofNullable(world.localState.value(key)),
                world.localState.prove(key));
    }
}
