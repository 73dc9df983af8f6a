package io.regchain.protocol.object;

import java.util.regex.Pattern;

/**
 * 数据对象标识, JR/T 0314 6.5 a): names one object of a chain for its whole life, at most 128 characters. Ours are letters,
 * digits, dots, hyphens and underscores with at least one digit, since an id is a part of state keys and of references.
 */
public record ObjectId(String value) implements Comparable<ObjectId> {
    public static final int MAX_LENGTH = 128;
    static final String CHARACTERS = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final Pattern FORM = Pattern.compile("(?=.*\\d)" + CHARACTERS);

    public ObjectId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an object id has 1 to 128 letters, digits, dots, hyphens or underscores,"
                            + " starts with a letter or digit and has a digit; \"" + value + "\" does not");
        }
    }

    @Override
    public int compareTo(ObjectId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
