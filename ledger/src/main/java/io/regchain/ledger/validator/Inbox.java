package io.regchain.ledger.validator;

import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What peers have said to one validator and it has not dealt with yet. Every peer has a share of its own in each lane,
 * bounded by count and by bytes, and the lanes are emptied peer by peer in turn: whoever floods crowds out only itself.
 * Only so many messages at once are with those who deal with them, so that no queue behind this one grows either. One
 * thread, no clock.
 */
public final class Inbox {
    /** In the order in which they are served. */
    public enum Lane {
        VOTES(256, 12 << 20, 128),
        CATCH_UP(4, 12 << 20, 4),
        GOSSIP(64, 4 << 20, 4);

        /** The most messages of one peer that wait. */
        public final int messages;
        /** The most bytes of one peer that wait, unless a single message has more. */
        public final int bytes;
        /** The most messages, of all peers, that are being dealt with. */
        public final int window;

        Lane(int messages, int bytes, int window) {
            this.messages = messages;
            this.bytes = bytes;
            this.window = window;
        }

        static Lane of(PeerMessage message) {
            return switch (message) {
                case PeerMessage.Vote vote -> VOTES;
                case PeerMessage.Gossip gossip -> GOSSIP;
                case PeerMessage.Hello hello -> CATCH_UP;
                case PeerMessage.Answer answer -> CATCH_UP;
                case PeerMessage.WantBlocks want -> CATCH_UP;
                case PeerMessage.Blocks blocks -> CATCH_UP;
                case PeerMessage.WantSnapshot want -> CATCH_UP;
                case PeerMessage.SnapshotOffer offer -> CATCH_UP;
                case PeerMessage.WantLeaves want -> CATCH_UP;
                case PeerMessage.Leaves leaves -> CATCH_UP;
            };
        }
    }

    /** A vote for the height the chain works on is worth most, one for a height that is past nothing. */
    private record Waiting(PeerMessage message, Height votesAt) {
        long distance(Height working) {
            long ahead = votesAt.value() - working.value();
            return ahead >= 0 ? ahead : Long.MAX_VALUE;
        }
    }

    /** One peer's messages in one lane, oldest first. */
    private static final class Share {
        private final List<Waiting> waiting = new ArrayList<>();
        private long bytes;

        void add(Waiting one) {
            waiting.add(one);
            bytes += one.message().size();
        }

        Waiting remove(int at) {
            Waiting one = waiting.remove(at);
            bytes -= one.message().size();
            return one;
        }
    }

    /** One lane: every peer's share, whose turn it is, and how many messages are being dealt with. */
    private static final class Queue {
        private final Lane lane;
        private final List<Share> shares = new ArrayList<>();
        private int open;
        private int turn;

        Queue(Lane lane, int peers) {
            this.lane = lane;
            for (int i = 0; i < peers; i++) {
                shares.add(new Share());
            }
        }

        Optional<PeerMessage> next() {
            for (int i = 0; open < lane.window && i < shares.size(); i++) {
                int peer = (turn + i) % shares.size();
                Share share = shares.get(peer);
                if (!share.waiting.isEmpty()) {
                    turn = (peer + 1) % shares.size();
                    open++;
                    return Optional.of(share.remove(0).message());
                }
            }
            return Optional.empty();
        }

        void handled() {
            if (open == 0) {
                throw new IllegalStateException("nothing of lane " + lane + " is being dealt with");
            }
            open--;
        }
    }

    private final int peers;
    private final Consumer<PeerMessage> dropped;
    /** In the order of {@link Lane}. */
    private final List<Queue> queues = new ArrayList<>();

    private Height working = Height.ZERO;

    /**
     * @param peers as many as the chain has seats; whoever claims another index is not heard
     * @param dropped told of each message that is given up
     */
    public Inbox(int peers, Consumer<PeerMessage> dropped) {
        this.peers = peers;
        this.dropped = dropped;
        for (Lane lane : Lane.values()) {
            queues.add(new Queue(lane, peers));
        }
    }

    private Queue queue(Lane lane) {
        return queues.get(lane.ordinal());
    }

    /** The height the chain works on has moved. */
    public void workingOn(Height height) {
        working = height;
    }

    public void offer(PeerMessage message) {
        if (message.sender() >= peers) {
            dropped.accept(message);
            return;
        }
        Lane lane = Lane.of(message);
        Share share = queue(lane).shares.get(message.sender());
        Optional<Height> votesAt = votesAt(message);
        if (votesAt.isEmpty()) {
            dropped.accept(message);
            return;
        }
        replaceSaidAgain(share, message);
        share.add(new Waiting(message, votesAt.get()));
        while (share.waiting.size() > 1 && (share.waiting.size() > lane.messages || share.bytes > lane.bytes)) {
            dropped.accept(share.remove(leastWorth(lane, share)).message());
        }
    }

    /** Empty: a vote whose beginning is no vote's. */
    private static Optional<Height> votesAt(PeerMessage message) {
        try {
            return Optional.of(
                    message instanceof PeerMessage.Vote vote
                            ? SignedMessage.claimedHeight(vote.signed())
                            : Height.ZERO);
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static boolean latestCounts(PeerMessage message) {
        return switch (message) {
            case PeerMessage.Hello hello -> true;
            case PeerMessage.Answer answer -> true;
            case PeerMessage.WantBlocks want -> true;
            case PeerMessage.WantSnapshot want -> true;
            case PeerMessage.SnapshotOffer offer -> true;
            case PeerMessage.WantLeaves want -> true;
            case PeerMessage.Leaves leaves -> false;
            case PeerMessage.Blocks blocks -> false;
            case PeerMessage.Vote vote -> false;
            case PeerMessage.Gossip gossip -> false;
        };
    }

    /** Only the latest hello, and the latest wish of a kind, says anything. */
    private void replaceSaidAgain(Share share, PeerMessage message) {
        if (latestCounts(message)) {
            for (int i = share.waiting.size() - 1; i >= 0; i--) {
                if (share.waiting.get(i).message().getClass().equals(message.getClass())) {
                    dropped.accept(share.remove(i).message());
                }
            }
        }
    }

    private int leastWorth(Lane lane, Share share) {
        return switch (lane) {
            case VOTES -> farthestThenOldest(share);
            // The rest of the pool is said again on the next hello; what is new is what will be in the next block.
            case GOSSIP -> 0;
            // What was asked for first is what the chain lacks first.
            case CATCH_UP -> lastBlocks(share);
        };
    }

    private int farthestThenOldest(Share share) {
        int worst = 0;
        for (int i = 1; i < share.waiting.size(); i++) {
            if (share.waiting.get(i).distance(working)
                    > share.waiting.get(worst).distance(working)) {
                worst = i;
            }
        }
        return worst;
    }

    private static int lastBlocks(Share share) {
        for (int i = share.waiting.size() - 1; i >= 0; i--) {
            if (share.waiting.get(i).message() instanceof PeerMessage.Blocks) {
                return i;
            }
        }
        return 0;
    }

    /** The next message to deal with, of the most important lane that has one and room; say {@link #handled} after it. */
    public Optional<PeerMessage> next() {
        for (Queue queue : queues) {
            Optional<PeerMessage> next = queue.next();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** A message of this lane that {@link #next} gave is dealt with. */
    public void handled(Lane lane) {
        queue(lane).handled();
    }

    /** Messages that wait. */
    public int waiting() {
        return queues.stream()
                .flatMap(queue -> queue.shares.stream())
                .mapToInt(share -> share.waiting.size())
                .sum();
    }
}
