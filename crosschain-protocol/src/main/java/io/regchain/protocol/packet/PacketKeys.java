package io.regchain.protocol.packet;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;

/**
 * Where packets stand in the state of a chain, all under the contract {@value #CONTRACT}. The paths are relative to
 * that contract, as its context wants them; {@link #full} makes the state key that proofs are about.
 */
public final class PacketKeys {
    public static final String CONTRACT = "packets";

    /** Consecutive sequences of one row of what waits that stand in one page. */
    public static final int PAGE = 32;

    private PacketKeys() {}

    /** The page of a row, such as {@code zhejiang/main}, that a sequence stands in while it waits. */
    public static String page(String row, Sequence sequence) {
        return row + "/" + sequence.value() / PAGE;
    }

    /** The whole state key of a path. */
    public static String full(String path) {
        return CONTRACT + "/" + path;
    }

    /** On a local chain: the other side of every packet is named by its chain, this side is the chain itself. */
    public static final class Local {
        /** The pages {@code <destination>/<channel>/<page>} of packets that have not ended, oldest first; see {@link #pending}. */
        public static final String PENDING = "pending";
        /** How many packets sent from here have not ended. */
        public static final String OPEN = "open";
        /** The light client of the hub: {height, hash, time, validators, trustedAt, trustPeriod in seconds}. */
        public static final String HUB = "hub";
        /** The open case against the hub, while its client is frozen. */
        public static final String HUB_FROZEN = "hub-frozen";
        /** The proposal to thaw or renew the client that awaits its approval. */
        public static final String HUB_PROPOSAL = "hub-proposal";

        private Local() {}

        /** The row of what waits that a packet stands in. */
        public static String row(PacketId id) {
            return id.destination() + "/" + id.channel();
        }

        /** The sequences of a page that {@link #PENDING} names. */
        public static String pending(String page) {
            return PENDING + "/" + page;
        }

        /** The packet, JSON, written once. */
        public static String out(PacketId id) {
            return "out/" + id.destination() + "/" + id.channel() + "/" + id.sequence();
        }

        /** A {@link ChannelState} of packets sent from here. */
        public static String channelOut(ChainId destination, String channel) {
            return "channel/out/" + destination + "/" + channel;
        }

        /** A {@link ChannelState} of packets taken here. */
        public static String channelIn(ChainId source, String channel) {
            return "channel/in/" + source + "/" + channel;
        }

        /** The receipt {commitment}: its absence proves that the packet was not received. */
        public static String in(PacketId id) {
            return "in/" + id.source() + "/" + id.channel() + "/" + id.sequence();
        }

        /** The acknowledgement written with the receipt. */
        public static String ack(PacketId id) {
            return "ack/" + id.source() + "/" + id.channel() + "/" + id.sequence();
        }

        /** The end of a packet sent from here, an acknowledgement. */
        public static String done(PacketId id) {
            return "done/" + id.destination() + "/" + id.channel() + "/" + id.sequence();
        }

        /** A case against the hub that was decided, from 1 on. */
        public static String hubCase(long number) {
            return "hub-case/" + number;
        }

        /** The case in which a header was decided about that contradicts what was verified of the hub. */
        public static String hubDecided(Hash32 header) {
            return "hub-decided/" + header;
        }

        /** A verified header of the hub: {hash, stateRoot, time}. */
        public static String hubHeader(Height height) {
            return "hub-header/" + height;
        }
    }

    /** On the supervision chain. */
    public static final class Hub {
        private Hub() {}

        /** The receipt of a packet, JSON of the packet: its absence proves that the hub never took it. */
        public static String in(PacketId id) {
            return "in/" + id;
        }

        /** The onward packet, JSON, equal to the one received; absent when the route was denied. */
        public static String out(PacketId id) {
            return "out/" + id;
        }

        /** The end of the packet, proven to its source. */
        public static String ack(PacketId id) {
            return "ack/" + id;
        }

        /** {commitment} of the end that the source is proven to have taken. */
        public static String done(PacketId id) {
            return "done/" + id;
        }

        /** {route, since}: the packet waits for a supervisor's word, until its timeout. */
        public static String held(PacketId id) {
            return "held/" + id;
        }

        /** How many packets of this source were received whose end it is not proven to have taken. */
        public static String open(ChainId source) {
            return "open/" + source;
        }

        /** A {@link ChannelState}. */
        public static String channel(ChainId source, ChainId destination, String channel) {
            return "channel/" + source + "/" + destination + "/" + channel;
        }

        /**
         * The pages {@code <kind>/<source>/<destination>/<channel>/<page>}, kind {@code packet}, {@code ack} or
         * {@code held}, of what has still to be carried to this chain, oldest first; what is held waits at its source.
         */
        public static String pending(ChainId chain) {
            return "pending/" + chain;
        }

        /** The row of what waits that a packet stands in. */
        public static String row(String kind, PacketId id) {
            return kind + "/" + id.source() + "/" + id.destination() + "/" + id.channel();
        }

        /** The sequences of a page that {@link #pending(ChainId)} names. */
        public static String pending(ChainId chain, String page) {
            return pending(chain) + "/" + page;
        }

        /** How many packets of local chains wait for this destination. */
        public static String waiting(ChainId destination) {
            return "waiting/" + destination;
        }

        /** How many packets of the hub itself wait for this destination. */
        public static String ownWaiting(ChainId destination) {
            return "own-waiting/" + destination;
        }
    }
}
