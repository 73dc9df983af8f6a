package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The predicates of the formal specification, layer L1, once more: written as its set comprehensions read, slowly and
 * without a thought for speed or for reasons. Rules that are ours alone stand below, each under its own name.
 */
final class SpecModel {
    private SpecModel() {}

    // ---- general

    static int f(int n) {
        return n == 0 ? 0 : (n - 1) / 3;
    }

    static int quorum(int n) {
        return (n * 2 - 1) / 3 + 1;
    }

    /** Doubled step by step, up to the cap; the specification has none. */
    static long roundTimeout(long first, long cap, long round) {
        long timeout = first;
        for (long r = 0; r < round && timeout < cap; r++) {
            timeout = 2 * timeout;
        }
        return Math.min(timeout, cap);
    }

    /** One seat on for each height and each round. The specification counts from the last proposer's seat. */
    static Sm2PublicKey proposer(ValidatorSet set, Height height, Round round) {
        int seat = 0;
        for (long step = 0; step < height.value() + round.value(); step++) {
            seat = seat + 1 == set.size() ? 0 : seat + 1;
        }
        return set.validators().get(seat).publicKey();
    }

    private static boolean in(ValidatorSet set, Sm2PublicKey signer) {
        return set.validators().stream().anyMatch(v -> v.publicKey().equals(signer));
    }

    static <T> Set<T> set(Collection<T> items) {
        return new LinkedHashSet<>(items);
    }

    // ---- prepares and commits

    static boolean validSignedPrepareForHeightRoundAndDigest(
            SignedPrepare m, Height height, Round round, Hash32 digest, ValidatorSet set) {
        return m.prepare().chainId().equals(World.CHAIN)
                && m.prepare().height().equals(height)
                && m.prepare().round().equals(round)
                && m.prepare().blockHash().equals(digest)
                && World.signatureValid(m.signer(), m.prepare().signedBytes(), m.signature())
                && in(set, m.signer());
    }

    static Set<Sm2PublicKey> validPreparesForHeightRoundAndDigest(
            Collection<SignedPrepare> received, Height height, Round round, Hash32 digest, ValidatorSet set) {
        return received.stream()
                .filter(m -> validSignedPrepareForHeightRoundAndDigest(m, height, round, digest, set))
                .map(SignedPrepare::signer)
                .collect(Collectors.toSet());
    }

    /** The seal is the signature: one check for both of the specification's. */
    static boolean validateCommit(SignedMessage m, ValidatorSet set) {
        return m.payload() instanceof Commit c
                && c.chainId().equals(World.CHAIN)
                && World.signatureValid(m.signer(), c.signedBytes(), m.signature())
                && in(set, m.signer());
    }

    // ---- round changes and proposals

    static boolean validRoundChange(SignedRoundChange m, Height height, Round round, ValidatorSet set) {
        RoundChangeClaim claim = m.claim();
        return claim.chainId().equals(World.CHAIN)
                && claim.height().equals(height)
                && claim.round().equals(round)
                && claim.prepared().stream().allMatch(p -> p.round().value() < round.value())
                && World.signatureValid(m.signer(), claim.signedBytes(), m.signature())
                && in(set, m.signer());
    }

    static Set<Sm2PublicKey> getSetOfRoundChangeSenders(Set<SignedRoundChange> roundChanges) {
        return roundChanges.stream().map(SignedRoundChange::signer).collect(Collectors.toSet());
    }

    static boolean isHighestPrepared(SignedRoundChange m, Set<SignedRoundChange> roundChanges) {
        return m.claim().prepared().isPresent()
                && roundChanges.stream()
                        .flatMap(other -> other.claim().prepared().stream())
                        .allMatch(other -> other.round().value()
                                <= m.claim().prepared().get().round().value());
    }

    static boolean validateNonPreparedBlock(Block block, Sm2PublicKey leader) {
        return block.header().proposer().equals(leader);
    }

    static boolean isProposalJustification(
            Set<SignedRoundChange> roundChanges,
            Set<SignedPrepare> prepares,
            Height height,
            Round round,
            Block block,
            ValidatorSet set) {
        Sm2PublicKey leader = proposer(set, height, round);
        if (!block.header().height().equals(height)) {
            return false;
        }
        if (round.equals(Round.ZERO)) {
            return validateNonPreparedBlock(block, leader);
        }
        boolean quorum = getSetOfRoundChangeSenders(roundChanges).size() >= quorum(set.size())
                && roundChanges.stream().allMatch(m -> validRoundChange(m, height, round, set));
        if (roundChanges.stream().allMatch(m -> m.claim().prepared().isEmpty())) {
            return quorum && validateNonPreparedBlock(block, leader);
        }
        return quorum
                && prepares.size() >= quorum(set.size())
                && roundChanges.stream()
                        .anyMatch(rcm -> isHighestPrepared(rcm, roundChanges)
                                && carried(rcm.claim().prepared().get(), prepares, height, block, set));
    }

