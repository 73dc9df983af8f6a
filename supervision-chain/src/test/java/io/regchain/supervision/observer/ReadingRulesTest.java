package io.regchain.supervision.observer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;
import io.regchain.protocol.wire.BlockAnswer;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectList;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.protocol.wire.WrittenObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A valid reading of a node, and one thing of it broken per row. */
class ReadingRulesTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final BlockTime START = new BlockTime(1_770_700_000_000L);
    private static final Sm2PrivateKey OWNER = ContractHarness.key("owner of jiangsu");
    private static final Height ONE = new Height(1);
    private static final ContractHarness CHAIN = chain(JIANGSU, "jiangsu", "report-1", "report-2");

    /** A chain whose first block wrote these objects and whose second wrote none. */
    private static ContractHarness chain(ChainId id, String source, String... objects) {
        ContractHarness chain = ContractHarness.start(id, START, new Shelf());
        ObjectNode arguments = CanonicalJson.object();
        ArrayNode entries = arguments.putArray("entries");
        for (String object : objects) {
            entries.addObject()
                    .put("id", object)
                    .set("snapshot", disclosure(object, source).toJson());
        }
        chain.succeed(ContractHarness.key("anyone"), "objects", "put", arguments);
        chain.emptyBlock();
        return chain;
    }

    private static final class Shelf implements Contract {
        @Override
        public String name() {
            return "objects";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            ArrayNode list = CanonicalJson.array();
            for (JsonNode entry : arguments.get("entries")) {
                context.write(entry.path("id").asText() + "/0", entry.get("snapshot"));
                list.addObject()
                        .put("id", entry.path("id").asText())
                        .put("version", 0)
                        .put("transaction", context.transactionId().toHex());
            }
            context.write("at/" + context.height(), list);
            return list;
        }
    }

    private static DataObject disclosure(String id, String source) {
        ObjectNode body = CanonicalJson.object();
        body.putObject("disclosure_approval_information")
                .putObject("disclosure_basic_information")
                .put("disclosure_submit_date", "2026-02-10");
        ObjectHead head = ObjectHead.of(
                        ObjectType.INFO_DISCLOSURE,
                        new ObjectId(id),
                        new ObjectVersion(0),
                        ObjectOperation.CREATE,
                        1_770_700_000L)
                .withSource(source);
        return DataObject.of(head, body).sealWith(OWNER);
    }

    private static TrustedState trusted() {
        return TrustedState.root(
                CHAIN.block(Height.ZERO).block().header(), CHAIN.validators().set());
    }

    private static Reading reading(ContractHarness chain, Height height) {
        CertifiedBlock block = chain.block(height);
        ObjectList index = index(chain, height);
        List<ObjectAnswer> objects = index.objects().stream()
                .map(name -> object(chain, height, name))
                .toList();
        return new Reading(
                height,
                "node-0",
                new BlockAnswer(block.block().header(), List.of(), Optional.empty()),
                new ConsensusState(block.block().header(), block.validators(), Optional.empty(), block.certificate()),
                index,
                objects,
                Optional.of(new Reading.Witness(
                        "node-1",
                        new ConsensusState(
                                block.block().header(), block.validators(), Optional.empty(), block.certificate()))));
    }

    private static ObjectList index(ContractHarness chain, Height height) {
        String key = ObjectList.stateKey(height);
        return ObjectList.of(height, chain.readBytes(height, key), chain.prove(height, key));
    }

    private static ObjectAnswer object(ContractHarness chain, Height height, ObjectName name) {
        return new ObjectAnswer(
                height,
                name,
                chain.readBytes(height, name.stateKey()).orElseThrow(),
                chain.prove(height, name.stateKey()),
                WrittenObject.writer(index(chain, height).written(), name).orElseThrow());
    }

    @Test
    void a_reading_that_proves_itself_is_sound_and_advances_the_light_client() {
        ReadingCheck check = ReadingRules.check(trusted(), reading(CHAIN, ONE));

        assertThat(check).isInstanceOfSatisfying(ReadingCheck.Sound.class, sound -> {
            assertThat(sound.notes()).isEmpty();
            assertThat(sound.next().height()).isEqualTo(ONE);
            assertThat(sound.next().blockHash()).isEqualTo(CHAIN.block(ONE).hash());
        });
    }

    @Test
    void a_height_without_objects_is_sound_by_a_proof_of_absence() {
        TrustedState afterOne = ((ReadingCheck.Sound) ReadingRules.check(trusted(), reading(CHAIN, ONE))).next();

        assertThat(ReadingRules.check(afterOne, reading(CHAIN, new Height(2)))).isInstanceOf(ReadingCheck.Sound.class);
    }

    @Test
    void a_silent_second_node_does_not_stop_the_reading() {
        assertThat(ReadingRules.check(trusted(), witnessed(reading(CHAIN, ONE), Optional.empty())))
                .isInstanceOfSatisfying(ReadingCheck.Sound.class, sound -> {
                    assertThat(sound.notes()).isEmpty();
                    assertThat(sound.fork()).isEmpty();
                });
    }

    @Test
    void a_second_node_that_tells_another_block_is_noted_as_a_breach_while_the_certified_block_counts() {
        BlockHeader other = withStateRoot(CHAIN.block(ONE).block().header(), Hash32.ZERO);
        CommitCertificate honest = CHAIN.block(ONE).certificate().orElseThrow();

        for (Optional<CommitCertificate> shown : List.of(
                Optional.<CommitCertificate>empty(),
                Optional.of(honest),
                Optional.of(new CommitCertificate(JIANGSU, ONE, honest.round(), other.hash(), honest.seals())))) {
            assertThat(witnessed(other, shown)).satisfies(sound -> {
                assertNoted(sound, "CONSISTENCY_BREACH");
                assertThat(sound.fork()).isEmpty();
            });
        }
    }

    @Test
    void a_second_node_that_shows_another_certified_block_proves_a_fork() {
        CertifiedBlock other = chain(JIANGSU, "jiangsu", "report-3").block(ONE);

        ReadingCheck.Sound sound = witnessed(other.block().header(), other.certificate());

        assertNoted(sound, "TWO_CERTIFIED_BLOCKS");
        assertThat(sound.header().hash()).isEqualTo(CHAIN.block(ONE).hash());
        assertThat(sound.fork())
                .hasValueSatisfying(fork -> assertThat(fork.hash()).isEqualTo(other.hash()));
    }

    @Test
    void a_certified_block_of_another_height_is_no_fork() {
        CertifiedBlock second = CHAIN.block(new Height(2));

        ReadingCheck.Sound sound = witnessed(second.block().header(), second.certificate());

        assertNoted(sound, "CONSISTENCY_BREACH");
        assertThat(sound.fork()).isEmpty();
    }

    @Test
    void a_certified_block_that_does_not_follow_is_misbehaviour_for_the_supervision_chain_to_judge() {
        CertifiedBlock elsewhere = chain(JIANGSU, "jiangsu", "report-3").block(ONE);
        TrustedState other = new TrustedState(
                JIANGSU,
                ONE,
                elsewhere.hash(),
                elsewhere.block().header().time(),
                CHAIN.validators().set());
        TrustedState later = new TrustedState(
                JIANGSU,
                ONE,
                CHAIN.block(ONE).hash(),
                new BlockTime(START.epochMillis() + 1),
                CHAIN.validators().set());

        assertContradicting(other, "PARENT_MISMATCH");
        assertContradicting(later, "TIME_WENT_BACK");
    }

    private static void assertContradicting(TrustedState trusted, String code) {
        Height two = new Height(2);
        Reading reading = reading(CHAIN, two);
        assertThat(ReadingRules.check(trusted, reading))
                .isInstanceOfSatisfying(ReadingCheck.Contradicting.class, contradicting -> {
                    assertThat(contradicting.finding().reason().code()).isEqualTo(code);
                    assertThat(contradicting.header().hash())
                            .isEqualTo(CHAIN.block(two).hash());
                });
        CommitCertificate honest = CHAIN.block(two).certificate().orElseThrow();
        ConsensusState tooShort = new ConsensusState(
                CHAIN.block(two).block().header(),
                CHAIN.validators().set(),
                Optional.empty(),
                Optional.of(new CommitCertificate(
                        JIANGSU,
                        two,
                        honest.round(),
                        honest.blockHash(),
                        honest.seals().subList(0, 2))));
        Reading uncertified = new Reading(
                two, reading.node(), reading.block(), tooShort, reading.index(), reading.objects(), Optional.empty());
        assertThat(ReadingRules.check(trusted, uncertified))
                .as("without a quorum it is a node's word only")
                .isInstanceOfSatisfying(
                        ReadingCheck.Unsound.class,
                        unsound -> assertThat(unsound.finding().reason().code()).isEqualTo(code));
    }

    private static ReadingCheck.Sound witnessed(BlockHeader header, Optional<CommitCertificate> certificate) {
        ConsensusState state = new ConsensusState(header, CHAIN.validators().set(), Optional.empty(), certificate);
        return (ReadingCheck.Sound) ReadingRules.check(
                trusted(), witnessed(reading(CHAIN, ONE), Optional.of(new Reading.Witness("node-1", state))));
    }

    private static void assertNoted(ReadingCheck.Sound sound, String code) {
        assertThat(sound.notes()).singleElement().satisfies(note -> {
            assertThat(note.reason().code()).isEqualTo(code);
            assertThat(note.node()).isEqualTo("node-1");
        });
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("the node answers another height", "HEIGHT_MISMATCH", r -> blocks(r, header(2), header(2))),
                row(
                        "GetBlock and GetConsensusState tell two blocks",
                        "NODE_CONTRADICTS_ITSELF",
                        r -> blocks(r, header(1), withStateRoot(header(1), Hash32.ZERO))),
                row("there is no certificate", "CERTIFICATE_MISSING", r -> certified(r, Optional.empty())),
                row(
                        "one seal below the quorum",
                        "QUORUM_NOT_REACHED",
                        r -> sealed(r, seals -> seals.subList(1, seals.size()))),
                row(
                        "a seal by a key that is not registered",
                        "SEAL_BY_UNREGISTERED_KEY",
                        r -> sealed(r, seals -> replaced(seals, 0, seal(ContractHarness.key("a stranger"))))),
                row(
                        "one validator seals twice",
                        "SEAL_REPEATED",
                        r -> sealed(r, seals -> replaced(seals, 0, seals.get(1)))),
                row(
                        "a seal over something else",
                        "SEAL_INVALID",
                        r -> sealed(
                                r,
                                seals -> replaced(
                                        seals,
                                        0,
                                        new Seal(
                                                seals.get(0).signer(),
                                                seals.get(1).signature())))),
                row("header and certificate of another chain", "HEADER_OF_OTHER_CHAIN", r -> {
                    ContractHarness other = chain(new ChainId("zhejiang"), "zhejiang", "report-1");
                    return certified(
                            blocks(
                                    r,
                                    other.block(ONE).block().header(),
                                    other.block(ONE).block().header()),
                            other.block(ONE).certificate());
                }),
                row(
                        "the list of objects is kept back",
                        "OBJECT_LIST_UNPROVEN",
                        r -> objects(
                                r,
                                ObjectList.of(ONE, Optional.empty(), r.index().proof()),
                                List.of())),
                row(
                        "the list names another object",
                        "OBJECT_LIST_UNPROVEN",
                        r -> objects(
                                r,
                                ObjectList.of(
                                        ONE,
                                        r.index().value().map(value -> altered(value, "report-2", "report-3")),
                                        r.index().proof()),
                                r.objects())),
                row(
                        "the list is of another height",
                        "OBJECT_LIST_UNPROVEN",
                        r -> objects(r, index(CHAIN, new Height(2)), List.of())),
                row(
                        "an object of the list is kept back",
                        "OBJECT_MISSING",
                        r -> objects(r, r.index(), r.objects().subList(0, 1))),
                row(
                        "an object's body was altered",
                        "OBJECT_ALTERED",
                        r -> first(
                                r,
                                o -> new ObjectAnswer(
                                        o.height(),
                                        o.name(),
                                        altered(o.snapshot(), "2026-02-10", "2026-02-11"),
                                        o.proof(),
                                        o.transactionId()))),
                row(
                        "the proof is of another key",
                        "OBJECT_PROOF_INVALID",
                        r -> first(
                                r,
                                o -> new ObjectAnswer(
                                        o.height(),
                                        o.name(),
                                        o.snapshot(),
                                        r.objects().get(1).proof(),
                                        o.transactionId()))),
                row(
                        "an object of another network",
                        "OBJECT_OF_OTHER_NETWORK",
                        r -> first(
                                r,
                                o -> object(
                                        chain(new ChainId("zhejiang"), "zhejiang", "report-1", "report-2"),
                                        ONE,
                                        o.name()))),
                row(
                        "an object said to be of another transaction",
                        "OBJECT_OF_OTHER_TRANSACTION",
                        r -> first(
                                r, o -> new ObjectAnswer(o.height(), o.name(), o.snapshot(), o.proof(), Hash32.ZERO))),
                row(
                        "no data object at all",
                        "OBJECT_MALFORMED",
                        r -> first(
                                r,
                                o -> new ObjectAnswer(
                                        o.height(), o.name(), Bytes.utf8("{}"), o.proof(), o.transactionId()))));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void one_broken_thing_is_refused_with_its_own_reason_and_names_the_node(UnaryOperator<Reading> harm, String code) {
        ReadingCheck check = ReadingRules.check(trusted(), harm.apply(reading(CHAIN, ONE)));

        assertThat(check).isInstanceOfSatisfying(ReadingCheck.Unsound.class, unsound -> {
            assertThat(unsound.finding().reason().code()).isEqualTo(code);
            assertThat(unsound.finding().node()).isEqualTo("node-0");
            assertThat(unsound.finding().height()).isEqualTo(ONE);
        });
    }

    private static Arguments row(String name, String code, UnaryOperator<Reading> harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    private static BlockHeader header(long height) {
        return CHAIN.block(new Height(height)).block().header();
    }

    private static BlockHeader withStateRoot(BlockHeader h, Hash32 root) {
        return new BlockHeader(
                h.version(),
                h.chainId(),
                h.height(),
                h.parentHash(),
                h.time(),
                h.proposer(),
                h.transactionRoot(),
                h.receiptRoot(),
                root,
                h.validatorSetHash(),
                h.nextValidatorSetHash());
    }

    private static Bytes altered(Bytes json, String from, String to) {
        return Bytes.utf8(json.toUtf8().replace(from, to));
    }

    private static Seal seal(Sm2PrivateKey key) {
        CommitCertificate honest = CHAIN.block(ONE).certificate().orElseThrow();
        return new Seal(key.publicKey(), key.sign(honest.sealedBytes()));
    }

    private static List<Seal> replaced(List<Seal> seals, int index, Seal seal) {
        List<Seal> changed = new ArrayList<>(seals);
        changed.set(index, seal);
        return changed;
    }

    private static Reading sealed(Reading r, UnaryOperator<List<Seal>> change) {
        CommitCertificate c = r.consensus().certificate().orElseThrow();
        return certified(
                r,
                Optional.of(new CommitCertificate(
                        c.chainId(), c.height(), c.round(), c.blockHash(), change.apply(c.seals()))));
    }

    private static Reading certified(Reading r, Optional<CommitCertificate> certificate) {
        ConsensusState c = r.consensus();
        return new Reading(
                r.height(),
                r.node(),
                r.block(),
                new ConsensusState(c.header(), c.validators(), c.next(), certificate),
                r.index(),
                r.objects(),
                r.witness());
    }

    private static Reading blocks(Reading r, BlockHeader block, BlockHeader consensus) {
        ConsensusState c = r.consensus();
        return new Reading(
                r.height(),
                r.node(),
                new BlockAnswer(block, List.of(), Optional.empty()),
                new ConsensusState(consensus, c.validators(), c.next(), c.certificate()),
                r.index(),
                r.objects(),
                r.witness());
    }

    private static Reading objects(Reading r, ObjectList index, List<ObjectAnswer> objects) {
        return new Reading(r.height(), r.node(), r.block(), r.consensus(), index, objects, r.witness());
    }

    private static Reading first(Reading r, UnaryOperator<ObjectAnswer> change) {
        List<ObjectAnswer> objects = new ArrayList<>(r.objects());
        objects.set(0, change.apply(objects.get(0)));
        return objects(r, r.index(), objects);
    }

    private static Reading witnessed(Reading r, Optional<Reading.Witness> witness) {
        return new Reading(r.height(), r.node(), r.block(), r.consensus(), r.index(), r.objects(), witness);
    }
}
