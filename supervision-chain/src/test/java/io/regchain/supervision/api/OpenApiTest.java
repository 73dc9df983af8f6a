package io.regchain.supervision.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.validator.Genesis;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.sample.SampleChain;
import io.regchain.supervision.access.AccessDesk;
import io.regchain.supervision.index.QueryIndex;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.Test;

/** The published description of the HTTP API against what is answered. */
class OpenApiTest {
    private static final String DOCUMENT = "/io/regchain/supervision/api/openapi.yaml";

    @Test
    void everyRouteIsDescribedAndEveryDescribedRouteExists() throws Exception {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(answered());
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        Map<String, Object> document = document();
        List<String> references = references(document);
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(at(document, reference))
                .as(reference)
                .isNotNull());
    }

    private static TreeSet<String> described() throws IOException {
        TreeSet<String> lines = new TreeSet<>();
        map(document().get("paths")).forEach((path, methods) -> map(methods)
                .keySet()
                .forEach(method -> lines.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return lines;
    }

    private static List<String> answered() throws Exception {
        ActorSystem system = ActorSystem.create("open-api");
        try {
            return new SupervisionApi(
                            system,
                            hub(),
                            new AccessDesk(Clock.systemUTC()),
                            request -> Optional.empty(),
                            Runnable::run)
                    .table();
        } finally {
            system.terminate();
        }
    }

    /** Enough of a hub to put up the table of routes; nothing is asked of it. */
    private static HubAccess hub() {
        Genesis genesis = new Genesis(
                SampleChain.CHAIN, SampleChain.GENESIS_TIME, SampleChain.validators(0, 1, 2, 3), new TreeMap<>());
        ChainNode node = answering(ChainNode.class, "genesis", genesis);
        ArrayNode nothing = CanonicalJson.array();
        QueryIndex index = answering(QueryIndex.class, "feed", nothing);
        return new HubAccess(
                node,
                index,
                null,
                chain -> List.of(),
                chain -> Optional.empty(),
                chain -> Optional.empty(),
                (chain, finding) -> {},
                null,
                null,
                null,
                null,
                null);
    }

    private static <T> T answering(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            if (called.getName().equals(method)) {
                return answer;
            }
            throw new UnsupportedOperationException(called.getName());
        }));
    }

    private static Map<String, Object> document() throws IOException {
        try (InputStream in = Objects.requireNonNull(OpenApiTest.class.getResourceAsStream(DOCUMENT))) {
            return map(new YAMLMapper().readValue(in, Map.class));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<String> references(Object node) {
        if (node instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .flatMap(entry -> entry.getKey().equals("$ref")
                            ? List.of(entry.getValue().toString()).stream()
                            : references(entry.getValue()).stream())
                    .toList();
        }
        return node instanceof List<?> list
                ? list.stream().flatMap(item -> references(item).stream()).toList()
                : List.of();
    }

    private static Object at(Map<String, Object> document, String reference) {
        Object node = document;
        for (String name : reference.substring("#/".length()).split("/")) {
            node = node == null ? null : map(node).get(name);
        }
        return node;
    }
}
