package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A Byzantine validator. It follows the protocol well enough to get its turn, and then proposes different blocks to
 * different validators, votes for every block it hears of, hides what it prepared, forges justifications, and says
 * nothing when that hurts more.
 */
final class LyingValidator extends SimulatedValidator {
    private final Random random;
    private final List<SignedRoundChange> heard = new ArrayList<>();

    LyingValidator(Simulation net, int index, Random random) {
        super(net, index);
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
        Proposal other = with(honest, alternative(honest.height()), freshest(honest));
        for (int to = 0; to < world.size(); to++) {
            if (to != index) {
                net.send(index, to, world.sign(random.nextBoolean() ? honest : other, index));
            }
        }
        net.answer(this, new ConsensusInput.Received(world.own(honest, index)));
        voteFor(other);
    }

    private static Proposal with(Proposal p, Block block, Justification justification) {
        return new Proposal(p.chainId(), p.height(), p.round(), block, justification);
    }

    /** A justification out of the round changes that prepared nothing, whether or not they make a quorum. */
    private Justification freshest(Proposal p) {
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
        return p.round().equals(Round.ZERO) ? Justification.NONE : new Justification(unprepared, List.of());
    }

    private Block alternative(Height height) {
        return random.nextInt(4) == 0
                ? world.invalidBlock(tip(), height, index, net.now() + 1)
                : world.block(tip(), height, index, net.now() + 1);
    }

    @Override
    Block build(Height height) {
        return random.nextInt(8) == 0 ? alternative(height) : super.build(height);
    }

    private void hidePrepared(RoundChange r) {
        RoundChange bare = new RoundChange(r.chainId(), r.height(), r.round(), Optional.empty());
        say(random.nextBoolean() ? bare : r);
    }

    private void say(Payload payload) {
        SignedMessage message = world.sign(payload, index);
        sendToAll(message);
        net.answer(this, new ConsensusInput.Received(world.own(payload, index)));
    }

    private void voteFor(Proposal p) {
        sendToSome(new Prepare(p.chainId(), p.height(), p.round(), p.blockHash()));
        sendToSome(new Commit(p.chainId(), p.height(), p.round(), p.blockHash()));
    }

    private void sendToSome(Payload payload) {
        for (int to = 0; to < world.size(); to++) {
            if (to != index && random.nextInt(4) > 0) {
                net.send(index, to, world.sign(payload, index));
            }
        }
    }

    /** In its round it does not wait for a justification. */
    private void proposeOutOfTurn(RoundChange r) {
        boolean ownTurn = r.height().equals(next())
                && world.proposer(r.height(), r.round().value()) == index;
        if (ownTurn && random.nextInt(3) == 0) {
            Proposal bare =
                    new Proposal(r.chainId(), r.height(), r.round(), alternative(r.height()), Justification.NONE);
            Proposal forged = with(bare, bare.block(), freshest(bare));
            sendToSome(forged);
            voteFor(forged);
        }
    }

    @Override
    void received(SignedMessage message) {
        switch (message.payload()) {
            case Proposal p -> voteFor(p);
            case RoundChange r -> {
                remember(r, message);
                proposeOutOfTurn(r);
            }
            case Prepare p -> sendToSome(new Commit(p.chainId(), p.height(), p.round(), p.blockHash()));
            case Commit c -> {}
        }
        super.received(message);
    }

    private void remember(RoundChange r, SignedMessage message) {
        heard.add(new SignedRoundChange(r.claim(), message.signer(), message.signature()));
        if (heard.size() > 200) {
            heard.remove(0);
        }
        RoundChange bare = new RoundChange(r.chainId(), r.height(), r.round(), Optional.empty());
        SignedRoundChange own = world.signedRoundChange(bare.claim(), index);
        if (!heard.contains(own)) {
            heard.add(own);
        }
    }
}
