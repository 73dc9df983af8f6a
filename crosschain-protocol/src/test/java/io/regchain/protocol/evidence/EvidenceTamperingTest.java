package io.regchain.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.sample.SampleFederation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Acceptance: no byte of an evidence file can change without its being refused, with a reason. */
class EvidenceTamperingTest {
    private static final Bytes FILE = new SampleFederation().evidence().toBytes();

    @Test
    void the_untouched_file_is_accepted() {
        assertThat(EvidenceVerifier.verify(FILE, Optional.empty()).failures()).isEmpty();
    }

    @Test
    void changing_any_single_byte_of_the_file_is_refused_with_a_reason() {
        List<Integer> accepted = IntStream.range(0, FILE.size())
                .parallel()
                .filter(position -> !refused(flipped(position)))
                .boxed()
                .toList();
        assertThat(accepted).as("positions where a changed byte went unnoticed").isEmpty();
    }

    private static boolean refused(byte[] file) {
        EvidenceReport report = EvidenceVerifier.verify(Bytes.wrap(file), Optional.empty());
        return !report.accepted()
                && !report.failures().isEmpty()
                && report.failures().stream()
                        .noneMatch(failure -> failure.detail().isBlank());
    }

    private static byte[] flipped(int position) {
        byte[] file = FILE.toArray();
        // hexadecimal digits stay hexadecimal, so that the change gets as deep as it can
        file[position] = switch (file[position]) {
            case '9' -> 'a';
            case 'f' -> '0';
            default -> (byte) (file[position] + 1);
        };
        return file;
    }

    @Test
    void a_file_cut_short_or_with_more_behind_it_is_refused() {
        byte[] bytes = FILE.toArray();
        assertThat(refused(new byte[0])).isTrue();
        assertThat(refused(Arrays.copyOf(bytes, bytes.length - 1))).isTrue();
        assertThat(refused(Arrays.copyOf(bytes, bytes.length / 2))).isTrue();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = '\n';
        assertThat(refused(longer)).isTrue();
    }

    /** Where a piece stands in the JSON, and the checks that may be the one to notice. */
    static Stream<Arguments> pieces() {
        return Stream.of(
                piece("/subject/transaction", "transaction", "receipt", "trace"),
                piece("/anchor/validators/1/publicKey", "structure", "anchor-certificate"),
                piece("/anchor/header", "structure", "anchor-certificate"),
                piece("/anchor/certificate/seals/0/signer", "structure", "anchor-certificate"),
                piece("/anchor/certificate/seals/0/signature", "anchor-certificate"),
                piece("/anchor/certificate/seals/2/signature", "anchor-certificate"),
                piece("/anchor/entries/0/value", "anchor-entries"),
                piece("/anchor/entries/0/proof", "structure", "anchor-entries"),
                piece("/anchor/entries/1/value", "anchor-entries"),
                piece("/anchor/entries/3/value", "anchor-entries"),
                piece("/anchor/entries/3/proof", "structure", "anchor-entries"),
                piece("/local/validators/0/publicKey", "structure", "local-header"),
                piece("/local/header", "structure", "local-header"),
                piece("/local/certificate/seals/1/signer", "structure", "local-certificate"),
                piece("/local/certificate/seals/1/signature", "local-certificate"),
                piece("/local/transaction/bytes", "structure", "transaction"),
                piece("/local/transaction/proof", "structure", "transaction"),
                piece("/local/receipt/bytes", "structure", "receipt"),
                piece("/local/receipt/proof", "structure", "receipt"),
                piece("/local/trace", "structure", "trace"),
                piece("/local/objects/0/value", "objects"),
                piece("/local/objects/0/proof", "structure", "objects"),
                piece("/local/objects/1/value", "objects"),
                piece("/local/objects/1/proof", "structure", "objects"));
    }

