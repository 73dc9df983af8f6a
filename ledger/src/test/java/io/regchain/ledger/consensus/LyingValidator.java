package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A Byzantine machine. It follows the protocol well enough to get its turn, and then proposes different blocks to
 * different machines, blocks that do not execute or stand on an old parent, out of turn and without a justification or
 * with a forged one; it votes for every block it hears of, under keys of strangers too, hides what it prepared, says
 * again what others said long ago, and says nothing when that hurts more.
 */
final class LyingValidator extends SimulatedValidator {
    private static final int STRANGERS = 900;
    private static final int REMEMBERED = 200;
    private final Random random;
    private final List<SignedRoundChange> heard = new ArrayList<>();
    private final List<SignedMessage> overheard = new ArrayList<>();

    LyingValidator(Simulation net, int machine, Random random) {
        super(net, machine);
        this.random = random;
    }

    @Override
    boolean honest() {
        return false;
    }

    @Override
    void broadcast(SignedMessage message, Payload asked) {
        switch (message.payload()) {
            case Proposal p -> equivocate(p);
            case RoundChange r -> hidePrepared(r);
            case Prepare p -> say(p);
            case Commit c -> say(c);
        }
    }

    private void equivocate(Proposal honest) {
        SignedMessage one = sign(honest);
        Proposal other = with(honest, alternative(honest.height()), forged(honest));
        SignedMessage two = sign(other);
        for (int to = 0; to < net.machines(); to++) {
            if (to != machine) {
                net.send(machine, to, random.nextBoolean() ? one : two);
            }
        }
        loopBack(one);
        voteFor(other);
    }

    private static Proposal with(Proposal p, Block block, Justification justification) {
        return new Proposal(p.chainId(), p.height(), p.round(), block, justification);
    }

    /**
     * A justification out of the round changes that prepared nothing, whether or not they make a quorum; now and then
     * padded with one of them twice, or with prepares of its own.
     */
    private Justification forged(Proposal p) {
        List<SignedRoundChange> unprepared = new ArrayList<>();
        for (SignedRoundChange signed : heard) {
            boolean fits = signed.claim().height().equals(p.height())
                    && signed.claim().round().equals(p.round())
                    && signed.claim().prepared().isEmpty();
            boolean known = unprepared.stream().anyMatch(u -> u.signer().equals(signed.signer()));
            if (fits && !known) {
                unprepared.add(signed);
            }
        }
        if (p.round().equals(Round.ZERO)) {
            return Justification.NONE;
        }
        return switch (random.nextInt(4)) {
            case 0 -> new Justification(twice(unprepared), List.of());
            case 1 -> new Justification(unprepared, ownPrepares(p));
            default -> new Justification(unprepared, List.of());
        };
    }

    private static List<SignedRoundChange> twice(List<SignedRoundChange> roundChanges) {
        List<SignedRoundChange> padded = new ArrayList<>(roundChanges);
        padded.addAll(roundChanges);
        return padded;
    }

    private List<SignedPrepare> ownPrepares(Proposal p) {
        Prepare prepare = new Prepare(p.chainId(), p.height(), Round.ZERO, p.blockHash());
        SignedMessage signed = sign(prepare);
        SignedPrepare own = new SignedPrepare(prepare, signed.signer(), signed.signature());
        return List.of(own, own, own);
    }

    private Block alternative(Height height) {
        long time = Simulation.EPOCH + net.now() + 1;
        return switch (random.nextInt(8)) {
            case 0, 1 -> block(height, tip(), time, false);
            case 2 -> block(height, older(), time, true);
            case 3 -> block(height, tip(), time + 100_000, true);
            default -> block(height, tip(), time, true);
        };
    }

    private Hash32 older() {
        return chain.size() < 2
                ? World.hash(net.genesis)
                : World.hash(chain.get(chain.size() - 2).block());
    }

    @Override
    Block build(Height height) {
        Block honest = super.build(height);
        return random.nextInt(8) == 0
                ? block(height, tip(), honest.header().time().epochMillis(), false)
                : honest;
    }

    private void hidePrepared(RoundChange r) {
        RoundChange bare = new RoundChange(r.chainId(), r.height(), r.round(), Optional.empty());
        say(random.nextBoolean() ? bare : r);
    }

    private void say(Payload payload) {
        SignedMessage message = sign(payload);
        sendToAll(message);
        loopBack(message);
    }

    private void voteFor(Proposal p) {
        sendToSome(sign(new Prepare(p.chainId(), p.height(), p.round(), p.blockHash())));
        commitTo(p.height(), p.round(), p.blockHash());
    }

    private void commitTo(Height height, Round round, Hash32 hash) {
        Commit commit = new Commit(World.CHAIN, height, round, hash);
        sendToSome(sign(commit));
        if (random.nextInt(8) == 0) {
            Sm2PublicKey stranger =
                    World.privateKey(STRANGERS + random.nextInt(3)).publicKey();
            sendToSome(new SignedMessage(commit, stranger, World.signature(stranger, commit.signedBytes())));
        }
    }

    private void sendToSome(SignedMessage message) {
        for (int to = 0; to < net.machines(); to++) {
            if (to != machine && random.nextInt(4) > 0) {
                net.send(machine, to, message);
            }
        }
    }

    /** It does not wait for a justification, and sometimes not for its turn. */
    private void proposeOutOfTurn(RoundChange r) {
        boolean ownTurn = net.succession.indexOf(machine, r.height())
                == net.succession.at(r.height()).proposer(r.height(), r.round().value());
        if (r.height().equals(next()) && random.nextInt(ownTurn ? 3 : 12) == 0) {
            Proposal bare =
                    new Proposal(r.chainId(), r.height(), r.round(), alternative(r.height()), Justification.NONE);
            Proposal forged = with(bare, bare.block(), forged(bare));
            sendToSome(sign(forged));
            voteFor(forged);
        }
    }

    @Override
    void received(SignedMessage message) {
        replay(message);
        switch (message.payload()) {
            case Proposal p -> voteFor(p);
            case RoundChange r -> {
                remember(r, message);
                proposeOutOfTurn(r);
            }
            case Prepare p -> commitTo(p.height(), p.round(), p.blockHash());
            case Commit c -> {}
        }
        super.received(message);
    }

    /** What others said once is said again, later, to anybody. */
    private void replay(SignedMessage message) {
        overheard.add(message);
        if (overheard.size() > REMEMBERED) {
            overheard.remove(random.nextInt(REMEMBERED));
        }
        if (random.nextInt(20) == 0) {
            net.send(machine, random.nextInt(net.machines()), overheard.get(random.nextInt(overheard.size())));
        }
    }

    private void remember(RoundChange r, SignedMessage message) {
        heard.add(new SignedRoundChange(r.claim(), message.signer(), message.signature()));
        if (heard.size() > REMEMBERED) {
            heard.remove(0);
        }
        RoundChange bare = new RoundChange(r.chainId(), r.height(), r.round(), Optional.empty());
        SignedMessage own = sign(bare);
        SignedRoundChange signed = new SignedRoundChange(bare.claim(), own.signer(), own.signature());
        if (!heard.contains(signed)) {
            heard.add(signed);
        }
    }
}