    /** Our blocks do not name a round, so no round is replaced before the digest is taken. */
    private static boolean carried(
            PreparedRound prepared, Set<SignedPrepare> prepares, Height height, Block block, ValidatorSet set) {
        return prepared.blockHash().equals(block.header().hash())
                && prepares.stream()
                        .allMatch(pm -> validSignedPrepareForHeightRoundAndDigest(
                                pm, height, prepared.round(), prepared.blockHash(), set));
    }

    /** What does not depend on the receiver's round. */
    static boolean isValidProposal(SignedMessage m, ValidatorSet set) {
        return m.payload() instanceof Proposal p
                && p.chainId().equals(World.CHAIN)
                && m.signer().equals(proposer(set, p.height(), p.round()))
                && World.signatureValid(m.signer(), p.signedBytes(), m.signature())
                && isProposalJustification(
                        set(p.justification().roundChanges()),
                        set(p.justification().prepares()),
                        p.height(),
                        p.round(),
                        p.block(),
                        set);
    }

    /** The specification takes every message in; what it demands of one before it is used, we demand when it comes. */
    static boolean usableRoundChange(SignedMessage m, ValidatorSet set) {
        if (!(m.payload() instanceof RoundChange r)) {
            return false;
        }
        SignedRoundChange signed = new SignedRoundChange(r.claim(), m.signer(), m.signature());
        return validRoundChange(signed, r.height(), r.round(), set)
                && r.prepared().stream()
                        .allMatch(c -> c.block().header().height().equals(r.height())
                                && c.prepares().stream()
                                        .allMatch(p -> validSignedPrepareForHeightRoundAndDigest(
                                                p, r.height(), c.round(), c.blockHash(), set))
                                && c.prepares().size() >= quorum(set.size()));
    }

    // ---- rules that are ours alone: each only refuses more

    static boolean ourRulesHold(Proposal p, ValidatorSet set) {
        Justification why = p.justification();
        return nothingToJustifyInRoundZero(p)
                && !p.justification().roundChanges().stream()
                        .anyMatch(m -> m.claim().round().equals(Round.ZERO))
                && noSignerTwice(why.roundChanges().stream()
                        .map(SignedRoundChange::signer)
                        .toList())
                && noSignerTwice(
                        why.prepares().stream().map(SignedPrepare::signer).toList())
                && preparesOnlyOfAPreparedRound(why)
                && oneBlockForEachPreparedRound(why)
                && p.block().header().chainId().equals(World.CHAIN)
                && p.block().header().validatorSetHash().equals(set.hash());
    }

    static boolean nothingToJustifyInRoundZero(Proposal p) {
        return !p.round().equals(Round.ZERO) || p.justification().isEmpty();
    }

    static boolean noSignerTwice(List<Sm2PublicKey> signers) {
        return signers.size() == set(signers).size();
    }

    static boolean preparesOnlyOfAPreparedRound(Justification why) {
        return why.prepares().isEmpty()
                || why.roundChanges().stream()
                        .anyMatch(m -> m.claim().prepared().isPresent());
    }

    static boolean oneBlockForEachPreparedRound(Justification why) {
        return why.roundChanges().stream()
                .flatMap(a -> a.claim().prepared().stream())
                .allMatch(a -> why.roundChanges().stream()
                        .flatMap(b -> b.claim().prepared().stream())
                        .allMatch(b ->
                                !a.round().equals(b.round()) || a.blockHash().equals(b.blockHash())));
    }

    static boolean ourRulesHold(RoundChange r, ValidatorSet set) {
        Optional<PreparedCertificate> prepared = r.prepared();
        return !r.round().equals(Round.ZERO)
                && prepared.stream()
                        .allMatch(c -> noSignerTwice(c.prepares().stream()
                                        .map(SignedPrepare::signer)
                                        .toList())
                                && c.block().header().chainId().equals(World.CHAIN)
                                && c.block().header().validatorSetHash().equals(set.hash()));
    }
}