    private static Arguments piece(String pointer, String... checks) {
        return Arguments.of(pointer, new TreeSet<>(List.of(checks)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pieces")
    void changing_any_digit_of_a_piece_and_making_the_digest_right_again_is_refused_by_its_own_check(
            String pointer, TreeSet<String> checks) {
        int digits = json().at(pointer).textValue().length();
        // every digit of a short piece, about a hundred of a long one, the ends always
        int stride = Math.max(1, digits / 100);
        List<String> unnoticed = IntStream.rangeClosed(0, (digits - 1) / stride)
                .map(i -> Math.min(digits - 1, i * stride))
                .parallel()
                .mapToObj(digit -> failedFirst(altered(pointer, digit)) + " at digit " + digit)
                .filter(failure -> !checks.contains(failure.split(" ")[0]))
                .toList();
        assertThat(unnoticed)
                .as("digits of %s that another check, or none, refused", pointer)
                .isEmpty();
    }

    private static Bytes altered(String pointer, int digit) {
        ObjectNode json = json();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) json.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        StringBuilder hex = new StringBuilder(parent.get(name).textValue());
        hex.setCharAt(digit, Character.forDigit(Character.digit(hex.charAt(digit), 16) ^ 1, 16));
        parent.put(name, hex.toString());
        return sealed(json);
    }

    private static String failedFirst(Bytes file) {
        return EvidenceVerifier.verify(file, Optional.empty()).failures().stream()
                .findFirst()
                .map(EvidenceCheck::name)
                .orElse("none");
    }

    private static ObjectNode json() {
        return CanonicalJson.decodeObject(FILE);
    }

    /** The file of this JSON with the digest its content has. */
    private static Bytes sealed(ObjectNode json) {
        json.remove("digest");
        String digest = Sm3.hash(CanonicalJson.encode(json)).toHex();
        return Bytes.utf8(CanonicalJson.encode(json.put("digest", digest)).toUtf8() + "\n");
    }

    /** Missing, extra and doubled pieces: one defect per row, each with its own reason. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("another format", "EVIDENCE_MALFORMED", "format", j -> j.put("format", "regchain/evidence/2")),
                shape("no subject", "EVIDENCE_MALFORMED", "subject", j -> j.remove("subject")),
                shape("no height", "EVIDENCE_MALFORMED", "subject.height", j -> in(j, "/subject")
                        .remove("height")),
                shape("a negative height", "EVIDENCE_MALFORMED", "subject.height", j -> in(j, "/subject")
                        .put("height", -1)),
                shape("a field of its own", "EVIDENCE_MALFORMED", "note", j -> j.put("note", "hello")),
                shape("a field of its own in a seal", "EVIDENCE_NOT_CANONICAL", "field", j -> in(
                                j, "/local/certificate/seals/0")
                        .put("weight", 1)),
                shape("a field of its own in an entry", "EVIDENCE_MALFORMED", "anchor.entries[0].note", j -> in(
                                j, "/anchor/entries/0")
                        .put("note", "")),
                shape("an anchor named otherwise", "EVIDENCE_MALFORMED", "anchor.chain", j -> in(j, "/anchor")
                        .put("chain", "beijing")),
                shape("no anchor certificate", "EVIDENCE_MALFORMED", "anchor.certificate", j -> in(j, "/anchor")
                        .remove("certificate")),
                shape("no validators", "EVIDENCE_MALFORMED", "validators", j -> in(j, "/local")
                        .set("validators", CanonicalJson.array())),
                shape("a validator twice", "EVIDENCE_MALFORMED", "share the key", j -> list(j, "/local/validators")
                        .add(j.at("/local/validators/0").deepCopy())),
                shape("no header", "EVIDENCE_MALFORMED", "local.header", j -> in(j, "/local")
                        .remove("header")),
                shape("no transaction proof", "EVIDENCE_MALFORMED", "local.transaction.proof", j -> in(
                                j, "/local/transaction")
                        .remove("proof")),
                shape("no receipt", "EVIDENCE_MALFORMED", "local.receipt", j -> in(j, "/local")
                        .remove("receipt")),
                shape("no trace", "EVIDENCE_MALFORMED", "local.trace", j -> in(j, "/local")
                        .remove("trace")),
                shape("an empty trace", "EVIDENCE_MALFORMED", "local.trace", j -> in(j, "/local")
                        .put("trace", "")),
                shape("hexadecimal in capitals", "EVIDENCE_NOT_CANONICAL", "lower case", j -> in(j, "/local")
                        .put("trace", j.at("/local/trace").textValue().toUpperCase(Locale.ROOT))),
                shape("an odd number of digits", "EVIDENCE_MALFORMED", "local.header", j -> in(j, "/local")
                        .put("header", j.at("/local/header").textValue() + "0")),
                shape("bytes behind a header", "EVIDENCE_MALFORMED", "left over", j -> in(j, "/local")
                        .put("header", j.at("/local/header").textValue() + "00")),
                shape("no registration", "ENTRY_MISSING", "registry/chain/jiangsu", j -> list(j, "/anchor/entries")
                        .remove(3)),
                shape("no recorded header", "ENTRY_MISSING", "light-clients/jiangsu/header/7", j -> list(
                                j, "/anchor/entries")
                        .remove(0)),
                shape("no copy of an object", "ENTRY_MISSING", "objects/jiangsu/R-0001/0", j -> list(
                                j, "/anchor/entries")
                        .remove(1)),
                shape("an object without need", "ENTRY_UNEXPECTED", "objects/jiangsu/TR-0001/0", j -> list(
                                j, "/local/objects")
                        .remove(1)),
                shape("an entry twice", "ENTRY_REPEATED", "anchor.entries[1]", j -> list(j, "/anchor/entries")
                        .insert(0, j.at("/anchor/entries/0").deepCopy())),
                shape("entries in another order", "ENTRIES_OUT_OF_ORDER", "registry/chain/jiangsu", j -> list(
                                j, "/anchor/entries")
                        .add(list(j, "/anchor/entries").remove(0))),
                shape("an object twice", "ENTRY_REPEATED", "local.objects[1]", j -> list(j, "/local/objects")
                        .insert(0, j.at("/local/objects/0").deepCopy())),
                shape("objects in another order", "ENTRIES_OUT_OF_ORDER", "objects/R-0001/0", j -> list(
                                j, "/local/objects")
                        .add(list(j, "/local/objects").remove(0))),
                shape("an entry that is no snapshot among the objects", "OBJECT_KEY_MALFORMED", "objects/at/7", j -> in(
                                j, "/local/objects/0")
                        .put("key", "objects/at/7")),
                shape("an object and its copy left out", "OBJECT_LEFT_OUT", "objects/R-0001/0", j -> {
                    list(j, "/local/objects").remove(0);
                    list(j, "/anchor/entries").remove(1);
                }));
    }

    private static Arguments shape(String what, String code, String says, Consumer<ObjectNode> change) {
        return Arguments.of(what, code, says, change);
    }

    private static ObjectNode in(ObjectNode json, String pointer) {
        return (ObjectNode) json.at(pointer);
    }

    private static ArrayNode list(ObjectNode json, String pointer) {
        return (ArrayNode) json.at(pointer);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @MethodSource("shapes")
    void a_file_with_a_piece_missing_doubled_or_too_much_is_refused_with_its_own_reason(
            String what, String code, String says, Consumer<ObjectNode> change) {
        ObjectNode json = json();
        change.accept(json);
        EvidenceReport report = EvidenceVerifier.verify(sealed(json), Optional.empty());
        assertThat(report.failures()).as(what).hasSize(1);
        assertThat(report.failures().get(0).code()).isEqualTo(code);
        assertThat(report.failures().get(0).detail()).contains(says);
    }

    @Test
    void another_spelling_of_the_same_json_is_refused() {
        Bytes pretty = Bytes.utf8(json().toPrettyString() + "\n");
        Bytes withoutLineFeed = CanonicalJson.encode(json());
        Bytes withCarriageReturn = Bytes.utf8(withoutLineFeed.toUtf8() + "\r\n");
        for (Bytes file : List.of(pretty, withoutLineFeed, withCarriageReturn)) {
            assertThat(EvidenceVerifier.verify(file, Optional.empty()).failures())
                    .extracting(EvidenceCheck::code)
                    .containsExactly("EVIDENCE_NOT_CANONICAL");
        }
    }

    @Test
    void a_file_that_is_not_json_or_too_large_is_refused() {
        for (Bytes file : List.of(
                Bytes.EMPTY,
                Bytes.utf8("{"),
                Bytes.utf8("[]\n"),
                Bytes.wrap(new byte[] {(byte) 0xff}),
                Bytes.utf8("{\"format\":\"a\",\"format\":\"b\"}\n"),
                Bytes.wrap(new byte[EvidenceFile.MAX_BYTES + 1]))) {
            EvidenceReport report = EvidenceVerifier.verify(file, Optional.empty());
            assertThat(report.trustRoot()).isEmpty();
            assertThat(report.failures()).extracting(EvidenceCheck::code).containsExactly("EVIDENCE_MALFORMED");
            assertThat(report.checks()).hasSize(13).noneMatch(EvidenceCheck::passed);
        }
    }
}
