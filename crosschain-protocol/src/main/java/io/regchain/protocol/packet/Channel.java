package io.regchain.protocol.packet;

import java.util.regex.Pattern;

/**
 * A lane of packets from one chain to another with sequences of its own. It needs no opening: the first packet makes it,
 * and what that packet says of its order holds for all that follow.
 *
 * @param name 1 to 32 small letters, digits and hyphens, beginning with a letter
 */
public record Channel(String name, Ordering ordering) {
    /** Whether packets must be taken in the order in which they were sent. */
    public enum Ordering {
        UNORDERED,
        /**
         * Each packet is taken right after the one before it, or not at all: when one ends without its destination having
         * taken it, the channel is closed for those behind it.
         */
        ORDERED;

        public static Ordering of(boolean ordered) {
            return ordered ? ORDERED : UNORDERED;
        }
    }

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** What a contract uses that names no other. */
    public static final Channel MAIN = new Channel("main", Ordering.UNORDERED);

    public Channel {
        requireName(name);
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a channel's name starts with a small letter and has small letters, digits"
                            + " and hyphens, at most 32; \"" + name + "\" does not");
        }
        return name;
    }

    public boolean isOrdered() {
        return ordering == Ordering.ORDERED;
    }

    @Override
    public String toString() {
        return name;
    }
}
