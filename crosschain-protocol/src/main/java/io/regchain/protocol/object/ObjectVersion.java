package io.regchain.protocol.object;

/** 数据对象版本号: 0 for the first snapshot, then one more each (JR/T 0314 table 1). */
public record ObjectVersion(long value) implements Comparable<ObjectVersion> {
    public static final ObjectVersion FIRST = new ObjectVersion(0);

    public ObjectVersion {
        if (value < 0) {
            throw new IllegalArgumentException("an object version is never negative: " + value);
        }
    }

    public ObjectVersion next() {
        return new ObjectVersion(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(ObjectVersion other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
