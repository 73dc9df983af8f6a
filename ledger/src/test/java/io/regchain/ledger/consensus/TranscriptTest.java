package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Round;
import org.junit.jupiter.api.Test;

/** Four validators, word for word. At height 1 the turn goes to #1 in round 0, to #2 in round 1, to #3 in round 2. */
class TranscriptTest {
    private final Exchange table = new Exchange(4);

    private void reads(String expected) {
        assertThat(table.transcript()).isEqualTo(expected.stripTrailing());
    }

    @Test
    void aProposalIsPreparedCommittedAndDecided() {
        table.work(0, 1, 2, 3);
        reads(
                """
                #1 sends proposal 1/0 A
                #1 sends prepare 1/0 A
                #0 sends prepare 1/0 A
                #2 sends prepare 1/0 A
                #3 sends prepare 1/0 A
                #0 sends commit 1/0 A
                #1 sends commit 1/0 A
                #3 sends commit 1/0 A
                #2 sends commit 1/0 A
                #0 decides A at 1/0 with 3 seals
                #1 decides A at 1/0 with 3 seals
                #2 decides A at 1/0 with 3 seals
                #3 decides A at 1/0 with 3 seals
                """);
    }

    @Test
    void aSilentProposerIsPassedOver() {
        table.post = (from, to, payload) -> from != 1;
        table.work(0, 2, 3);
        table.timeOut(0, 2);
        reads(
                """
                -- the timer of #0 runs out
                #0 sends round change 1/1
                -- the timer of #2 runs out
                #2 sends round change 1/1
                #1 sends in vain round change 1/1
                #3 sends round change 1/1
                #2 sends proposal 1/1 A because of 3 round changes, 0 prepares
                #2 sends prepare 1/1 A
                #0 sends prepare 1/1 A
                #1 sends in vain prepare 1/1 A
                #3 sends prepare 1/1 A
                #1 sends in vain commit 1/1 A
                #0 sends commit 1/1 A
                #2 sends commit 1/1 A
                #3 sends commit 1/1 A
                #1 decides A at 1/1 with 3 seals
                #0 decides A at 1/1 with 3 seals
                #2 decides A at 1/1 with 3 seals
                #3 decides A at 1/1 with 3 seals
                """);
    }

    @Test
    void aProposerWithTwoTonguesIsReportedAndPassedOver() {
        table.post = (from, to, payload) -> from != 1;
        table.inject(1, proposal(0), 0, 2);
        table.inject(1, proposal(1), 3);
        table.inject(1, proposal(1), 0);
        table.timeOut(0, 2);
        reads(
                """
                #1 tells [#0, #2] proposal 1/0 A
                #0 sends prepare 1/0 A
                #2 sends prepare 1/0 A
                #1 tells [#3] proposal 1/0 B
                #3 sends prepare 1/0 B
                #1 tells [#0] proposal 1/0 B
                #0 reports two PROPOSAL of #1
                -- the timer of #0 runs out
                #0 sends round change 1/1
                -- the timer of #2 runs out
                #2 sends round change 1/1
                #1 sends in vain round change 1/1
                #3 sends round change 1/1
                #2 sends proposal 1/1 C because of 3 round changes, 0 prepares
                #2 sends prepare 1/1 C
                #0 sends prepare 1/1 C
                #1 sends in vain prepare 1/1 C
                #3 sends prepare 1/1 C
                #1 sends in vain commit 1/1 C
                #0 sends commit 1/1 C
                #2 sends commit 1/1 C
                #3 sends commit 1/1 C
                #1 decides C at 1/1 with 3 seals
                #0 decides C at 1/1 with 3 seals
                #2 decides C at 1/1 with 3 seals
                #3 decides C at 1/1 with 3 seals
                """);
    }

    private Proposal proposal(long salt) {
        return new Proposal(World.CHAIN, World.ONE, Round.ZERO, table.world.first(1, salt), Justification.NONE);
    }

