package io.regchain.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.sample.SampleChain;
import io.regchain.protocol.sample.SampleFederation;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceVerifierTest {
    private static final SampleFederation WORLD = new SampleFederation();
    private static final EvidenceFile FILE = WORLD.evidence();
    private static final String OBJECT = "objects/R-0001/0";

    @Test
    void a_valid_file_passes_every_check_in_the_published_order() {
        EvidenceReport report = EvidenceVerifier.verify(FILE.toBytes(), Optional.of(WORLD.hubValidators.hash()));
        assertThat(report.failures()).isEmpty();
        assertThat(report.accepted()).isTrue();
        assertThat(report.trustRoot()).contains(WORLD.hubValidators.hash());
        assertThat(report.subject()).contains(FILE.subject());
        assertThat(report.checks())
                .extracting(EvidenceCheck::name)
                .containsExactly(
                        "structure",
                        "trust-root",
                        "anchor-certificate",
                        "anchor-entries",
                        "local-header",
                        "local-certificate",
                        "transaction",
                        "receipt",
                        "trace",
                        "objects",
                        "object-seals",
                        "hub-copies",
                        "digest");
        assertThat(report.checks())
                .allSatisfy(check -> assertThat(check.detail()).isNotBlank());
    }

    @Test
    void without_a_root_the_report_says_which_one_the_file_rests_on() {
        EvidenceReport report = EvidenceVerifier.verify(FILE.toBytes(), Optional.empty());
        assertThat(report.accepted()).isTrue();
        assertThat(report.trustRoot()).contains(WORLD.hubValidators.hash());
        assertThat(report.checks().get(1).detail())
                .contains("no root was given", WORLD.hubValidators.hash().toHex());
    }

    @Test
    void with_another_root_the_file_is_refused_for_that_alone() {
        EvidenceReport report = EvidenceVerifier.verify(FILE.toBytes(), Optional.of(WORLD.localValidators.hash()));
        assertThat(report.accepted()).isFalse();
        assertThat(report.failures())
                .extracting(EvidenceCheck::name, EvidenceCheck::code)
                .containsExactly(tuple("trust-root", "TRUST_ROOT_MISMATCH"));
    }

    @Test
    void a_file_reads_back_as_what_was_written() {
        assertThat(EvidenceFile.parse(FILE.toBytes())).isEqualTo(FILE);
    }

    @Test
    void a_transaction_without_objects_has_evidence_too() {
        Trace silent = new Trace(
                WORLD.transactions.get(0).id(),
                new TraceCall("key:x", "accounts", "open", Bytes.utf8("{}"), List.of(), Bytes.EMPTY, "", ""));
        assertThat(EvidenceKeys.objectsWritten(silent)).isEmpty();
        assertThat(EvidenceKeys.anchorKeys(SampleFederation.LOCAL, new Height(7), List.of()))
                .containsExactly("light-clients/jiangsu/header/7", "registry/chain/jiangsu");
    }

    @Test
    void only_standing_writes_of_snapshots_count_as_objects_written() {
        TraceCall refused = call("NO", write("objects/A-1/0", "1"));
        TraceCall inner = call("", write("objects/B-1/0", "1"), write("objects/B-1/0", "2"));
        TraceCall root = call(
                "",
                new TraceStep.Call(refused),
                new TraceStep.Call(inner),
                write("objects/at/7", "[]"),
                write("objects/B-1/latest", "{}"),
                write("objects/C-1/00", "1"),
                write("accounts/1/0", "1"),
                write("objects/D-1/3", "1"),
                new TraceStep.Write("objects/D-1/3", Optional.empty()));
        assertThat(EvidenceKeys.objectsWritten(new Trace(Hash32.ZERO, root)))
                .isEqualTo(new TreeMap<>(Map.of("objects/B-1/0", Bytes.utf8("2"))));
    }

    private static TraceStep write(String key, String value) {
        return new TraceStep.Write(key, Optional.of(Bytes.utf8(value)));
    }

    private static TraceCall call(String code, TraceStep... steps) {
        return new TraceCall("c", "c", "m", Bytes.EMPTY, List.of(steps), Bytes.EMPTY, code, "");
    }

    /** One valid world, one thing broken per row; the digest is always made right again. */
    static Stream<Arguments> defects() {
        return Stream.of(
                row(
                        "trust in a set nobody signed for",
                        "anchor-certificate",
                        "VALIDATOR_SET_MISMATCH",
                        f -> anchor(
                                f,
                                WORLD.localValidators,
                                f.anchor().header(),
                                f.anchor().certificate())),
                row(
                        "an anchor of another chain",
                        "anchor-certificate",
                        "ANCHOR_OF_OTHER_CHAIN",
                        f -> anchor(f, WORLD.localValidators, WORLD.localHeader, WORLD.localCertificate)),
                row(
                        "an anchor with one seal too few",
                        "anchor-certificate",
                        "QUORUM_NOT_REACHED",
                        f -> anchorSeals(f, seals -> seals.subList(0, 2))),
                row(
                        "an anchor with a doubled seal",
                        "anchor-certificate",
                        "SEAL_REPEATED",
                        f -> anchorSeals(f, seals -> List.of(seals.get(0), seals.get(0), seals.get(1)))),
                row(
                        "an anchor sealed by a stranger",
                        "anchor-certificate",
                        "SEAL_BY_UNREGISTERED_KEY",
                        f -> anchorSeals(f, seals -> with(seals, 1, stranger(seals.get(1))))),
                row(
                        "an anchor with swapped signatures",
                        "anchor-certificate",
                        "SEAL_INVALID",
                        f -> anchorSeals(f, EvidenceVerifierTest::swapped)),
                row(
                        "an anchor sealed in another round",
                        "anchor-certificate",
                        "SEAL_INVALID",
                        f -> anchor(
                                f,
                                f.anchor().validators(),
                                f.anchor().header(),
                                certificate(
                                        f.anchor().certificate(),
                                        new Round(1),
                                        f.anchor().certificate().seals()))),
                row(
                        "an entry with another value",
                        "anchor-entries",
                        "ENTRY_NOT_PROVEN",
                        f -> entry(f, 1, e -> new StateEntry(e.key(), Bytes.utf8("{}"), e.proof()))),
                row(
                        "an entry with the proof of another key",
                        "anchor-entries",
                        "ENTRY_NOT_PROVEN",
                        f -> entry(
                                f,
                                1,
                                e -> new StateEntry(
                                        e.key(),
                                        e.value(),
                                        f.anchor().entries().get(2).proof()))),
                row(
                        "a local set that did not decide the block",
                        "local-header",
                        "VALIDATOR_SET_MISMATCH",
                        f -> local(
                                f,
                                WORLD.hubValidators,
                                f.local().header(),
                                f.local().certificate())),
                row(
                        "a local header the hub did not record",
                        "local-header",
                        "HEADER_NOT_RECORDED",
                        f -> local(
                                f,
                                f.local().validators(),
                                later(f.local().header()),
                                f.local().certificate())),
                row(
                        "a subject of another height",
                        "local-header",
                        "PIECE_MALFORMED",
                        f -> subject(
                                f,
                                new EvidenceFile.Subject(
                                        f.subject().chain(), f.subject().transaction(), new Height(8)))),
                row(
                        "a local block with one seal too few",
                        "local-certificate",
                        "QUORUM_NOT_REACHED",
                        f -> localSeals(f, seals -> seals.subList(0, 2))),
                row(
                        "a local block sealed by a stranger",
                        "local-certificate",
                        "SEAL_BY_UNREGISTERED_KEY",
                        f -> localSeals(f, seals -> with(seals, 2, stranger(seals.get(2))))),
                row(
                        "a local block with swapped signatures",
                        "local-certificate",
                        "SEAL_INVALID",
                        f -> localSeals(f, EvidenceVerifierTest::swapped)),
                row(
                        "another transaction of the block",
                        "transaction",
                        "TRANSACTION_NOT_THE_SUBJECT",
                        f -> transaction(f, WORLD.transactions.get(0), WORLD.transactionProof(0))),
                row(
                        "a transaction signed by someone else",
                        "transaction",
                        "TRANSACTION_SIGNATURE_INVALID",
                        f -> transaction(
                                f, resigned(f.local().transaction()), f.local().transactionProof())),
                row(
                        "a transaction proven at another place",
                        "transaction",
                        "TRANSACTION_NOT_PROVEN",
                        f -> transaction(f, f.local().transaction(), WORLD.transactionProof(0))),
                row(
                        "another transaction as the subject",
                        "transaction",
                        "TRANSACTION_NOT_THE_SUBJECT",
                        f -> subject(
                                f,
                                new EvidenceFile.Subject(
                                        f.subject().chain(),
                                        WORLD.transactions.get(0).id(),
                                        f.subject().height()))),
                row(
                        "the receipt of another transaction",
                        "receipt",
                        "RECEIPT_OF_OTHER_TRANSACTION",
                        f -> receipt(f, WORLD.receipts.get(0), WORLD.receiptProof(0))),
                row(
                        "a receipt proven at another place",
                        "receipt",
                        "RECEIPT_AT_OTHER_PLACE",
                        f -> receipt(f, f.local().receipt(), WORLD.receiptProof(2))),
                row(
                        "a receipt with another outcome",
                        "receipt",
                        "RECEIPT_NOT_PROVEN",
                        f -> receipt(f, refused(f.local().receipt()), f.local().receiptProof())),
                row(
                        "another trace",
                        "trace",
                        "TRACE_NOT_PROVEN",
                        f -> trace(
                                f,
                                new Trace(
                                        f.local().trace().transactionId(), call("", write("objects/R-0001/0", "{}"))))),
                row(
                        "an object with another value",
                        "objects",
                        "OBJECT_NOT_PROVEN",
                        f -> object(
                                f,
                                0,
                                o -> new StateEntry(o.key(), WORLD.localState.value("objects/TR-0001/0"), o.proof()))),
                row(
                        "an object with the proof of another",
                        "objects",
                        "OBJECT_NOT_PROVEN",
                        f -> object(
                                f,
                                0,
                                o -> new StateEntry(
                                        o.key(),
                                        o.value(),
                                        f.local().objects().get(1).proof()))),
                row(
                        "a digest over something else",
                        "digest",
                        "DIGEST_MISMATCH",
                        f -> new EvidenceFile(f.subject(), f.anchor(), f.local(), Hash32.ZERO)));
    }

    private static Arguments row(String what, String check, String code, UnaryOperator<EvidenceFile> breaks) {
        return Arguments.of(what, check, code, breaks);
    }

    @ParameterizedTest(name = "{0} → {2}")
    @MethodSource("defects")
    void a_file_with_one_thing_broken_is_refused_for_that_thing(
            String what, String check, String code, UnaryOperator<EvidenceFile> breaks) {
        EvidenceReport report = EvidenceVerifier.verify(breaks.apply(FILE).toBytes(), Optional.empty());
        assertThat(report.accepted()).isFalse();
        assertThat(report.failures())
                .as(what)
                .filteredOn(failure -> failure.name().equals(check))
                .extracting(EvidenceCheck::code)
                .containsExactly(code);
    }

    /** What the supervision chain or the local chain itself recorded is wrong, though it is sealed and proven. */
    static Stream<Arguments> dishonestStates() {
        return Stream.of(
                hub(
                        "a copy with another digest",
                        "hub-copies",
                        "HUB_COPY_DIFFERS",
                        "objects/jiangsu/R-0001/0",
                        s -> s.replaceFirst("\"digest\":\"[0-9a-f]{64}\"", "\"digest\":\"" + Hash32.ZERO + "\"")),
                hub("a copy without digest", "hub-copies", "PIECE_MALFORMED", "objects/jiangsu/R-0001/0", s -> "{}"),
                hub(
                        "a registration that is no object",
                        "object-seals",
                        "PIECE_MALFORMED",
                        "registry/chain/jiangsu",
                        s -> "[]"),
                hub(
                        "a registration of another chain",
                        "object-seals",
                        "REGISTRATION_OF_OTHER_CHAIN",
                        "registry/chain/jiangsu",
                        s -> s.replace("\"chainId\":\"jiangsu\"", "\"chainId\":\"beijing\"")),
                hub(
                        "a registration with another seal key",
                        "object-seals",
                        "OBJECT_SEAL_BY_UNREGISTERED_KEY",
                        "registry/chain/jiangsu",
                        s -> s.replaceFirst(
                                "\"sealKeys\":\\[\"[0-9a-f]{130}\"\\]", "\"sealKeys\":[\"" + key(0) + "\"]")),
                hub(
                        "a registration whose seal key is none",
                        "object-seals",
                        "PIECE_MALFORMED",
                        "registry/chain/jiangsu",
                        s -> s.replaceFirst("\"sealKeys\":\\[\"04", "\"sealKeys\":[\"05")),
                hub(
                        "a recorded header with another hash",
                        "local-header",
                        "HEADER_NOT_RECORDED",
                        "light-clients/jiangsu/header/7",
                        s -> s.replaceFirst("\"hash\":\"[0-9a-f]{64}\"", "\"hash\":\"" + Hash32.ZERO + "\"")),
                hub(
                        "a recorded header with another state root",
                        "local-header",
                        "HEADER_RECORD_CONTRADICTS",
                        "light-clients/jiangsu/header/7",
                        s -> s.replaceFirst("\"stateRoot\":\"[0-9a-f]{64}\"", "\"stateRoot\":\"" + Hash32.ZERO + "\"")),
                hub(
                        "a recorded header with another set",
                        "local-header",
                        "HEADER_RECORD_CONTRADICTS",
                        "light-clients/jiangsu/header/7",
                        s -> s.replaceFirst(
                                "\"validatorSetHash\":\"[0-9a-f]{64}\"",
                                "\"validatorSetHash\":\"" + Hash32.ZERO + "\"")));
    }

    private static Arguments hub(String what, String check, String code, String key, UnaryOperator<String> change) {
        UnaryOperator<TreeMap<String, Bytes>> changes = state -> {
            String before = state.get(key).toUtf8();
            String after = change.apply(before);
            assertThat(after).isNotEqualTo(before);
            state.put(key, Bytes.utf8(after));
            return state;
        };
        return Arguments.of(what, check, code, changes);
    }

    private static String key(int index) {
        return WORLD.localValidators.validators().get(index).publicKey().toHex();
    }

    @ParameterizedTest(name = "{0} → {2}")
    @MethodSource("dishonestStates")
    void what_the_supervision_chain_says_is_compared_with_the_local_chain(
            String what, String check, String code, UnaryOperator<TreeMap<String, Bytes>> changes) {
        EvidenceFile file = new SampleFederation(state -> state, changes).evidence();
        EvidenceReport report = EvidenceVerifier.verify(file.toBytes(), Optional.empty());
        assertThat(report.failures())
                .as(what)
                .extracting(EvidenceCheck::name, EvidenceCheck::code)
                .containsExactly(tuple(check, code));
    }

    @Test
    void an_object_whose_local_state_differs_from_what_the_transaction_wrote_is_refused() {
        SampleFederation world = new SampleFederation(
                state -> {
                    state.put(OBJECT, Bytes.utf8("{\"body\":{}}"));
                    return state;
                },
                state -> state);
        EvidenceReport report = EvidenceVerifier.verify(world.evidence().toBytes(), Optional.empty());
        assertThat(report.failures())
                .extracting(EvidenceCheck::code)
                .containsExactly("OBJECT_NOT_WRITTEN", "OBJECT_MALFORMED", "HUB_COPY_DIFFERS");
    }

    private static EvidenceFile subject(EvidenceFile file, EvidenceFile.Subject subject) {
        EvidenceFile changed = EvidenceFile.of(subject, file.anchor(), file.local());
        // keep the structure right: the entries are those of the subject's height
        List<StateEntry> entries = new ArrayList<>();
        String recorded =
                EvidenceKeys.header(file.subject().chain(), file.subject().height());
        for (StateEntry entry : file.anchor().entries()) {
            entries.add(
                    entry.key().equals(recorded)
                            ? new StateEntry(
                                    EvidenceKeys.header(subject.chain(), subject.height()),
                                    Bytes.utf8("{}"),
                                    entry.proof())
                            : entry);
        }
        return subject.height().equals(file.subject().height()) ? changed : entries(changed, entries);
    }

    private static EvidenceFile entries(EvidenceFile file, List<StateEntry> entries) {
        EvidenceFile.Anchor anchor = file.anchor();
        return EvidenceFile.of(
                file.subject(),
                new EvidenceFile.Anchor(anchor.validators(), anchor.header(), anchor.certificate(), entries),
                file.local());
    }

    private static EvidenceFile entry(EvidenceFile file, int index, UnaryOperator<StateEntry> change) {
        List<StateEntry> entries = file.anchor().entries();
        return entries(file, with(entries, index, change.apply(entries.get(index))));
    }

    private static EvidenceFile anchor(
            EvidenceFile file, ValidatorSet validators, BlockHeader header, CommitCertificate certificate) {
        return EvidenceFile.of(
                file.subject(),
                new EvidenceFile.Anchor(
                        validators, header, certificate, file.anchor().entries()),
                file.local());
    }

    private static EvidenceFile anchorSeals(EvidenceFile file, UnaryOperator<List<Seal>> change) {
        CommitCertificate certificate = file.anchor().certificate();
        return anchor(
                file,
                file.anchor().validators(),
                file.anchor().header(),
                certificate(certificate, certificate.round(), change.apply(certificate.seals())));
    }

    private static EvidenceFile localSeals(EvidenceFile file, UnaryOperator<List<Seal>> change) {
        CommitCertificate certificate = file.local().certificate();
        return local(
                file,
                file.local().validators(),
                file.local().header(),
                certificate(certificate, certificate.round(), change.apply(certificate.seals())));
    }

    private static CommitCertificate certificate(CommitCertificate certificate, Round round, List<Seal> seals) {
        return new CommitCertificate(
                certificate.chainId(), certificate.height(), round, certificate.blockHash(), seals);
    }

    private static List<Seal> swapped(List<Seal> seals) {
        Seal first = new Seal(seals.get(0).signer(), seals.get(1).signature());
        Seal second = new Seal(seals.get(1).signer(), seals.get(0).signature());
        return with(with(seals, 0, first), 1, second);
    }

    private static Seal stranger(Seal seal) {
        return new Seal(SampleChain.key(99).publicKey(), seal.signature());
    }

    private static <T> List<T> with(List<T> list, int index, T value) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, value);
        return changed;
    }

    private static BlockHeader later(BlockHeader header) {
        return new BlockHeader(
                header.version(),
                header.chainId(),
                header.height(),
                Sm3.hash(Bytes.utf8("another parent")),
                header.time(),
                header.proposer(),
                header.transactionRoot(),
                header.receiptRoot(),
                header.stateRoot(),
                header.validatorSetHash(),
                header.nextValidatorSetHash());
    }

    private static Transaction resigned(Transaction t) {
        return new Transaction(
                t.chainId(),
                t.sender(),
                t.sequence(),
                t.contract(),
                t.method(),
                t.arguments(),
                WORLD.transactions.get(0).signature());
    }

    private static Receipt refused(Receipt r) {
        return new Receipt(
                r.transactionId(),
                Receipt.Outcome.REFUSED,
                "NO",
                "no",
                r.result(),
                r.events(),
                r.traceHash(),
                r.metered());
    }

    private static EvidenceFile local(
            EvidenceFile file, ValidatorSet validators, BlockHeader header, CommitCertificate certificate) {
        EvidenceFile.Local l = file.local();
        return withLocal(
                file,
                new EvidenceFile.Local(
                        validators,
                        header,
                        certificate,
                        l.transaction(),
                        l.transactionProof(),
                        l.receipt(),
                        l.receiptProof(),
                        l.trace(),
                        l.objects()));
    }

    private static EvidenceFile transaction(EvidenceFile file, Transaction transaction, OrderedProof proof) {
        EvidenceFile.Local l = file.local();
        return withLocal(
                file,
                new EvidenceFile.Local(
                        l.validators(),
                        l.header(),
                        l.certificate(),
                        transaction,
                        proof,
                        l.receipt(),
                        l.receiptProof(),
                        l.trace(),
                        l.objects()));
    }

    private static EvidenceFile receipt(EvidenceFile file, Receipt receipt, OrderedProof proof) {
        EvidenceFile.Local l = file.local();
        return withLocal(
                file,
                new EvidenceFile.Local(
                        l.validators(),
                        l.header(),
                        l.certificate(),
                        l.transaction(),
                        l.transactionProof(),
                        receipt,
                        proof,
                        l.trace(),
                        l.objects()));
    }

    private static EvidenceFile trace(EvidenceFile file, Trace trace) {
        return tail(file, trace, file.local().objects());
    }

    private static EvidenceFile object(EvidenceFile file, int index, UnaryOperator<StateEntry> change) {
        List<StateEntry> objects = file.local().objects();
        return tail(file, file.local().trace(), with(objects, index, change.apply(objects.get(index))));
    }

    private static EvidenceFile tail(EvidenceFile file, Trace trace, List<StateEntry> objects) {
        EvidenceFile.Local l = file.local();
        return withLocal(
                file,
                new EvidenceFile.Local(
                        l.validators(),
                        l.header(),
                        l.certificate(),
                        l.transaction(),
                        l.transactionProof(),
                        l.receipt(),
                        l.receiptProof(),
                        trace,
                        objects));
    }

    private static EvidenceFile withLocal(EvidenceFile file, EvidenceFile.Local local) {
        return EvidenceFile.of(file.subject(), file.anchor(), local);
    }

    @Test
    void the_supervision_chain_is_no_subject() {
        EvidenceFile.Subject hub = new EvidenceFile.Subject(
                ChainId.SUPERVISION,
                FILE.subject().transaction(),
                FILE.subject().height());
        EvidenceFile file = EvidenceFile.of(hub, FILE.anchor(), FILE.local());
        assertThat(EvidenceVerifier.verify(file.toBytes(), Optional.empty()).failures())
                .extracting(EvidenceCheck::code)
                .containsExactly("SUBJECT_NOT_LOCAL");
    }
}
