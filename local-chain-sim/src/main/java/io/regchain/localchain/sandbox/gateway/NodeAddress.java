package io.regchain.localchain.sandbox.gateway;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a node under test answers.
 *
 * @param uri http or https; functions stand below it
 * @param token sent as {@code Authorization: Bearer}
 * @param tls what is believed over https; empty: what the platform believes
 */
public record NodeAddress(URI uri, Optional<String> token, Optional<SSLContext> tls) {
    /** The address of a function, from its path such as {@code /regchain.v1.LocalChainNode/GetBlock}. */
    URI of(String path) {
        String base = uri.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return uri.toString();
    }
}
