package io.regchain.protocol.wire.connect;

import java.util.Locale;
import java.util.Optional;

/** The two body encodings of unary Connect calls. */
public enum ConnectEncoding {
    PROTO("application/proto"),
    JSON("application/json");

    private final String contentType;

    ConnectEncoding(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** The encoding a {@code Content-Type} value names, its parameters left aside; empty where it is neither. */
    public static Optional<ConnectEncoding> ofContentType(String value) {
        String type = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (ConnectEncoding encoding : values()) {
            if (encoding.contentType.equals(type)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }
}
