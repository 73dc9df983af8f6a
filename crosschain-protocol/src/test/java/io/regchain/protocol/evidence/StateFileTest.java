package io.regchain.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.sample.SampleFederation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file about one state key stands by itself, and after any change of one byte it does not. */
class StateFileTest {
    private static final String KEY = "accounts/A-007";
    private static final String NOTHING = "accounts/A-9999";
    private static final String LATEST = "light-clients/jiangsu/latest";
    private static final String FROZEN = "light-clients/jiangsu/frozen";
    private static final String PERIOD = "light-clients/jiangsu/trust-period";
    private static final Path VECTORS = Path.of("vectors", "evidence");

    private static final SampleFederation WORLD = SampleFederation.withClient();
    private static final Bytes PRESENT = WORLD.stateEvidence(KEY).toBytes();
    private static final Bytes ABSENT = WORLD.stateEvidence(NOTHING).toBytes();
    private static final Hash32 ROOT = WORLD.hubValidators.hash();

    private static StateReport verify(Bytes file) {
        return StateVerifier.verify(file, Optional.of(ROOT));
    }

    @Test
    void a_value_and_its_absence_are_proven_down_to_the_trust_root() {
        StateReport present = verify(PRESENT);
        assertThat(present.failures()).isEmpty();
        assertThat(present.file().orElseThrow().claim().value()).contains(Bytes.utf8("{\"balance\":7}"));
        assertThat(present.trustRoot()).contains(ROOT);
        StateReport absent = verify(ABSENT);
        assertThat(absent.failures()).isEmpty();
        assertThat(absent.file().orElseThrow().claim().value()).isEmpty();
    }

    /** After a change of the format that is meant, write them anew with {@code -Dregchain.vectors.write=true}. */
    @Test
    void the_published_files_are_what_the_sample_federation_writes() throws IOException {
        Map<String, Bytes> published = Map.of("state.json", PRESENT, "state-absent.json", ABSENT);
        for (Map.Entry<String, Bytes> file : published.entrySet()) {
            Path path = VECTORS.resolve(file.getKey());
            if (Boolean.getBoolean("regchain.vectors.write")) {
                Files.write(path, file.getValue().toArray());
            }
            assertThat(Bytes.wrap(Files.readAllBytes(path))).isEqualTo(file.getValue());
        }
    }

    @Test
    void changing_any_single_byte_is_refused_with_a_reason() {
        assertThat(unnoticed(PRESENT, 1)).isEmpty();
        assertThat(unnoticed(ABSENT, 25)).isEmpty();
    }

    private static List<Integer> unnoticed(Bytes file, int stride) {
        return IntStream.range(0, file.size() / stride)
                .parallel()
                .map(i -> i * stride)
                .filter(position -> !refused(flipped(file, position)))
                .boxed()
                .toList();
    }

    private static boolean refused(Bytes file) {
        StateReport report = StateVerifier.verify(file, Optional.empty());
        return !report.accepted()
                && !report.failures().isEmpty()
                && report.failures().stream()
                        .noneMatch(failure -> failure.detail().isBlank());
    }

    private static Bytes flipped(Bytes whole, int position) {
        byte[] file = whole.toArray();
        // hexadecimal digits stay hexadecimal, so that the change gets as deep as it can
        file[position] = switch (file[position]) {
            case '9' -> 'a';
            case 'f' -> '0';
            default -> (byte) (file[position] + 1);
        };
        return Bytes.wrap(file);
    }

    @Test
    void a_file_cut_short_or_with_more_behind_it_is_refused() {
        byte[] bytes = PRESENT.toArray();
        assertThat(refused(Bytes.EMPTY)).isTrue();
        assertThat(refused(Bytes.wrap(Arrays.copyOf(bytes, bytes.length - 1)))).isTrue();
        assertThat(refused(Bytes.wrap(Arrays.copyOf(bytes, bytes.length + 1)))).isTrue();
    }

