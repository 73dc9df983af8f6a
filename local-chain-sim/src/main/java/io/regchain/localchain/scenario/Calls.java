package io.regchain.localchain.scenario;

import io.regchain.ledger.node.ChainNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.PacketId;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;
import java.util.Optional;

/** Waits for the ends of cross-chain calls; the relays carry them by themselves. */
final class Calls {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private Calls() {}

    /** The end of a call as it stands on the chain that sent it, and a height at which it stood there. */
    record End(Acknowledgement acknowledgement, Height height) {}

    /** @throws StepFailure when there is none in time */
    static End await(LocalMarket source, ChainId destination, Sequence sequence) {
        ChainNode node = source.node(0);
        String key = PacketKeys.full(
                PacketKeys.Local.done(new PacketId(source.chainId(), destination, Channel.MAIN.name(), sequence)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = node.height();
        while (System.nanoTime() < deadline) {
            Optional<Bytes> done = node.read(seen, key);
            if (done.isPresent()) {
                return new End(Acknowledgement.fromJson(CanonicalJson.decode(done.get())), seen);
            }
            seen = node.awaitAbove(seen, LOOK_AGAIN).toCompletableFuture().join();
        }
        throw new StepFailure("the call " + source.chainId() + " → " + destination + " number " + sequence
                + " did not end within " + PATIENCE.toSeconds() + " s");
    }

    /** Whether the hub has carried the answer of this call, proven. */
    static boolean knownToHub(Federation federation, ChainId source, ChainId destination, long sequence) {
        PacketId id = new PacketId(source, destination, Channel.MAIN.name(), new Sequence(sequence));
        return federation
                .hubNode()
                .read(PacketKeys.full(PacketKeys.Hub.ack(id)))
                .isPresent();
    }
}
