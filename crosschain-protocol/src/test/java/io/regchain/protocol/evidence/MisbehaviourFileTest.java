package io.regchain.protocol.evidence;

import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.validator;
import static io.regchain.protocol.sample.SampleChain.validators;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that accuses a chain's validators stands by itself, and after any change of one byte it does not. */
class MisbehaviourFileTest {
    private static final ValidatorSet SET = validators(0, 1, 2, 3);
    private static final ValidatorSet OTHER_SET = validators(1, 2, 3, 4);
    private static final BlockHeader BLOCK = header(7, Hash32.ZERO, SET, SET);
    private static final BlockHeader OTHER = header(7, Sm3.hash(Bytes.utf8("another")), SET, SET);
    private static final BlockHeader STRAY = header(8, Sm3.hash(Bytes.utf8("nowhere")), SET, SET);
    private static final BlockHeader LATE = header(9, Hash32.ZERO, SET, SET).withTime(new BlockTime(1));
    private static final MisbehaviourFile FILE = file(BLOCK, OTHER);
    private static final Bytes BYTES = FILE.toBytes();

    private static MisbehaviourFile file(BlockHeader first, BlockHeader second) {
        return MisbehaviourFile.of(
                SET,
                Misbehaviour.of(
                        new CertifiedHeader(first, certificate(first, 0, 1, 2)),
                        new CertifiedHeader(second, certificate(second, 1, 2, 3))));
    }

    private static MisbehaviourReport verify(Bytes file) {
        return MisbehaviourVerifier.verify(file, Optional.empty());
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(BLOCK, OTHER, Misbehaviour.Kind.FORK),
                Arguments.of(STRAY, BLOCK, Misbehaviour.Kind.BROKEN_LINK),
                Arguments.of(BLOCK, LATE, Misbehaviour.Kind.TIME_WENT_BACK));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void a_file_of_each_kind_is_accepted_and_names_who_sealed_both(
            BlockHeader first, BlockHeader second, Misbehaviour.Kind kind) {
        MisbehaviourReport report = verify(file(first, second).toBytes());

        assertThat(report.failures()).isEmpty();
        assertThat(report.accepted()).isTrue();
        assertThat(report.proven()).hasValueSatisfying(proven -> {
            assertThat(proven.kind()).isEqualTo(kind);
            assertThat(proven.doubleSigners()).containsExactly(validator(1), validator(2));
        });
        assertThat(report.validators()).contains(new MisbehaviourReport.Accused(BLOCK.chainId(), SET.hash()));
    }

    /** Published for other languages; written anew with {@code -Dregchain.vectors.write=true}. */
    @Test
    void the_published_file_is_this_one() throws IOException {
        Path published = Path.of("vectors", "evidence", "misbehaviour.json");
        if (Boolean.getBoolean("regchain.vectors.write")) {
            Files.write(published, BYTES.toArray());
        }
        assertThat(Bytes.wrap(Files.readAllBytes(published))).isEqualTo(BYTES);
    }

    @Test
    void what_was_written_is_read_back() {
        assertThat(MisbehaviourFile.parse(BYTES)).isEqualTo(FILE);
        assertThat(MisbehaviourFile.claimedBy(BYTES)).isTrue();
        assertThat(MisbehaviourFile.claimedBy(Bytes.utf8("{\"format\":\"regchain/evidence/1\"}")))
                .isFalse();
        assertThat(MisbehaviourFile.claimedBy(Bytes.utf8("no JSON"))).isFalse();
    }

    @Test
    void changing_any_single_byte_of_the_file_is_refused_with_a_reason() {
        List<Integer> accepted = IntStream.range(0, BYTES.size())
                .parallel()
                .filter(position -> !refused(flipped(position)))
                .boxed()
                .toList();
        assertThat(accepted).as("positions where a changed byte went unnoticed").isEmpty();
    }

    private static boolean refused(Bytes file) {
        MisbehaviourReport report = verify(file);
        return !report.accepted()
                && !report.failures().isEmpty()
                && report.failures().stream()
                        .noneMatch(failure -> failure.detail().isBlank());
    }

