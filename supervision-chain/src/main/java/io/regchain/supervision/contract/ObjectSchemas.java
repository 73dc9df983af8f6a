package io.regchain.supervision.contract;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.object.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The JSON Schemas of the seven object types (JR/T 0314 6.5: "must pass before cross-chain processing"). */
final class ObjectSchemas {
    /** How many violations a message lists; the rest is counted. */
    private static final int LISTED = 5;

    private final Map<ObjectType, Schema> schemas = new EnumMap<>(ObjectType.class);

    ObjectSchemas() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (ObjectType type : ObjectType.values()) {
            schemas.put(type, load(registry, type.schemaResource()));
        }
    }

    private static Schema load(SchemaRegistry registry, String resource) {
        try (InputStream in = ObjectType.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the schema " + resource + " is missing from the class path");
            }
            return registry.getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the schema of this type says against the snapshot, listed by path in a fixed order. */
    Optional<Refusal> check(ObjectType type, Bytes snapshot) {
        List<Error> errors = Objects.requireNonNull(schemas.get(type))
                .validate(
                        snapshot.toUtf8(),
                        InputFormat.JSON,
                        context -> context.executionConfig(
                                config -> config.formatAssertionsEnabled(true).locale(Locale.ENGLISH)));
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = errors.stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .sorted(Comparator.naturalOrder())
                .toList();
        String listed = String.join("; ", lines.subList(0, Math.min(LISTED, lines.size())));
        String rest = lines.size() > LISTED ? " (and " + (lines.size() - LISTED) + " more)" : "";
        return Optional.of(new Refusal("SCHEMA_VIOLATED", listed + rest));
    }
}
