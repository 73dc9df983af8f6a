package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One HTTP request to a node, as bytes.
 *
 * @param path below the node's address, such as {@code /regchain.v1.LocalChainNode/GetBlock}
 * @param headers beside the access token
 * @param waiting how long the node may wait of its own before it answers
 */
record Question(
        String method, String path, SortedMap<String, String> headers, Token token, Bytes body, Duration waiting) {
    /** Which access token goes with it. */
    enum Token {
        /** The one the kit was given, if any. */
        GIVEN,
        NONE,
        MADE_UP
    }

    Question {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static Question post(String path, ConnectEncoding encoding, Bytes body) {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put(ConnectCallHead.CONTENT_TYPE, encoding.contentType());
        return new Question("POST", path, headers, Token.GIVEN, body, Duration.ZERO);
    }

    Question by(String otherMethod) {
        return new Question(otherMethod, path, headers, token, body, waiting);
    }

    Question with(String header, String value) {
        TreeMap<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Question(method, path, more, token, body, waiting);
    }

    Question with(Token other) {
        return new Question(method, path, headers, other, body, waiting);
    }

    Question waiting(Duration longer) {
        return new Question(method, path, headers, token, body, longer);
    }

    /** The function called, the last part of the path. */
    String function() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
