package io.regchain.ledger.simulation;

import io.regchain.ledger.consensus.Payload;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The checkers. They see every message an honest validator sends and every block it appends, execute each block once
 * more on a store of their own, and say which rule was broken.
 */
final class Watch {
    private final ChainSimulation chain;
    private final ValidatorStore auditor;
    private final TreeMap<String, Bytes> said = new TreeMap<>();
    private final TreeMap<Integer, Height> seen = new TreeMap<>();
    private final TreeSet<Hash32> executed = new TreeSet<>();
    private final TreeSet<Hash32> certificates = new TreeSet<>();
    /** Who has told each validator that it keeps the notice of its life, or of one before. */
    private final TreeMap<Integer, Set<Integer>> keepers = new TreeMap<>();

    Watch(ChainSimulation chain) {
        this.chain = chain;
        World world = chain.world();
        this.auditor =
                ValidatorStore.open(new SimulatedDisk("the auditor's disk"), 0, world.genesis(), world.processor());
    }

    void check(boolean holds, String rule) {
        if (!holds) {
            throw new Violation(chain.where() + ": " + rule);
        }
    }

    /**
     * No double vote: one honest key says one thing of a kind in a round of a height, through all its lives. And no vote
     * where it has none: who is not of the set of a height signs nothing there, nor who is not known to a quorum of it.
     */
    void sent(SimulatedNode from, int to, PeerMessage message) {
        switch (message) {
            case PeerMessage.Vote vote -> voted(from, vote);
            case PeerMessage.Answer answer ->
                keepers.computeIfAbsent(to, any -> new TreeSet<>()).add(from.index());
            default -> {}
        }
    }

    private void voted(SimulatedNode from, PeerMessage.Vote vote) {
        SignedMessage signed = SignedMessage.decode(vote.signed());
        Payload payload = signed.payload();
        String place = "#" + from.index() + " " + payload.kind() + " " + payload.height() + "/" + payload.round();
        Bytes statement = Bytes.wrap(payload.signedBytes());
        Bytes before = said.putIfAbsent(place, statement);
        check(before == null || before.equals(statement), "an honest key says one thing, not two: " + place);
        deciding(payload.height()).ifPresent(set -> {
            check(set.contains(from.key().publicKey()), "who is not of the set signs nothing: " + place);
            check(known(from, set), "who votes is known to a quorum of the set: " + place);
        });
        chain.tally().reached("round", payload.round().value());
    }

    /** Who decides a height; what is above the block after the last one that anybody has is not known yet. */
    private Optional<ValidatorSet> deciding(Height height) {
        Height next = decidedHeight().next();
        if (height.compareTo(next) > 0) {
            return Optional.empty();
        }
        return Optional.of(height.equals(next) ? validators() : auditor.validatorsOf(height));
    }

    /** Else nobody might tell its next life that this one has voted. What liars keep is theirs to know. */
    private boolean known(SimulatedNode node, ValidatorSet set) {
        List<Validator> seats = chain.world().seats();
        Set<Integer> keep = keepers.getOrDefault(node.index(), Set.of());
        long others = IntStream.range(0, seats.size())
                .filter(seat ->
                        seat != node.index() && set.contains(seats.get(seat).publicKey()))
                .filter(seat -> keep.contains(seat) || !chain.honest(seat))
                .count();
        return others >= set.quorum() - 1;
    }

    /** After every step of a validator: what it appended since the last look. */
    void looked(SimulatedNode node) {
        if (chain.honest(node.index()) && node.up()) {
            ValidatorStore store = node.store();
            Height tip = store.tip().height();
            Height before = seen.getOrDefault(node.index(), Height.ZERO);
            check(tip.compareTo(before) >= 0, "#" + node.index() + " lost blocks: at " + tip + " after " + before);
            long first = Math.max(before.value() + 1, store.firstBlock().value());
            for (long h = first; h <= tip.value(); h++) {
                appended(node, store.block(new Height(h)));
            }
            seen.put(node.index(), tip);
        }
    }

    /** Its disk is another one: what it had is gone. */
    void lostDisk(SimulatedNode node) {
        seen.remove(node.index());
        keepers.remove(node.index());
    }

    private void appended(SimulatedNode node, BlockRecord record) {
        Height height = record.height();
        Hash32 hash = record.block().header().hash();
        if (height.equals(auditor.tip().height().next())) {
            decided(record);
        }
        Hash32 agreed = auditor.block(height).block().header().hash();
        check(
                hash.equals(agreed),
                "agreement at height " + height + ": #" + node.index() + " has " + Transcript.brief(hash)
                        + ", another has " + Transcript.brief(agreed));
        certified(record);
        chain.transcript().line(() -> "#" + node.index() + " appends block " + height + " " + Transcript.brief(hash));
    }

    /** Validity: the block executes on the one before to the roots it names, and no transaction comes twice. */
    private void decided(BlockRecord record) {
        switch (chain.world().processor().check(auditor.before(), record.block())) {
            case BlockProcessor.Check.Valid valid -> auditor.append(record, valid.processed());
            case BlockProcessor.Check.Invalid invalid ->
                check(false, "validity at height " + record.height() + ": " + invalid.reason());
        }
        for (Transaction transaction : record.block().transactions()) {
            check(transaction.signatureValid(), "every transaction in a block is signed by its sender");
            check(executed.add(transaction.id()), "a transaction is executed once: " + transaction.id());
            chain.tally().count("transactions executed");
        }
        chain.tally().count("blocks decided");
    }

    private void certified(BlockRecord record) {
        CommitCertificate certificate = record.certificate().orElseThrow();
        if (certificates.add(io.regchain.protocol.crypto.Sm3.hash(record.canonical()))) {
            CertificateCheck check = CertificateVerifier.verify(
                    record.block().header(), certificate, auditor.validatorsOf(record.height()));
            check(check instanceof VerifiedHeader, "certificate soundness at height " + record.height() + ": " + check);
            chain.tally().reached("round of a certificate", certificate.round().value());
        }
    }

    Height decidedHeight() {
        return auditor.tip().height();
    }

    /** Those that decide the next block. */
    ValidatorSet validators() {
        return auditor.tip().validators();
    }

    boolean executed(Hash32 transaction) {
        return executed.contains(transaction);
    }

    Sequence nextSequence(Sm2PublicKey sender) {
        return StateKeys.nextSequence(auditor.before().state()::read, sender);
    }

    Optional<Bytes> read(String key) {
        return auditor.read(decidedHeight(), key);
    }
}
