package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request as it came to a broken node.
 *
 * @param node 0 or 1
 * @param headers by their names in small letters
 */
record Asked(int node, String method, String path, SortedMap<String, String> headers, Bytes body) {
    Asked with(String header, String value) {
        TreeMap<String, String> other = new TreeMap<>(headers);
        other.put(header, value);
        return new Asked(node, method, path, other, body);
    }

    Asked without(String header) {
        TreeMap<String, String> other = new TreeMap<>(headers);
        other.remove(header);
        return new Asked(node, method, path, other, body);
    }

    Asked with(Bytes other) {
        return new Asked(node, method, path, headers, other);
    }

    Asked of(int otherNode) {
        return new Asked(otherNode, method, path, headers, body);
    }

    Asked by(String otherMethod) {
        return new Asked(node, otherMethod, path, headers, body);
    }

    Optional<ConnectEncoding> encoding() {
        return ConnectEncoding.ofContentType(headers.getOrDefault("content-type", ""));
    }

    boolean calls(String function) {
        return path.endsWith("/" + function);
    }
}
