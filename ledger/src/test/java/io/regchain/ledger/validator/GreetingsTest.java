package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.storage.Births;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What validator 1 believes of hellos and answers: every row is one lie. */
class GreetingsTest {
    private static final int OWN = Surroundings.INDEX;

    private final Surroundings around = new Surroundings();
    private final Greetings greetings = new Greetings(around.parts());
    private final PeerMessage.Hello asked = greetings.hello();
    private final BirthNotice own = asked.notice();
    private final BirthNotice its = around.notice(2, 2);

    private HelloAnswer said(int signer, BirthNotice notice, PeerMessage.Hello to, BirthNotice shown) {
        return around.said(signer, notice, to, 0, shown, Optional.empty());
    }

    private record Lie(String what, int from, HelloAnswer said) {}

    private List<Lie> lies() {
        HelloAnswer right = said(2, its, asked, own);
        PeerMessage.Hello ofAnotherLife =
                new PeerMessage.Hello(OWN, Height.ZERO, around.notice(OWN, 99), asked.challenge());
        PeerMessage.Hello ofAnotherRun = new PeerMessage.Hello(OWN, Height.ZERO, own, Surroundings.birth(98));
        BirthNotice notOurs =
                new BirthNotice(Surroundings.birth(99), around.notice(0, 99).signature());
        ChainId elsewhere = new ChainId("jiangsu");
        BirthNotice itsElsewhere = BirthNotice.sign(elsewhere, Surroundings.birth(2), around.key(2));
        BirthNotice ownElsewhere = BirthNotice.sign(elsewhere, Surroundings.birth(99), around.key(OWN));
        HelloAnswer ofAnotherChain =
                HelloAnswer.sign(elsewhere, asked, Height.ZERO, its, own, Optional.empty(), around.key(2));
        return List.of(
                new Lie("in another's name", 2, said(0, its, asked, own)),
                new Lie("with a key of nobody", 2, said(5, its, asked, own)),
                new Lie("to another life", 2, said(2, its, ofAnotherLife, own)),
                new Lie("to another run", 2, said(2, its, ofAnotherRun, own)),
                new Lie("on another chain", 2, ofAnotherChain),
                new Lie(
                        "at another height than it was signed for",
                        2,
                        new HelloAnswer(new Height(957), its, own, Optional.empty(), right.signature())),
                new Lie(
                        "with a proof that was not signed",
                        2,
                        new HelloAnswer(Height.ZERO, its, own, Optional.of(Bytes.utf8("proof")), right.signature())),
                new Lie("from a life that it did not sign", 2, said(2, around.notice(0, 2), asked, own)),
                new Lie("from a life on another chain", 2, said(2, itsElsewhere, asked, own)),
                new Lie("showing what this validator did not sign", 2, said(2, its, asked, notOurs)),
                new Lie("showing its life on another chain", 2, said(2, its, asked, ownElsewhere)),
                new Lie("showing another's notice", 2, said(2, its, asked, its)),
                new Lie("of itself", OWN, said(OWN, own, asked, own)),
                new Lie("of a seat that is none", 6, right),
                new Lie("of a seat below the first", -1, right));
    }

    /** A single liar could else tell a new directory everything, in everybody's name. */
    @Test
    void anAnswerThatIsNotSignedByItsSenderForThisRunSaysNothing() {
        for (Lie lie : lies()) {
            assertThat(greetings.take(new PeerMessage.Answer(lie.from(), lie.said())))
                    .as(lie.what())
                    .isEqualTo(Greetings.Taken.NOTHING);
            assertThat(greetings.answered()).as(lie.what()).isEmpty();
            assertThat(greetings.diskWasLost()).as(lie.what()).isFalse();
            assertThat(around.store.births().of(2)).as(lie.what()).isEmpty();
        }
        PeerMessage.Answer right = new PeerMessage.Answer(2, said(2, its, asked, own));
        assertThat(greetings.take(right)).isEqualTo(Greetings.Taken.ANSWERED);
        assertThat(greetings.take(right)).isEqualTo(Greetings.Taken.AGAIN);
        assertThat(greetings.answered()).isEqualTo(Set.of(2));
        assertThat(greetings.diskWasLost()).isFalse();
    }

    @Test
    void aSignedNoticeOfAnEarlierLifeShowsThatTheDiskWasLost() {
        greetings.take(new PeerMessage.Answer(2, said(2, its, asked, around.notice(OWN, 99))));
        assertThat(greetings.diskWasLost()).isTrue();
    }

    /** What was answered before a restart is no answer after it. */
    @Test
    void eachRunHasAChallengeOfItsOwn() {
        Greetings next = new Greetings(around.parts());
        assertThat(next.hello().notice().birth()).isEqualTo(own.birth());
        assertThat(next.hello().challenge()).isNotEqualTo(asked.challenge());
        assertThat(next.take(new PeerMessage.Answer(2, said(2, its, asked, own))))
                .isEqualTo(Greetings.Taken.NOTHING);
    }

    // ---- hellos

