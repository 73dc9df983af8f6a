package io.regchain.protocol.object;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 数据对象引用, JR/T 0314 6.5 g): an object and the snapshot it had when the business happened, written
 * {@code <id>/<version>}. It does not move when the object does.
 */
public record ObjectReference(ObjectId id, ObjectVersion version) {
    /** Of the text form, for schemas. */
    public static final String PATTERN = "^" + ObjectId.CHARACTERS + "/(0|[1-9][0-9]{0,14})$";

    private static final Pattern FORM = Pattern.compile("([^/]+)/(0|[1-9]\\d{0,14})");

    /** @throws IllegalArgumentException when the text is not an id, a slash and a version */
    public static ObjectReference parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a reference is an object id, a slash and a version, as R-0077/2; \"" + text + "\" is not");
        }
        return new ObjectReference(new ObjectId(parts.group(1)), new ObjectVersion(Long.parseLong(parts.group(2))));
    }

    @Override
    public String toString() {
        return id + "/" + version;
    }
}
