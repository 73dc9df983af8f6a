package io.regchain.localchain.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the steps of one scenario in their order: each may refer to those before it. */
final class StepReader {
    private static final int MAX_TEXT = 1000;
    private static final int MAX_EXPECTATIONS = 100;

    private final List<ChainId> markets;
    private final SortedMap<String, Person> people;
    private final Function<String, Instant> times;
    private final TreeSet<String> before = new TreeSet<>();
    private Optional<Instant> lastTime = Optional.empty();

    StepReader(List<ChainId> markets, SortedMap<String, Person> people, Function<String, Instant> times) {
        this.markets = markets;
        this.people = people;
        this.times = times;
    }

    /** @throws DecodeException naming the step and the field */
    Step read(JsonFields in) {
        String id = in.parsed("id", 48, StepReader::id);
        try {
            return step(in, id);
        } catch (DecodeException e) {
            throw new DecodeException("step " + id + ": " + e.getMessage(), e);
        }
    }

    private static String id(String text) {
        if (!text.matches("[a-z0-9-]{1,48}")) {
            throw new IllegalArgumentException("\"" + text + "\" should be 1 to 48 small letters, digits or hyphens");
        }
        return text;
    }

    private Step step(JsonFields in, String id) {
        if (before.contains(id)) {
            throw new DecodeException("id \"" + id + "\" is given twice; each step has its own");
        }
        Optional<Instant> at = in.has("at") ? Optional.of(time(in)) : Optional.empty();
        Action action = in.parsed("action", MAX_TEXT, StepReader::action);
        String actor = in.text("actor", MAX_TEXT);
        requireActor(action, actor);
        ObjectNode arguments =
                in.has("with") ? (ObjectNode) ScenarioReader.plain(in.object("with")) : CanonicalJson.object();
        requireArguments(action, arguments);
        requireReferences("with", arguments);
        Wording narration = ScenarioReader.wordingOf(in.fields("say"));
        before.add(id); // what is expected of a step may be told by what it gave
        Expectation expectation = expectation(in.fields("expect"));
        in.end();
        return new Step(id, at, actor, action, arguments, narration, expectation);
    }

    private Instant time(JsonFields in) {
        Instant at = in.parsed("at", 32, times);
        lastTime.filter(at::isBefore).ifPresent(last -> {
            throw new DecodeException("at lies before the time of an earlier step; time only goes forward");
        });
        lastTime = Optional.of(at);
        return at;
    }