    @Test
    void aHelloThatIsNotSignedByItsSenderIsNobodys() {
        BirthNotice elsewhere = BirthNotice.sign(new ChainId("jiangsu"), Surroundings.birth(2), around.key(2));
        assertThat(greetings.heard(Surroundings.hello(0, 5, its))).isFalse();
        assertThat(greetings.heard(Surroundings.hello(7, 5, its))).isFalse();
        assertThat(greetings.heard(Surroundings.hello(2, 5, elsewhere))).isFalse();
        assertThat(greetings.heard(Surroundings.hello(OWN, 5, own))).isFalse();
        assertThat(around.store.births().of(0)).isEmpty();
        assertThat(around.store.births().of(2)).isEmpty();
        assertThat(greetings.heard(Surroundings.hello(2, 5, its))).isTrue();
    }

    private HelloAnswer given(PeerMessage.Hello hello) {
        assertThat(greetings.heard(hello)).isTrue();
        return greetings.answerTo(hello).said();
    }

    @Test
    void theFirstLifeOfAPeerIsKeptAndShownBack() {
        HelloAnswer first = given(Surroundings.hello(0, 0, around.notice(0, 10)));
        HelloAnswer second = given(Surroundings.hello(0, 0, around.notice(0, 11)));
        Births.Notice kept = around.store.births().of(0).orElseThrow();
        assertThat(kept.birth()).isEqualTo(Surroundings.birth(10));
        assertThat(List.of(first.shown(), second.shown())).containsOnly(BirthNotice.of(kept));
    }

    @Test
    void theSameIsAnsweredTheSameAndNothingIsSignedTwice() {
        PeerMessage.Hello hello = Surroundings.hello(0, 0, around.notice(0, 10));
        HelloAnswer first = given(hello);
        assertThat(given(hello)).isSameAs(first);

        PeerMessage.Hello ofAnotherRun = new PeerMessage.Hello(0, Height.ZERO, hello.notice(), Surroundings.birth(51));
        HelloAnswer second = given(ofAnotherRun);
        assertThat(second).isNotEqualTo(first);
        around.append(around.next());
        HelloAnswer third = given(ofAnotherRun);
        assertThat(third.height()).isEqualTo(new Height(1));
        assertThat(third.signedBy(
                        around.key(OWN).publicKey(), around.chain.config().chainId(), ofAnotherRun))
                .isTrue();
    }

    // ---- how far the chain is

    @Test
    void whoIsBehindIsShownHowFarTheChainIs() {
        Block block = around.append(around.next()).block();
        CommitCertificate certificate =
                around.store.block(new Height(1)).certificate().orElseThrow();
        assertThat(given(Surroundings.hello(0, 0, around.notice(0, 10))).proof())
                .contains(Surroundings.proof(block.header(), certificate));
        assertThat(given(Surroundings.hello(2, 1, its)).proof()).isEmpty();
        assertThat(given(Surroundings.hello(3, 2, around.notice(3, 3))).proof()).isEmpty();
    }

    private record Proof(String what, long height, Bytes bytes) {}

    private List<Proof> falseProofs(Block block) {
        BlockHeader header = block.header();
        CommitCertificate certificate = around.certificate(block);
        CommitCertificate byOthers = TestValidators.certify(around.set(0, 4, 5, 1), header, Round.ZERO);
        return List.of(
                new Proof("of another height than is said", 2, Surroundings.proof(header, certificate)),
                new Proof("by too few", 1, Surroundings.proof(header, fewer(certificate))),
                new Proof("by others", 1, Surroundings.proof(header, byOthers)),
                new Proof("on another chain", 1, elsewhere()),
                new Proof("not a header", 1, Bytes.utf8("{}")),
                new Proof("not JSON", 1, Bytes.utf8("proof")));
    }

    private static CommitCertificate fewer(CommitCertificate of) {
        List<Seal> seals = of.seals().subList(0, 2);
        return new CommitCertificate(of.chainId(), of.height(), of.round(), of.blockHash(), seals);
    }

    /** The same validators decide another chain as well. */
    private Bytes elsewhere() {
        BlockHeader here = around.next().block().header();
        BlockHeader there = new BlockHeader(
                BlockHeader.VERSION,
                new ChainId("jiangsu"),
                here.height(),
                here.parentHash(),
                here.time(),
                here.proposer(),
                here.transactionRoot(),
                here.receiptRoot(),
                here.stateRoot(),
                here.validatorSetHash(),
                here.nextValidatorSetHash());
        return Surroundings.proof(there, TestValidators.certify(around.set(0, 1, 2, 3), there, Round.ZERO));
    }

    private boolean proves(long height, Bytes proof) {
        return greetings.proves(new PeerMessage.Answer(2, around.said(2, its, asked, height, own, Optional.of(proof))));
    }

    @Test
    void onlyTheSetThatDecidesNextProvesAHeight() {
        Block block = around.next().block();
        for (Proof each : falseProofs(block)) {
            assertThat(proves(each.height(), each.bytes())).as(each.what()).isFalse();
        }
        assertThat(greetings.proves(new PeerMessage.Answer(2, said(2, its, asked, own))))
                .as("none")
                .isFalse();
        assertThat(proves(1, Surroundings.proof(block.header(), around.certificate(block))))
                .isTrue();
    }
}