    /** One thing wrong per row, the digest made right again: each is refused by its own check. */
    static Stream<Arguments> broken() {
        return Stream.of(
                row("another value", "state", "STATE_UNPROVEN", j -> local(j).put("value", hex("{\"balance\":8}"))),
                row("an empty value", "state", "STATE_UNPROVEN", j -> local(j).put("value", "")),
                row("the value left out", "state", "STATE_UNPROVEN", j -> local(j).remove("value")),
                row("the proof of another key", "state", "STATE_UNPROVEN", j -> local(j).put(
                                "proof", proof("accounts/A-008"))),
                row("said of another key", "state", "STATE_UNPROVEN", j -> subject(j)
                        .put("key", "accounts/A-008")),
                row("said to be absent with its own proof", "state", "STATE_UNPROVEN", j -> {
                    local(j).remove("value");
                    local(j).put("proof", proof(NOTHING));
                }),
                row("of another height", "structure", "ENTRY_MISSING", j -> subject(j)
                        .put("height", 8)),
                row("of another chain", "structure", "ENTRY_MISSING", j -> subject(j)
                        .put("chain", "zhejiang")),
                row("of the supervision chain", "structure", "SUBJECT_NOT_LOCAL", j -> subject(j)
                        .put("chain", "supervision")),
                row("a key with a space", "structure", "STATE_KEY_MALFORMED", j -> subject(j)
                        .put("key", "a b")),
                row("a key that is too long", "structure", "STATE_KEY_MALFORMED", j -> subject(j)
                        .put("key", "k".repeat(257))),
                row("a key beyond any limit", "structure", "EVIDENCE_MALFORMED", j -> subject(j)
                        .put("key", "k".repeat(513))),
                row("a local seal less than a quorum", "local-certificate", "QUORUM_NOT_REACHED", j -> seals(local(j))
                        .remove(0)),
                row("an anchor seal less than a quorum", "anchor-certificate", "QUORUM_NOT_REACHED", j -> seals(
                                anchor(j))
                        .remove(0)),
                row("a local seal twice", "local-certificate", "SEAL_REPEATED", j -> seals(local(j))
                        .set(1, seals(local(j)).get(0).deepCopy())),
                row("other local validators", "local-header", "VALIDATOR_SET_MISMATCH", j -> local(j).set(
                                "validators", BlockJson.of(WORLD.hubValidators))),
                row("other validators of the hub", "trust-root", "TRUST_ROOT_MISMATCH", j -> anchor(j)
                        .set("validators", BlockJson.of(WORLD.localValidators))),
                row("a local block that is the anchor", "local-header", "LOCAL_HEADER_OF_OTHER_CHAIN", j -> {
                    for (String name : List.of("chain", "header", "validators", "certificate")) {
                        local(j).set(name, anchor(j).get(name));
                    }
                }),
                row("an anchor that is the local block", "anchor-certificate", "ANCHOR_OF_OTHER_CHAIN", j -> {
                    for (String name : List.of("chain", "header", "certificate")) {
                        anchor(j).set(name, local(j).get(name));
                    }
                }),
                row("a frozen client said not to be", "anchor-entries", "ENTRY_NOT_PROVEN", j -> entry(j, FROZEN)
                        .put("value", hex("{}"))),
                row("a client trusted since later", "anchor-entries", "ENTRY_NOT_PROVEN", j -> entry(j, LATEST)
                        .put("value", hex("{\"trustedAt\":1999999999999}"))),
                row("a longer trust period", "anchor-entries", "ENTRY_NOT_PROVEN", j -> entry(j, PERIOD)
                        .put("value", hex("{\"seconds\":7776000}"))),
                row("nothing of the client", "structure", "ENTRY_MISSING", j -> entries(j)
                        .remove(1)),
                row("an entry more", "structure", "ENTRY_UNEXPECTED", j -> entries(j)
                        .addObject()
                        .put("key", "zz")
                        .put("proof", proof(NOTHING))),
                row("an entry twice", "structure", "ENTRIES_OUT_OF_ORDER", j -> entries(j)
                        .insert(0, entries(j).get(0).deepCopy())),
                row("a field more", "structure", "EVIDENCE_MALFORMED", j -> local(j).put("note", "x")),
                row("another format", "structure", "EVIDENCE_MALFORMED", j -> j.put("format", "regchain/state/2")));
    }

