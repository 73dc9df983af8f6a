package io.regchain.localchain.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.regchain.localchain.contract.BusyMarket;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHistory;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever a market puts on its chain passes the schema by which the supervision chain judges it. */
class ObjectsMatchTheSchemasTest {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final SortedMap<ObjectType, Schema> schemas = new TreeMap<>();

    @Test
    void every_full_snapshot_of_a_busy_market_passes_its_schema() {
        SortedMap<String, Bytes> state = BusyMarket.state();
        TreeSet<ObjectType> seen = new TreeSet<>();
        for (String key : state.keySet()) {
            if (key.startsWith("objects/") && key.endsWith("/history")) {
                seen.add(check(state, key));
            }
        }
        assertThat(seen)
                .containsExactly(
                        ObjectType.SUBJECT,
                        ObjectType.ACCOUNT,
                        ObjectType.PRODUCT,
                        ObjectType.TRANSACTION_REPORT,
                        ObjectType.REGISTRATION,
                        ObjectType.SETTLEMENT);
    }

    private ObjectType check(SortedMap<String, Bytes> state, String key) {
        String id = key.substring("objects/".length(), key.length() - "/history".length());
        ObjectHistory history =
                ObjectHistory.fromJson(new ObjectId(id), CanonicalJson.decode(Objects.requireNonNull(state.get(key))));
        Bytes last = Objects.requireNonNull(state.get("objects/" + id + "/" + history.latest()));
        DataObject full = new DataObject(DataObject.parse(last).head(), history.full());
        assertThat(schema(history.type())
                        .validate(
                                full.encode().toUtf8(),
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                .as(id)
                .isEmpty();
        return history.type();
    }

    private Schema schema(ObjectType type) {
        return schemas.computeIfAbsent(type, this::load);
    }

    private Schema load(ObjectType type) {
        try (InputStream in = ObjectType.class.getClassLoader().getResourceAsStream(type.schemaResource())) {
            return registry.getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