    @Test
    void aPreparedBlockIsCarriedIntoTheNextRound() {
        table.post = (from, to, payload) -> !(payload instanceof Commit);
        table.work(1);
        table.post = (from, to, payload) -> true;
        table.timeOut(0, 3);
        reads(
                """
                #1 sends proposal 1/0 A
                #1 sends prepare 1/0 A
                #0 sends prepare 1/0 A
                #2 sends prepare 1/0 A
                #3 sends prepare 1/0 A
                #0 sends in vain commit 1/0 A
                #1 sends in vain commit 1/0 A
                #3 sends in vain commit 1/0 A
                #2 sends in vain commit 1/0 A
                -- the timer of #0 runs out
                #0 sends round change 1/1, prepared A in 0
                -- the timer of #3 runs out
                #3 sends round change 1/1, prepared A in 0
                #1 sends round change 1/1, prepared A in 0
                #2 sends round change 1/1, prepared A in 0
                #2 sends proposal 1/1 A because of 3 round changes, 3 prepares
                #0 sends prepare 1/1 A
                #1 sends prepare 1/1 A
                #3 sends prepare 1/1 A
                #2 sends prepare 1/1 A
                #0 sends commit 1/1 A
                #1 sends commit 1/1 A
                #2 sends commit 1/1 A
                #3 sends commit 1/1 A
                #0 decides A at 1/1 with 3 seals
                #1 decides A at 1/1 with 3 seals
                #3 decides A at 1/1 with 3 seals
                #2 decides A at 1/1 with 3 seals
                """);
    }

    @Test
    void whoRestartsInTheMiddleSaysTheSameAgainAndIsGivenWhatItMissed() {
        table.post = (from, to, payload) -> !(payload instanceof Commit);
        table.work(1);
        table.post = (from, to, payload) -> true;
        table.restart(2);
        table.restart(3);
        table.timeOut(2);
        reads(
                """
                #1 sends proposal 1/0 A
                #1 sends prepare 1/0 A
                #0 sends prepare 1/0 A
                #2 sends prepare 1/0 A
                #3 sends prepare 1/0 A
                #0 sends in vain commit 1/0 A
                #1 sends in vain commit 1/0 A
                #3 sends in vain commit 1/0 A
                #2 sends in vain commit 1/0 A
                -- #2 restarts
                #2 repeats prepare 1/0 A
                #2 repeats commit 1/0 A
                -- #3 restarts
                #3 repeats prepare 1/0 A
                #3 repeats commit 1/0 A
                #0 decides A at 1/0 with 3 seals
                #1 decides A at 1/0 with 3 seals
                -- the timer of #2 runs out
                #2 sends round change 1/1, prepared A in 0
                #0 gives #2 block 1
                #1 gives #2 block 1
                """);
    }

    @Test
    void whoIsLateAsksAndThenDecidesWithTheOthers() {
        table.post = (from, to, payload) -> to != 3;
        table.work(1);
        table.forgetTranscript();
        table.post = (from, to, payload) -> true;
        table.work(2);
        table.timeOut(3);
        reads(
                """
                #2 sends proposal 2/0 B
                #2 sends prepare 2/0 B
                #0 sends prepare 2/0 B
                #1 sends prepare 2/0 B
                #0 sends commit 2/0 B
                #2 sends commit 2/0 B
                #1 sends commit 2/0 B
                #0 decides B at 2/0 with 3 seals
                #2 decides B at 2/0 with 3 seals
                #1 decides B at 2/0 with 3 seals
                -- the timer of #3 runs out
                #3 asks #2 for block 1
                #3 asks #1 for block 1
                #3 sends round change 1/1
                #0 gives #3 block 1
                #1 gives #3 block 1
                #2 gives #3 block 1
                #3 decides B at 2/0 with 3 seals
                """);
    }

    @Test
    void whoIsTwoHeightsLateAsksWithoutWaitingForItsTimer() {
        table.post = (from, to, payload) -> from != 3 && to != 3;
        table.work(1);
        table.work(2);
        table.forgetTranscript();
        table.post = (from, to, payload) -> true;
        table.work(0, 1, 2); // at height 3 it is the turn of #3, which is still at height 1
        table.timeOut(0, 1);
        reads(
                """
                -- the timer of #0 runs out
                #0 sends round change 3/1
                -- the timer of #1 runs out
                #1 sends round change 3/1
                #2 sends round change 3/1
                #3 asks #1 for block 1
                #3 asks #0 for block 1
                #0 sends proposal 3/1 C because of 3 round changes, 0 prepares
                #0 sends prepare 3/1 C
                #1 sends prepare 3/1 C
                #2 sends prepare 3/1 C
                #0 sends commit 3/1 C
                #1 sends commit 3/1 C
                #2 sends commit 3/1 C
                #0 decides C at 3/1 with 3 seals
                #1 decides C at 3/1 with 3 seals
                #2 decides C at 3/1 with 3 seals
                """);
    }
}