    private static Arguments row(String name, String check, String code, Consumer<ObjectNode> change) {
        return Arguments.of(Named.of(name, change), check, code);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("broken")
    void each_broken_piece_fails_its_own_check(Consumer<ObjectNode> change, String check, String code) {
        ObjectNode json = (ObjectNode) CanonicalJson.decode(PRESENT);
        change.accept(json);
        json.remove("digest");
        json.put("digest", Sm3.hash(CanonicalJson.encode(json)).toHex());

        StateReport report = verify(Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n"));

        assertThat(report.accepted()).isFalse();
        assertThat(report.failures().get(0).name()).isEqualTo(check);
        assertThat(report.failures().get(0).code()).isEqualTo(code);
    }

    @Test
    void another_digest_is_refused() {
        ObjectNode json = (ObjectNode) CanonicalJson.decode(PRESENT);
        json.put("digest", "00".repeat(32));
        assertThat(verify(Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n"))
                        .failures())
                .extracting(EvidenceCheck::code)
                .containsExactly("DIGEST_MISMATCH");
    }

    /** What the anchor itself tells of the client: a reading of a client that was not to be believed proves nothing. */
    static Stream<Arguments> clients() {
        long sealed = WORLD.hubHeader.time().epochMillis();
        long hour = 3_600_000;
        Bytes anHour = Bytes.utf8("{\"seconds\":3600}");
        return Stream.of(
                client("frozen", sealed, Map.of(FROZEN, Bytes.utf8("{}")), "CLIENT_FROZEN"),
                client("expired, by its own period", sealed - hour, Map.of(PERIOD, anHour), "CLIENT_EXPIRED"),
                client(
                        "expired, by the period of all",
                        sealed - hour,
                        Map.of(EvidenceKeys.TRUST_PERIOD, anHour),
                        "CLIENT_EXPIRED"),
                client("expired, by default", sealed - 14 * 24 * hour, Map.of(), "CLIENT_EXPIRED"),
                client(
                        "registered as another chain",
                        sealed,
                        Map.of(
                                "registry/chain/jiangsu",
                                Bytes.utf8("{\"chainId\":\"zhejiang\",\"sealKeys\":[],\"state\":\"ACTIVE\"}")),
                        "REGISTRATION_OF_OTHER_CHAIN"),
                client("a millisecond before it expires", sealed - hour + 1, Map.of(PERIOD, anHour), ""),
                client(
                        "its own period is the one that counts",
                        sealed - hour,
                        Map.of(PERIOD, Bytes.utf8("{\"seconds\":7200}"), EvidenceKeys.TRUST_PERIOD, anHour),
                        ""),
                client(
                        "a period that cannot be one",
                        sealed,
                        Map.of(PERIOD, Bytes.utf8("{\"seconds\":1}")),
                        "PIECE_MALFORMED"));
    }

    private static Arguments client(String name, long trustedAt, Map<String, Bytes> more, String code) {
        SampleFederation world =
                SampleFederation.withClient(CanonicalJson.object().put("trustedAt", trustedAt), more);
        return Arguments.of(Named.of(name, world), code);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("clients")
    void it_stands_only_on_a_client_that_was_to_be_believed_at_the_anchor(SampleFederation world, String code) {
        assertThat(verify(world.stateEvidence(KEY).toBytes()).failures())
                .extracting(EvidenceCheck::code)
                .containsExactlyElementsOf(code.isEmpty() ? List.of() : List.of(code));
    }

    private static ObjectNode subject(ObjectNode json) {
        return (ObjectNode) json.get("subject");
    }

    private static ObjectNode local(ObjectNode json) {
        return (ObjectNode) json.get("local");
    }

    private static ObjectNode anchor(ObjectNode json) {
        return (ObjectNode) json.get("anchor");
    }

    private static ArrayNode entries(ObjectNode json) {
        return (ArrayNode) anchor(json).get("entries");
    }

    private static ObjectNode entry(ObjectNode json, String key) {
        for (var entry : entries(json)) {
            if (entry.path("key").asText().equals(key)) {
                return (ObjectNode) entry;
            }
        }
        throw new IllegalArgumentException("no entry " + key);
    }

    private static ArrayNode seals(ObjectNode block) {
        return (ArrayNode) block.get("certificate").get("seals");
    }

    private static String proof(String key) {
        return WORLD.localState.prove(key).canonical().toHex();
    }

    private static String hex(String text) {
        return Bytes.utf8(text).toHex();
    }
}
