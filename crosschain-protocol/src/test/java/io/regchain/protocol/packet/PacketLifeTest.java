package io.regchain.protocol.packet;

import static io.regchain.protocol.packet.PacketTest.PACKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Three chains whose clocks drift, a relay that proves any past block of one to another in any order, repeats itself
 * and lags. Whatever it does, the packet ends at most once, and the ends agree.
 */
class PacketLifeTest {
    /** What one chain says about the packet after one block. */
    private record Block(BlockTime time, boolean received, Optional<Acknowledgement> ended) {
        PacketStage stage() {
            return PacketStage.of(received, ended.isPresent());
        }
    }

    private static final class Chain {
        final List<Block> blocks = new ArrayList<>();
        int ends;

        Chain(long start) {
            blocks.add(new Block(new BlockTime(start), false, Optional.empty()));
        }

        Block last() {
            return blocks.getLast();
        }

        Block any(Random random) {
            return blocks.get(random.nextInt(blocks.size()));
        }

        void advance(BlockTime time, boolean received, Optional<Acknowledgement> ended) {
            if (ended.isPresent() && last().ended().isEmpty()) {
                ends++;
            }
            blocks.add(new Block(time, received, ended));
        }
    }

    private static final ChainId SOURCE = PACKET.source();
    private static final ChannelState CHANNEL = ChannelState.before(PACKET);
    private final Acknowledgement executed = Acknowledgement.ofResult(PACKET.toJson());
    private final Acknowledgement timedOut = Acknowledgement.failure(Acknowledgement.TIMED_OUT, "");
    private final Acknowledgement denied = Acknowledgement.failure(Acknowledgement.ROUTE_DENIED, "");

    @Property(tries = 2000)
    void aPacketHasOneEndAndAllChainsAgreeOnIt(@ForAll long seed) {
        Random random = new Random(seed);
        long start = PACKET.timeout().time().epochMillis() - 8;
        Chain source = new Chain(start + random.nextInt(5));
        Chain hub = new Chain(start + random.nextInt(5));
        Chain destination = new Chain(start + random.nextInt(5));
        source.advance(source.last().time(), true, Optional.empty());
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(6)) {
                case 0 -> hubReceives(source, hub, random);
                case 1 -> destinationReceives(hub, destination, random);
                case 2 -> acknowledged(destination, hub, random);
                case 3 -> acknowledged(hub, source, random);
                case 4 -> timesOut(destination, hub, random);
                default -> timesOut(hub, source, random);
            }
            assertEndsAgree(source, hub, destination);
        }
    }

    private static BlockTime later(Chain chain, Random random) {
        return new BlockTime(chain.last().time().epochMillis() + random.nextInt(3));
    }

    private void hubReceives(Chain source, Chain hub, Random random) {
        BlockTime now = later(hub, random);
        Block last = hub.last();
        boolean taken = source.any(random).received()
                && PacketRules.receiveAtHub(PACKET, SOURCE, now, last.stage(), CHANNEL, 0)
                        .isEmpty();
        Optional<Acknowledgement> end = taken && random.nextInt(5) == 0 ? Optional.of(denied) : last.ended();
        hub.advance(now, last.received() || taken, end);
    }

    private void destinationReceives(Chain hub, Chain destination, Random random) {
        BlockTime now = later(destination, random);
        Block last = destination.last();
        Block proven = hub.any(random);
        boolean onward = proven.received() && !proven.ended().equals(Optional.of(denied));
        boolean taken = onward
                && PacketRules.receiveAtDestination(
                                PACKET, PACKET.destination(), now, new Height(1), last.stage(), CHANNEL)
                        .isEmpty();
        destination.advance(now, last.received() || taken, taken ? Optional.of(executed) : last.ended());
    }

    private void acknowledged(Chain from, Chain to, Random random) {
        Optional<Acknowledgement> proven = from.any(random).ended();
        Block last = to.last();
        boolean taken = proven.isPresent()
                && PacketRules.acknowledgeAtHub(PACKET.id(), last.stage()).isEmpty();
        to.advance(later(to, random), last.received(), taken ? proven : last.ended());
    }

    private void timesOut(Chain from, Chain to, Random random) {
        Block proven = from.any(random);
        Block last = to.last();
        boolean taken = !proven.received()
                && PacketRules.timeOutAtHub(PACKET, proven.time(), new Height(1), last.stage())
                        .isEmpty();
        to.advance(later(to, random), last.received(), taken ? Optional.of(timedOut) : last.ended());
    }

    private void assertEndsAgree(Chain source, Chain hub, Chain destination) {
        assertThat(source.ends).isLessThanOrEqualTo(1);
        assertThat(hub.ends).isLessThanOrEqualTo(1);
        assertThat(destination.ends).isLessThanOrEqualTo(1);
        boolean ran = destination.last().received();
        source.last().ended().ifPresent(end -> assertThat(end.succeeded()).isEqualTo(ran));
        hub.last().ended().ifPresent(end -> assertThat(end.succeeded()).isEqualTo(ran));
    }
}