    private static Bytes flipped(int position) {
        byte[] file = BYTES.toArray();
        // hexadecimal digits stay hexadecimal, so that the change gets as deep as it can
        file[position] = switch (file[position]) {
            case '9' -> 'a';
            case 'f' -> '0';
            default -> (byte) (file[position] + 1);
        };
        return Bytes.wrap(file);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("of another chain", "validator-set", "HEADER_OF_OTHER_CHAIN", j -> j.put("chain", "zhejiang")),
                row(
                        "another set",
                        "validator-set",
                        "VALIDATOR_SET_MISMATCH",
                        j -> j.set("validators", io.regchain.protocol.block.BlockJson.of(OTHER_SET))),
                row("a seal less than a quorum", "first-certificate", "QUORUM_NOT_REACHED", j -> seals(j, "first")
                        .remove(0)),
                row("one seal twice", "second-certificate", "SEAL_REPEATED", j -> seals(j, "second")
                        .set(1, seals(j, "second").get(0).deepCopy())),
                row("a signature of another block", "second-certificate", "SEAL_INVALID", j -> j.withObject("second")
                        .set("certificate", j.get("first").get("certificate"))),
                row(
                        "the same block twice",
                        "contradiction",
                        "HEADERS_DO_NOT_CONTRADICT",
                        j -> j.set("second", j.get("first"))),
                row("the higher block first", "contradiction", "HEADERS_DO_NOT_CONTRADICT", j -> {
                    j.set("first", new CertifiedHeader(STRAY, certificate(STRAY, 0, 1, 2)).toJson());
                }),
                row("another digest", "digest", "DIGEST_MISMATCH", j -> j.put("digest", "00".repeat(32))));
    }

    private static Arguments row(String name, String check, String code, Consumer<ObjectNode> change) {
        return Arguments.of(Named.of(name, change), check, code);
    }

    private static ArrayNode seals(ObjectNode json, String which) {
        return (ArrayNode) json.get(which).get("certificate").get("seals");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("broken")
    void each_broken_piece_fails_its_own_check(Consumer<ObjectNode> change, String check, String code) {
        ObjectNode json = (ObjectNode) CanonicalJson.decode(BYTES);
        change.accept(json);
        MisbehaviourReport report = verify(Bytes.utf8(CanonicalJson.encode(json).toUtf8() + "\n"));

        assertThat(report.accepted()).isFalse();
        assertThat(report.failures()).anySatisfy(failure -> {
            assertThat(failure.name()).isEqualTo(check);
            assertThat(failure.code()).isEqualTo(code);
        });
    }

    static Stream<Arguments> malformed() {
        String text = BYTES.toUtf8();
        return Stream.of(
                Arguments.of("nothing", Bytes.utf8(""), "EVIDENCE_MALFORMED"),
                Arguments.of("no line feed", Bytes.utf8(text.stripTrailing()), "EVIDENCE_NOT_CANONICAL"),
                Arguments.of("a space", Bytes.utf8(text.replaceFirst(",", ", ")), "EVIDENCE_NOT_CANONICAL"),
                Arguments.of("one field more", Bytes.utf8(text.replaceFirst("\\{", "{\"a\":1,")), "EVIDENCE_MALFORMED"),
                Arguments.of(
                        "a field more inside",
                        Bytes.utf8(text.replaceFirst("\"second\":\\{", "\"second\":{\"a\":1,")),
                        "EVIDENCE_MALFORMED"),
                Arguments.of(
                        "capital hexadecimal",
                        Bytes.utf8(text.replaceFirst("\"signer\":\"04[0-9a-f]*", "\"signer\":\"0400AA")),
                        "EVIDENCE_MALFORMED"),
                Arguments.of(
                        "too large", Bytes.utf8(" ".repeat(MisbehaviourFile.MAX_BYTES) + text), "EVIDENCE_MALFORMED"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("malformed")
    void a_file_that_is_not_exactly_one_is_not_looked_into(String name, Bytes file, String code) {
        MisbehaviourReport report = verify(file);

        assertThat(report.failures()).extracting(EvidenceCheck::code).containsExactly(code);
        assertThat(report.checks().subList(1, report.checks().size()))
                .extracting(EvidenceCheck::code)
                .containsOnly(EvidenceCheck.NOT_REACHED);
        assertThat(report.proven()).isEmpty();
    }

    @Test
    void a_set_that_the_reader_knows_is_held_against_the_file() {
        assertThat(MisbehaviourVerifier.verify(BYTES, Optional.of(SET.hash())).accepted())
                .isTrue();
        assertThat(MisbehaviourVerifier.verify(BYTES, Optional.of(OTHER_SET.hash()))
                        .failures())
                .extracting(EvidenceCheck::code)
                .containsExactly("TRUST_ROOT_MISMATCH");
    }
}
