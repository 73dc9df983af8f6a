package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** The result of a step that sends a call and does not wait for its end; its name begins where it was sent. */
    static Outcome sent(Outcome outcome, ChainId source, ChainId destination) {
        String channel = outcome.result().path("channel").asText(Channel.MAIN.name());
        Sequence sequence = new Sequence(outcome.result().path("sequence").longValue());
        return outcome.with("call", new PacketId(source, destination, channel, sequence).toString());
    }

    /** A call by its name, such as {@code jiangsu/zhejiang/main/7}. */
    static PacketId named(String name) {
        String[] parts = name.split("/", -1);
        try {
            return new PacketId(
                    new ChainId(parts[0]), new ChainId(parts[1]), parts[2], new Sequence(Long.parseLong(parts[3])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new StepFailure(
                    "\"" + name + "\" is no call; a name is source/destination/channel/sequence, as a step that sends a"
                            + " call and waits for no answer gives it",
                    e);
        }
    }

    /** Whether a step is not to wait for the end of its call: {@code answer: later}. */
    static boolean answeredLater(Performance step) {
        return step.optionalText("answer")
                .map(when -> {
                    if (!when.equals("later")) {
                        throw new StepFailure("argument answer is later or left out, not \"" + when + "\"");
                    }
                    return true;
                })
                .orElse(false);
    }

    /** @throws StepFailure when there is none in time */
    static End await(LocalMarket source, ChainId destination, Sequence sequence) {
        return await(source, new PacketId(source.chainId(), destination, Channel.MAIN.name(), sequence));
    }

    private static End await(LocalMarket source, PacketId call) {
        ChainNode node = source.node(0);
        String key = PacketKeys.full(PacketKeys.Local.done(call));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Height seen = node.height();
        while (System.nanoTime() < deadline) {
            Optional<Bytes> done = node.read(seen, key);
            if (done.isPresent()) {
                return new End(Acknowledgement.fromJson(CanonicalJson.decode(done.get())), seen);
            }
            seen = node.awaitAbove(seen, LOOK_AGAIN).toCompletableFuture().join();
        }
        throw new StepFailure("the call " + call + " did not end within " + PATIENCE.toSeconds() + " s");
    }

    /** The step {@code await-end}: the end of a call that this market sent without waiting for it. */
    static Outcome ended(Performance step) {
        PacketId call = named(step.text("call"));
        LocalMarket market = step.market();
        if (!call.source().equals(market.chainId())) {
            throw new StepFailure("argument call: " + call + " was sent by " + call.source()
                    + ", and its end is told to " + call.source() + " only");
        }
        End end = await(market, call);
        Outcome seen = Outcome.success(CanonicalJson.object()).seenAt(market.chainId(), end.height());
        return switch (end.acknowledgement()) {
            case Acknowledgement.Success accepted -> seen.withAll((ObjectNode) accepted.value());
            case Acknowledgement.Failure refused ->
                seen.endedAs(false, refused.reason().code(), refused.reason().message());
        };
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
