package io.regchain.localchain.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.regchain.identity.digest.IdentityPaper;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads scenario files, strictly: what is unknown, missing, repeated or of the wrong form is one clear error. */
public final class ScenarioReader {
    static final String FORMAT = "regchain/scenario/1";
    private static final String REMEDY = "see docs/scenarios.md for the form of a scenario file";
    private static final int MAX_TEXT = 1000;
    private static final int MAX_STEPS = 500;
    private static final int MAX_BYTES = 1 << 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String source;

    private ScenarioReader(String source) {
        this.source = source;
    }

    /** The scenarios that come with the program: S3, S4, S5, A8, and IBC's by the names of their tests. */
    public static Optional<Scenario> bundled(String name) {
        return name.matches("[A-Za-z0-9_-]{1,80}")
                ? resource("/scenarios/" + name + ".yaml").or(() -> resource("/scenarios/ibc/" + name + ".yaml"))
                : Optional.empty();
    }

    private static Optional<Scenario> resource(String resource) {
        try (InputStream in = ScenarioReader.class.getResourceAsStream(resource)) {
            String name = resource.substring(resource.lastIndexOf('/') + 1);
            return in == null
                    ? Optional.empty()
                    : Optional.of(read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new ScenarioProblem(resource + " cannot be read: " + e, "build the program anew", e);
        }
    }

    /** @throws ScenarioProblem when there is no such file, or it is no scenario */
    public static Scenario read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ScenarioProblem(file + " has more than " + MAX_BYTES + " bytes", REMEDY);
            }
            return read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ScenarioProblem(
                    "there is no file " + file,
                    "check its name, or give that of a scenario that comes with the program, such as S3",
                    e);
        } catch (IOException e) {
            throw new ScenarioProblem(file + " cannot be read as UTF-8 text: " + e, "check its name and rights", e);
        }
    }

    /** @param source names the text in complaints */
    public static Scenario read(String source, String text) {
        ScenarioReader reader = new ScenarioReader(source);
        try {
            JsonNode tree = YAML.readTree(text);
            return reader.scenario(tree, text);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw new ScenarioProblem(source + line + ": not YAML: " + e.getOriginalMessage(), REMEDY, e);
        } catch (DecodeException e) {
            throw new ScenarioProblem(source + ": " + e.getMessage(), REMEDY, e);
        }
    }

    private Scenario scenario(JsonNode tree, String text) {
        JsonFields in = JsonFields.of(tree, "");
        in.constant("format", FORMAT);
        String id = in.parsed("id", 16, ScenarioReader::scenarioId);
        Wording title = wording(in.fields("title"));
        Optional<Scenario> before =
                in.has("after") ? Optional.of(in.parsed("after", MAX_TEXT, ScenarioReader::before)) : Optional.empty();
        JsonFields participants = in.fields("participants");
        List<ChainId> markets = markets(participants);
        SortedMap<String, Person> people = people(participants);
        participants.end();
        List<Step> steps = steps(in, markets, people);
        in.end();
        before.ifPresent(earlier -> requireMarkets(earlier, markets));
        return new Scenario(source, Sm3.hash(Bytes.utf8(text)), id, title, markets, people, steps, before);
    }

    private static Scenario before(String name) {
        return bundled(name)
                .orElseThrow(() -> new IllegalArgumentException("no scenario \"" + name + "\" comes with the program"));
    }

    private static void requireMarkets(Scenario earlier, List<ChainId> markets) {
        if (!markets.containsAll(earlier.markets())) {
            throw new DecodeException("participants.markets should hold those of " + earlier.id() + ", which is played"
                    + " before: " + earlier.markets());
        }
    }

    private static String id(String text) {
        if (!text.matches("[A-Za-z0-9-]{1,16}")) {
            throw new IllegalArgumentException("\"" + text + "\" should be 1 to 16 letters, digits or hyphens");
        }
        return text;
    }

    /** With a digit, as every market's request number has one. */
    private static String scenarioId(String text) {
        if (!text.matches(".*\\d.*")) {
            throw new IllegalArgumentException("\"" + text + "\" should hold a digit, as S3 does");
        }
        return id(text);
    }

    private static Wording wording(JsonFields in) {
        Wording wording = new Wording(in.text("zh", MAX_TEXT), in.text("en", MAX_TEXT));
        in.end();
        return wording;
    }

    private static List<ChainId> markets(JsonFields participants) {
        List<ChainId> markets = new ArrayList<>();
        JsonNode list = participants.value("markets");
        for (JsonNode entry : list) {
            ChainId market = new ChainId(entry.asText().isEmpty() ? "-" : entry.asText());
            if (Markets.byChain(market).isEmpty()) {
                throw new DecodeException("participants.markets: there is no market \"" + market + "\"");
            }
            if (markets.contains(market)) {
                throw new DecodeException("participants.markets names " + market + " twice");
            }
            markets.add(market);
        }
        if (markets.isEmpty()) {
            throw new DecodeException("participants.markets should be a list of at least one market");
        }
        return markets;
    }

    private static SortedMap<String, Person> people(JsonFields participants) {
        SortedMap<String, Person> people = new TreeMap<>();
        for (JsonFields in : participants.list("people", MAX_STEPS)) {
            Person person = new Person(
                    in.parsed("id", 32, ScenarioReader::id),
                    wording(in.fields("name")),
                    in.parsed("kind", 1, ScenarioReader::kind),
                    in.parsed("paper", 40, IdentityPaper::valueOf),
                    in.text("number", 40));
            in.end();
            if (people.put(person.id(), person) != null) {
                throw new DecodeException("participants.people names \"" + person.id() + "\" twice");
            }
        }
        return people;
    }

    private static InvestorCode.Kind kind(String letter) {
        for (InvestorCode.Kind kind : InvestorCode.Kind.values()) {
            if (letter.equals(String.valueOf(kind.letter()))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("an investor is of kind Q, R or S, not \"" + letter + "\"");
    }

    private static List<Step> steps(JsonFields in, List<ChainId> markets, SortedMap<String, Person> people) {
        StepReader reader = new StepReader(markets, people, ScenarioReader::time);
        List<Step> steps = new ArrayList<>();
        for (JsonFields entry : in.list("steps", MAX_STEPS)) {
            steps.add(reader.read(entry));
        }
        if (steps.isEmpty()) {
            throw new DecodeException("steps should be a list of at least one step");
        }
        return steps;
    }

    private static Instant time(String text) {
        try {
            return LocalDateTime.parse(text, TIME).atZone(BlockTime.CHINA).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" should be a time in China such as 2026-02-10 10:00", e);
        }
    }

    /** Wordings of both languages, for the readers of parts. */
    static Wording wordingOf(JsonFields in) {
        return wording(in);
    }

    /** The same tree in the house's JSON. */
    static JsonNode plain(JsonNode value) {
        try {
            return CanonicalJson.decode(CanonicalJson.encode(value));
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()), e);
        }
    }
}
