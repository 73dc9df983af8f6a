package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;

/**
 * Each predicate of the formal specification that judges messages, against {@link SpecModel}: on honest messages of 4 to
 * 22 validators, and on the same with one or two things changed.
 */
class SpecPredicatesTest {
    private static SignedMessage maybeChanged(RandomEvidence evidence, SignedMessage honest) {
        SignedMessage message = honest;
        for (int changes = evidence.random.nextInt(3); changes > 0; changes--) {
            message = evidence.changed(message);
        }
        return message;
    }

    private static boolean accepted(RandomEvidence evidence, SignedMessage message) {
        boolean accepted = evidence.world.refusal(message).isEmpty();
        Statistics.collect(accepted ? "accepted" : "refused");
        return accepted;
    }

    @Property(tries = 100)
    void quorumAndF(@ForAll @IntRange(min = 1, max = 100) int n) {
        assertThat(Rules.QBFT.oneHonest(new World(n).validators)).isEqualTo(SpecModel.f(n) + 1);
        assertThat(Rules.QBFT.quorum(new World(n).validators)).isEqualTo(SpecModel.quorum(n));
    }

    @Property(tries = 200)
    void proposer(
            @ForAll @IntRange(min = 1, max = 22) int n,
            @ForAll @LongRange(min = 1, max = 500) long height,
            @ForAll @LongRange(min = 0, max = 100) long round) {
        World world = new World(n);
        assertThat(ProposerRotation.proposer(world.validators, new Height(height), new Round(round))
                        .publicKey())
                .isEqualTo(SpecModel.proposer(world.validators, new Height(height), new Round(round)));
    }

    @Property(tries = 200)
    void roundTimeout(@ForAll @LongRange(min = 0, max = 200) long round, @ForAll @IntRange(min = 1, max = 9) int cap) {
        TimeoutPolicy policy = new TimeoutPolicy(Duration.ofMillis(500), Duration.ofMillis(500L << cap));
        assertThat(policy.duration(new Round(round)).toMillis())
                .isEqualTo(SpecModel.roundTimeout(500, 500L << cap, round));
    }

    /** isValidProposal, isProposalJustification, validateNonPreparedBlock, getSetOfRoundChangeSenders. */
    @Property(tries = 800)
    void isValidProposalAndIsProposalJustification(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomEvidence evidence = new RandomEvidence(n, seed);
        SignedMessage message = maybeChanged(evidence, evidence.proposal());
        boolean specified = SpecModel.isValidProposal(message, evidence.world.validators);
        boolean ours = SpecModel.ourRulesHold((Proposal) message.payload(), evidence.world.validators);
        assertThat(accepted(evidence, message))
                .as("%s: %s", message.payload(), evidence.world.refusal(message))
                .isEqualTo(specified && ours);
    }

    @Property(tries = 400)
    void validRoundChangeWithItsProof(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomEvidence evidence = new RandomEvidence(n, seed);
        SignedMessage message = maybeChanged(evidence, evidence.roundChange());
        boolean specified = SpecModel.usableRoundChange(message, evidence.world.validators);
        boolean ours = SpecModel.ourRulesHold((RoundChange) message.payload(), evidence.world.validators);
        assertThat(accepted(evidence, message))
                .as("%s: %s", message.payload(), evidence.world.refusal(message))
                .isEqualTo(specified && ours);
    }

    /** The highest of any set of round changes is one that the specification calls highest, and there is one if any. */
    @Property(tries = 400)
    void isHighestPrepared(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomEvidence evidence = new RandomEvidence(n, seed);
        List<SignedRoundChange> roundChanges = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (evidence.proposal().payload() instanceof Proposal p) {
                p.justification().roundChanges().stream().limit(1).forEach(roundChanges::add);
            }
        }
        Set<SignedRoundChange> set = SpecModel.set(roundChanges);
        var highest = ProposalRules.highestPrepared(roundChanges);
        assertThat(highest.isPresent())
                .isEqualTo(set.stream().anyMatch(m -> m.claim().prepared().isPresent()));
        highest.ifPresent(h -> assertThat(set)
                .anyMatch(m -> m.claim().prepared().equals(highest) && SpecModel.isHighestPrepared(m, set)));
    }

    @Property(tries = 400)
    void validSignedPrepareForHeightRoundAndDigest(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomEvidence evidence = new RandomEvidence(n, seed);
        SignedMessage m = maybeChanged(
                evidence, evidence.vote((round, hash) -> new Prepare(World.CHAIN, evidence.height, round, hash)));
        Prepare p = (Prepare) m.payload();
        assertThat(accepted(evidence, m))
                .isEqualTo(SpecModel.validSignedPrepareForHeightRoundAndDigest(
                        new SignedPrepare(p, m.signer(), m.signature()),
                        p.height(),
                        p.round(),
                        p.blockHash(),
                        evidence.world.validators));
    }

    @Property(tries = 400)
    void validateCommit(@ForAll @IntRange(min = 4, max = 22) int n, @ForAll long seed) {
        RandomEvidence evidence = new RandomEvidence(n, seed);
        SignedMessage m = maybeChanged(
                evidence, evidence.vote((round, hash) -> new Commit(World.CHAIN, evidence.height, round, hash)));
        assertThat(accepted(evidence, m)).isEqualTo(SpecModel.validateCommit(m, evidence.world.validators));
    }

    /** With real signatures: a block of another chain of blocks is taken with a quorum of seals and nothing less. */
    @Property(tries = 60)
    void validNewBlock(@ForAll @IntRange(min = 4, max = 7) int n, @ForAll long seed) {
        RandomEvidence evidence = new RandomEvidence(n, seed);
        World world = evidence.world;
        var header = world.block(Hash32.ZERO, evidence.height, 0, 5).header();
        int seals = evidence.random.nextInt(n + 1);
        boolean stranger = seals > 0 && evidence.random.nextInt(4) == 0;
        Commit commit = new Commit(World.CHAIN, evidence.height, evidence.round, header.hash());
        List<Seal> signed = new ArrayList<>();
        for (int i = 0; i < seals; i++) {
            int key = stranger && i == seals - 1 ? 600 : i;
            SignedMessage m = SignedMessage.sign(commit, World.privateKey(key));
            signed.add(new Seal(m.signer(), m.signature()));
        }
        CommitCertificate certificate =
                new CommitCertificate(World.CHAIN, evidence.height, evidence.round, header.hash(), signed);
        assertThat(CertificateVerifier.verify(header, certificate, world.validators) instanceof VerifiedHeader)
                .isEqualTo(seals >= SpecModel.quorum(n) && !stranger);
    }
}
