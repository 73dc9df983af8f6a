package io.regchain.protocol.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text files that are part of the program: tables of the standards, calendars, schemas. */
public final class ClasspathText {
    private ClasspathText() {}

    /**
     * @param path from the root, such as {@code io/regchain/protocol/base/markets.csv}
     * @throws IllegalStateException when the program was built without it
     */
    public static String read(String path) {
        try (InputStream in = ClasspathText.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own file " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
