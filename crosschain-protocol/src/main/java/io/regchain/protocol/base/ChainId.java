package io.regchain.protocol.base;

import java.util.regex.Pattern;

/**
 * The network id of a chain: the label of JR/T 0325 table 2 for a local chain ({@code jiangsu}), or
 * {@link #SUPERVISION} for the supervision chain. Lower-case letters, 3 to 32.
 */
public record ChainId(String value) implements Comparable<ChainId> {
    private static final Pattern FORM = Pattern.compile("[a-z]{3,32}");
    public static final ChainId SUPERVISION = new ChainId("supervision");

    public ChainId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a chain id is 3 to 32 lower-case letters, not \"" + value + "\"");
        }
    }

    @Override
    public int compareTo(ChainId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
