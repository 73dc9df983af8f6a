package io.regchain.protocol.packet;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;

/**
 * Where packets stand in the state of a chain, all under the contract {@value #CONTRACT}. The paths are relative to
 * that contract, as its context wants them; {@link #full} makes the state key that proofs are about.
 */
public final class PacketKeys {
    public static final String CONTRACT = "packets";

    private PacketKeys() {}

    /** The whole state key of a path. */
    public static String full(String path) {
        return CONTRACT + "/" + path;
    }

    /** On a local chain: the other side of every packet is named by its chain, this side is the chain itself. */
    public static final class Local {
        /** [{destination, channel, sequence}] of the packets that have not ended, oldest first. */
        public static final String PENDING = "pending";
        /** The light client of the hub: {height, hash, time, validators, trustedAt, trustPeriod in seconds}. */
        public static final String HUB = "hub";
        /** The open case against the hub, while its client is frozen. */
        public static final String HUB_FROZEN = "hub-frozen";
        /** The proposal to thaw or renew the client that awaits its approval. */
        public static final String HUB_PROPOSAL = "hub-proposal";

        private Local() {}

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
         * [{kind: "packet"|"ack"|"held", source, destination, channel, sequence}] that still have to be carried to this
         * chain; what is held waits at its source.
         */
        public static String pending(ChainId chain) {
            return "pending/" + chain;
        }
    }
}
