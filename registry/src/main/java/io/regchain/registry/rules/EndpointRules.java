package io.regchain.registry.rules;

import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.registry.Registration;
import io.regchain.registry.Registration.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two different full nodes that answer over TLS (A10.6; JR/T 0314 clause 7: RPC of at least two full nodes). */
final class EndpointRules implements RegistrationRules.Rule {
    static final int FEWEST = 2;
    private static final int HTTPS_PORT = 443;

    /** Where a URL points to, normalised. */
    private record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        List<Endpoint> endpoints = registration.endpoints();
        findings.require(
                endpoints.size() >= FEWEST,
                "TOO_FEW_ENDPOINTS",
                "A10.6",
                "endpoints",
                "has " + endpoints.size() + " entries; the node interfaces of at least " + FEWEST
                        + " different full nodes should be given");
        Map<String, Integer> addresses = new TreeMap<>();
        Map<Sm2PublicKey, Integer> keys = new TreeMap<>();
        Set<String> hosts = new TreeSet<>();
        for (int i = 0; i < endpoints.size(); i++) {
            int index = i;
            String path = "endpoints[" + i + "]";
            address(endpoints.get(i).url(), path + ".url", findings).ifPresent(address -> {
                hosts.add(address.host());
                unique(address.toString(), index, addresses, "ENDPOINT_ADDRESS_REPEATED", path + ".url", findings);
            });
            nodeKey(endpoints.get(i).nodeKey(), path + ".nodeKey", admitted, findings)
                    .ifPresent(key -> unique(key, index, keys, "ENDPOINT_KEY_REPEATED", path + ".nodeKey", findings));
            Texts.require(endpoints.get(i).nodeName(), "the node's name", "A10.6", path + ".nodeName", findings);
        }
        if (hosts.size() == 1 && addresses.size() > 1) {
            findings.advise(
                    "ENDPOINTS_ON_ONE_HOST",
                    "A10.6",
                    "endpoints",
                    "all stand on " + hosts.iterator().next() + "; full nodes should stand on different hosts");
        }
    }

    private static <T> void unique(
            T value, int index, Map<T, Integer> seen, String code, String path, Findings findings) {
        Integer first = seen.putIfAbsent(value, index);
        if (first != null) {
            findings.block(
                    code,
                    "A10.6",
                    path,
                    "is the same node as endpoints[" + first + "]; two different full nodes should be given");
        }
    }

    private static Optional<Sm2PublicKey> nodeKey(String hex, String path, RegistryView admitted, Findings findings) {
        Optional<Sm2PublicKey> key = findings.parsed(hex, Sm2PublicKey::ofHex, "ENDPOINT_KEY_INVALID", "A10.6", path);
        key.flatMap(k -> admitted.chainOfKey(k.fingerprint()))
                .ifPresent(chain -> findings.block(
                        "ENDPOINT_KEY_OF_OTHER_CHAIN",
                        "A10.6",
                        path,
                        "is in use on the chain \"" + chain + "\"; a node should serve one chain only"));
        return key;
    }

    private static Optional<Address> address(String url, String path, Findings findings) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            findings.block("ENDPOINT_MALFORMED", "A10.6", path, "is not an address such as https://node.example:8443");
            return Optional.empty();
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            findings.block(
                    "ENDPOINT_NOT_TLS",
                    "A10.6",
                    path,
                    "\"" + url + "\" is not protected; it should start with https://");
            return Optional.empty();
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            findings.block("ENDPOINT_MALFORMED", "A10.6", path, "should be https://host:port without user or fragment");
            return Optional.empty();
        }
        int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
        return Optional.of(new Address(uri.getHost().toLowerCase(Locale.ROOT), port));
    }
}