    private static Action action(String name) {
        return Actions.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no action \"" + name + "\"; there are " + String.join(", ", Actions.names())));
    }

    private void requireActor(Action action, String actor) {
        boolean known =
                switch (action.actor()) {
                    case MARKET -> isMarket(actor);
                    case PERSON -> people.containsKey(actor);
                    case CHAIN -> isMarket(actor) || actor.equals(ChainId.SUPERVISION.value());
                    case HUB -> actor.equals(ChainId.SUPERVISION.value());
                };
        if (!known) {
            String wanted =
                    switch (action.actor()) {
                        case MARKET -> "market " + markets;
                        case PERSON -> "person " + people.keySet();
                        case CHAIN -> "market " + markets + ", and not " + ChainId.SUPERVISION + ",";
                        case HUB -> "officer or operator of the hub, which is " + ChainId.SUPERVISION + ",";
                    };
            throw new DecodeException(
                    "actor \"" + actor + "\" is no " + wanted + " of this scenario, and " + action + " is done by one");
        }
    }

    private boolean isMarket(String actor) {
        return markets.stream().anyMatch(market -> market.value().equals(actor));
    }

    private void requireArguments(Action action, ObjectNode arguments) {
        arguments.properties().forEach(entry -> {
            Action.Parameter parameter = action.parameter(entry.getKey())
                    .orElseThrow(() -> new DecodeException(
                            "with." + entry.getKey() + " is unknown; " + action + " takes " + action.parameterNames()));
            requireKind(parameter, entry.getValue());
        });
        for (Action.Parameter parameter : action.parameters()) {
            if (parameter.required() && !arguments.has(parameter.name())) {
                throw new DecodeException("with." + parameter.name() + " is missing; " + action + " needs it");
            }
        }
        if (arguments.path("investor").isTextual()
                && !people.containsKey(arguments.path("investor").asText())) {
            throw new DecodeException(
                    "with.investor \"" + arguments.path("investor").asText()
                            + "\" is no person of this scenario; there are " + people.keySet());
        }
    }

    private static void requireKind(Action.Parameter parameter, JsonNode value) {
        boolean right = References.isReference(value)
                || switch (parameter.kind()) {
                    case TEXT -> value.isTextual();
                    case NUMBER -> value.isIntegralNumber();
                    case OBJECT -> value.isObject();
                    case LIST -> value.isArray();
                };
        if (!right) {
            throw new DecodeException("with." + parameter.name() + " should be "
                    + switch (parameter.kind()) {
                        case TEXT -> "a text";
                        case NUMBER -> "a whole number";
                        case OBJECT -> "an object with fields";
                        case LIST -> "a list";
                    });
        }
    }

    private void requireReferences(String path, JsonNode value) {
        if (value.isTextual() && References.malformed(value.textValue())) {
            throw new DecodeException(
                    path + ": \"" + value.textValue() + "\" holds a reference of another form than ${step.field}");
        }
        for (String step : References.stepsIn(value)) {
            if (!before.contains(step)) {
                throw new DecodeException(path + " refers to ${" + step + "…}, which is no earlier step");
            }
        }
        value.forEach(child -> requireReferences(path, child));
    }

    private Expectation expectation(JsonFields in) {
        boolean success = in.parsed("outcome", 16, StepReader::success);
        Optional<String> code = in.optionalText("code", MAX_TEXT);
        List<String> message = in.has("message") ? texts(in.value("message")) : List.of();
        if (success && (code.isPresent() || !message.isEmpty())) {
            throw new DecodeException("expect.code and expect.message are for outcome refused");
        }
        ObjectNode result =
                in.has("result") ? (ObjectNode) ScenarioReader.plain(in.object("result")) : CanonicalJson.object();
        requireReferences("expect.result", result);
        List<Expectation.StoredObject> objects = in.has("objects") ? objects(in) : List.of();
        List<Expectation.StateValue> state = in.has("state") ? state(in) : List.of();
        in.end();
        return new Expectation(success, code, message, result, objects, state);
    }

    private static boolean success(String text) {
        return switch (text) {
            case "success" -> true;
            case "refused" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" should be success or refused");
        };
    }

    private List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (!list.isArray()) {
            throw new DecodeException("expect.message should be a list of texts");
        }
        for (JsonNode entry : list) {
            if (!entry.isTextual()) {
                throw new DecodeException("expect.message should be a list of texts, not " + entry);
            }
            requireReferences("expect.message", entry);
            texts.add(entry.textValue());
        }
        return texts;
    }

    private List<Expectation.StoredObject> objects(JsonFields in) {
        List<Expectation.StoredObject> objects = new ArrayList<>();
        for (JsonFields entry : in.list("objects", MAX_EXPECTATIONS)) {
            objects.add(new Expectation.StoredObject(chain(entry), referring(entry, "id"), entry.number("version")));
            entry.end();
        }
        return objects;
    }

    private List<Expectation.StateValue> state(JsonFields in) {
        List<Expectation.StateValue> state = new ArrayList<>();
        for (JsonFields entry : in.list("state", MAX_EXPECTATIONS)) {
            String chain = chain(entry);
            String key = referring(entry, "key");
            state.add(
                    entry.has("absent")
                            ? absent(entry, chain, key)
                            : new Expectation.StateValue(
                                    chain, key, entry.optionalText("field", MAX_TEXT), Optional.of(value(entry))));
            entry.end();
        }
        return state;
    }

    private static Expectation.StateValue absent(JsonFields in, String chain, String key) {
        if (!in.flag("absent")) {
            throw new DecodeException("expect.state.absent is true or left out");
        }
        return new Expectation.StateValue(chain, key, Optional.empty(), Optional.empty());
    }

    private JsonNode value(JsonFields in) {
        JsonNode value = ScenarioReader.plain(in.value("value"));
        requireReferences("expect.state", value);
        return value;
    }

    private String referring(JsonFields in, String name) {
        String text = in.text(name, MAX_TEXT);
        requireReferences(name, CanonicalJson.object().textNode(text));
        return text;
    }

    private String chain(JsonFields in) {
        String chain = in.text("chain", MAX_TEXT);
        boolean known = chain.equals(ChainId.SUPERVISION.value())
                || markets.stream().anyMatch(market -> market.value().equals(chain));
        if (!known) {
            throw new DecodeException("chain \"" + chain + "\" should be supervision or one of " + markets);
        }
        return chain;
    }
}
