package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** One step being performed: the federation, the actor, and the arguments with their references filled in. */
final class Performance {
    private final Federation federation;
    private final HubDesk hub;
    private final Journal journal;
    private final Scenario scenario;
    private final Step step;
    private final ObjectNode arguments;

    Performance(
            Federation federation, HubDesk hub, Journal journal, Scenario scenario, Step step, ObjectNode arguments) {
        this.federation = federation;
        this.hub = hub;
        this.journal = journal;
        this.scenario = scenario;
        this.step = step;
        this.arguments = arguments;
    }

    Federation federation() {
        return federation;
    }

    HubDesk hub() {
        return hub;
    }

    /** The market that acts. */
    LocalMarket market() {
        return federation.market(new ChainId(step.actor()));
    }

    /** Whether the supervision chain's officer acts. */
    boolean bySupervision() {
        return step.actor().equals(ChainId.SUPERVISION.value());
    }

    /** The person that the argument {@code investor} names. */
    Person investor() {
        return person(text("investor"));
    }

    /** The person that acts. */
    Person actor() {
        return person(step.actor());
    }

    private Person person(String id) {
        Person person = scenario.people().get(id);
        if (person == null) {
            throw new StepFailure("the scenario names no person " + id + "; it names "
                    + scenario.people().keySet());
        }
        return person;
    }

    /** The key in the person's wallet; nobody else uses it. */
    Sm2PrivateKey wallet(Person person) {
        return federation.keys().key("wallet " + scenario.id() + " " + person.id());
    }

    /** The market's own number of this request: always the same, so that it is done once however often it is sent. */
    String requestId() {
        return scenario.id() + "-" + step.id();
    }

    Instant now() {
        return federation.clock().now().toInstant();
    }

    boolean has(String name) {
        return arguments.has(name);
    }

    String text(String name) {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw new StepFailure("argument " + name + " should be a text but is " + value);
        }
        return value.textValue();
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name) {
        JsonNode value = required(name);
        if (!value.canConvertToExactIntegral()) {
            throw new StepFailure("argument " + name + " should be a whole number but is " + value);
        }
        return value.longValue();
    }

    ObjectNode object(String name) {
        if (required(name) instanceof ObjectNode object) {
            return object;
        }
        throw new StepFailure("argument " + name + " should have fields but is " + required(name));
    }

    JsonNode list(String name) {
        if (required(name).isArray()) {
            return required(name);
        }
        throw new StepFailure("argument " + name + " should be a list but is " + required(name));
    }

    <T> T parsed(String name, Function<String, T> parse) {
        String value = text(name);
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | DecodeException e) {
            throw new StepFailure("argument " + name + ": " + e.getMessage(), e);
        }
    }

    private JsonNode required(String name) {
        JsonNode value = arguments.get(name);
        if (value == null) {
            throw new StepFailure("argument " + name + " is missing");
        }
        return value;
    }

    /** What is made once and shown to others must be on disk before: a repeated step shows the same again. */
    JsonNode remember(String name, Supplier<ObjectNode> make) {
        return journal.note(scenario, step, name, make);
    }

    /** The operator's business system submits, and waits for the certified receipt. */
    Outcome submit(String contract, String method, ObjectNode content) {
        return submit(market(), contract, method, content);
    }

    static Outcome submit(LocalMarket market, String contract, String method, ObjectNode content) {
        try {
            return Outcome.of(market.chainId(), market.submit(contract, method, content));
        } catch (CompletionException e) {
            throw new StepFailure(
                    market.chainId() + " gave no receipt for " + contract + "." + method + ": " + e.getCause(), e);
        }
    }

    /** A value of this market's certified state. */
    Optional<JsonNode> state(String key) {
        return market().node(0).read(key).map(CanonicalJson::decode);
    }
}
