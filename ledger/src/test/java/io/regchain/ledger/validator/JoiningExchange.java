package io.regchain.ledger.validator;

import io.regchain.ledger.storage.Disk;
import io.regchain.ledger.wire.PeerMessageWire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Validator {@value SELF} without a chain among peers played by functions, in virtual time and over the wire. */
final class JoiningExchange {
    static final int SELF = 1;

    /** What a peer says to a message; it may say nothing. */
    interface Peer extends Function<PeerMessage, Optional<PeerMessage>> {}

    static final Peer SILENT = asked -> Optional.empty();

    record Asked(int peer, PeerMessage message) {}

    private record Due(Duration at, Joining.Command message) {}

    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final ArrayDeque<PeerMessage> arriving = new ArrayDeque<>();
    private final Map<String, Due> timers = new TreeMap<>();
    private final List<Joining.End> ends = new ArrayList<>();
    final List<Asked> asked = new ArrayList<>();
    final Joining joining;
    private Duration now = Duration.ZERO;
    private long bytes;

    JoiningExchange(ServedChain served, Disk disk, StateSync how, Peer zero, Peer two, Peer three) {
        this(served, disk, how, Map.of(0, zero, 2, two, 3, three));
    }

    /** @param others by seat */
    JoiningExchange(ServedChain served, Disk disk, StateSync how, Map<Integer, Peer> others) {
        peers.putAll(others);
        JoiningParts parts = new JoiningParts(
                served.chain.config(),
                SELF,
                disk,
                served.genesis,
                new Network(),
                new StatusBoard(served.chain.config().seats().size()),
                how);
        joining = new Joining(new Host.Surroundings<>(message -> {}, new Clock()), parts, ends::add);
    }

    private final class Network implements Peers {
        @Override
        public void send(int to, PeerMessage message) {
            asked.add(new Asked(to, message));
            peers.getOrDefault(to, SILENT).apply(overWire(message)).ifPresent(answer -> arriving.add(overWire(answer)));
        }

        @Override
        public void sendToAll(PeerMessage message) {
            peers.keySet().forEach(to -> send(to, message));
        }
    }

    private PeerMessage overWire(PeerMessage message) {
        byte[] wire = PeerMessageWire.toWire(message);
        bytes += wire.length;
        return PeerMessageWire.fromWire(wire);
    }

    private final class Clock implements Timers<Joining.Command> {
        @Override
        public void start(String name, Joining.Command message, Duration delay) {
            timers.put(name, new Due(now.plus(delay), message));
        }

        @Override
        public void cancel(String name) {
            timers.remove(name);
        }
    }

    /** The network brings this once more, later. */
    void repeat(PeerMessage message) {
        arriving.add(message);
    }

    void hear(PeerMessage message) {
        joining.receive(new Joining.FromPeer(message));
    }

    /** Until it has ended. */
    Joining.End run() {
        while (ends.isEmpty()) {
            if (arriving.isEmpty()) {
                timeOut();
            } else {
                hear(arriving.remove());
            }
        }
        return ends.get(0);
    }

    private void timeOut() {
        String next = timers.entrySet().stream()
                .min(Comparator.comparing(timer -> timer.getValue().at()))
                .orElseThrow(() -> new AssertionError("it waits for nothing"))
                .getKey();
        Due due = timers.remove(next);
        now = due.at();
        joining.receive(due.message());
    }

    Duration took() {
        return now;
    }

    long bytesMoved() {
        return bytes;
    }

    long askedForLeaves(int peer) {
        return asked.stream()
                .filter(each -> each.peer() == peer && each.message() instanceof PeerMessage.WantLeaves)
                .count();
    }
}
