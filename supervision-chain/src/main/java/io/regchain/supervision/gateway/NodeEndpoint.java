package io.regchain.supervision.gateway;

import java.net.URI;

/**
 * Where a registered full node is called (A10.6).
 *
 * @param uri https with host and port; the path, if any, stands before the service's
 * @param nodeKey the key its TLS certificate must certify, 04‖x‖y in lower-case hexadecimal
 */
public record NodeEndpoint(String name, URI uri, String nodeKey) {
    public NodeEndpoint {
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("a node's address is https://host:port, not " + uri);
        }
    }
}
