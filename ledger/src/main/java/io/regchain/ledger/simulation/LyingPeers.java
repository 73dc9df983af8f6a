package io.regchain.ledger.simulation;

import io.regchain.ledger.consensus.Commit;
import io.regchain.ledger.consensus.Justification;
import io.regchain.ledger.consensus.Payload;
import io.regchain.ledger.consensus.Prepare;
import io.regchain.ledger.consensus.Proposal;
import io.regchain.ledger.consensus.RoundChange;
import io.regchain.ledger.consensus.SignedMessage;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.SnapshotChunk;
import io.regchain.ledger.validator.BirthNotice;
import io.regchain.ledger.validator.HelloAnswer;
import io.regchain.ledger.validator.PeerMessage;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.crypto.Sm2Signer;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A validator that runs the honest code and lies about what it says: it says different things to different peers, holds
 * back, repeats what is long over, proposes blocks that do not execute, forges justifications and spoils blocks it hands
 * on. It has its own key only.
 */
final class LyingPeers implements SimulatedPeers {
    private static final int REMEMBERED = 200;
    private final ChainSimulation chain;
    private final int self;
    private final Sm2Signer key;
    private final List<PeerMessage> past = new ArrayList<>();
    /** What each other seat said hello with last. */
    private final TreeMap<Integer, PeerMessage.Hello> hellos = new TreeMap<>();

    LyingPeers(ChainSimulation chain, int self, Sm2Signer key) {
        this.chain = chain;
        this.self = self;
        this.key = key;
    }

    @Override
    public void sendToAll(PeerMessage message) {
        for (int i = 0; i < chain.setup().seats(); i++) {
            if (i != self) {
                send(i, message);
            }
        }
    }

    @Override
    public void send(int to, PeerMessage message) {
        remember(message);
        int mood = chain.random().nextInt(10);
        if (mood < 4) {
            pass(to, message);
        } else if (mood == 4) {
            lie("messages held back");
        } else if (mood == 5) {
            lie("old messages said again");
            pass(to, past.get(chain.random().nextInt(past.size())));
        } else {
            pass(to, message instanceof PeerMessage.Answer answer ? spoiled(to, answer) : spoiled(message));
        }
    }

    /** What others said to it may be said again, to whomever, as if they did. */
    @Override
    public void overhear(PeerMessage message) {
        if (message instanceof PeerMessage.Hello hello) {
            hellos.put(hello.sender(), hello);
        }
        if (message instanceof PeerMessage.Hello || message instanceof PeerMessage.Answer) {
            remember(message);
        }
    }

    private void remember(PeerMessage message) {
        past.add(message);
        if (past.size() > REMEMBERED) {
            past.remove(0);
        }
    }

    private void lie(String what) {
        chain.tally().count("lies: " + what);
    }

    private void pass(int to, PeerMessage message) {
        chain.transcript().line(() -> "#" + self + " (a liar) to #" + to + ": " + Transcript.of(message));
        chain.network().send(self, to, message);
    }

    private PeerMessage spoiled(PeerMessage message) {
        return switch (message) {
            case PeerMessage.Vote vote ->
                new PeerMessage.Vote(
                        self, spoiled(SignedMessage.decode(vote.signed())).canonical());
            case PeerMessage.Gossip gossip ->
                new PeerMessage.Gossip(
                        self, gossip.transactions().stream().map(this::flipped).toList());
            case PeerMessage.Hello hello -> {
                lie("heights made up");
                yield new PeerMessage.Hello(self, madeUp(), hello.notice(), hello.challenge());
            }
            case PeerMessage.Answer answer -> throw new IllegalStateException("spoiled for whoever asked");
            case PeerMessage.WantBlocks want -> new PeerMessage.WantBlocks(self, Height.ZERO);
            case PeerMessage.Blocks blocks ->
                new PeerMessage.Blocks(
                        self, blocks.records().stream().map(this::spoiledBlock).toList());
            case PeerMessage.WantSnapshot want -> want;
            case PeerMessage.SnapshotOffer offer -> spoiled(offer);
            case PeerMessage.WantLeaves want ->
                new PeerMessage.WantLeaves(self, want.height(), Hash32.ZERO, PeerMessage.MAX_LEAF_BYTES);
            case PeerMessage.Leaves leaves -> {
                lie("leaves of a state spoiled");
                yield new PeerMessage.Leaves(
                        self,
                        leaves.height(),
                        leaves.from(),
                        spoiled(SnapshotChunk.decode(leaves.chunk())).canonical());
            }
        };
    }

    private Height madeUp() {
        return new Height(chain.random().nextInt(1_000));
    }

    private PeerMessage spoiled(int to, PeerMessage.Answer answer) {
        PeerMessage.Hello hello = hellos.get(to);
        int kind = chain.random().nextInt(4);
        if (hello == null || kind == 0) {
            lie("answers in another's name");
            return new PeerMessage.Answer((self + 1) % chain.setup().seats(), answer.said());
        }
        HelloAnswer said = answer.said();
        return switch (kind) {
            case 1 -> {
                lie("heights made up");
                yield signed(hello, madeUp(), said.shown(), said);
            }
            case 2 -> {
                lie("earlier lives hidden");
                yield signed(hello, said.height(), hello.notice(), said);
            }
            default -> {
                lie("other lives made up");
                yield signed(hello, said.height(), said.notice(), said);
            }
        };
    }

    private PeerMessage signed(PeerMessage.Hello to, Height height, BirthNotice shown, HelloAnswer like) {
        return new PeerMessage.Answer(
                self, HelloAnswer.sign(chain.world().chainId(), to, height, like.notice(), shown, like.proof(), key));
    }

    private Bytes flipped(Bytes transaction) {
        lie("transactions altered");
        byte[] bytes = transaction.toArray();
        bytes[chain.random().nextInt(bytes.length)] ^= 1;
        return Bytes.wrap(bytes);
    }

    private PeerMessage spoiled(PeerMessage.SnapshotOffer offer) {
        lie("offers of a snapshot spoiled");
        return chain.random().nextBoolean()
                ? new PeerMessage.SnapshotOffer(self, List.of(), offer.firstBlock(), Optional.empty(), List.of())
                : new PeerMessage.SnapshotOffer(
                        self,
                        offer.handovers(),
                        offer.firstBlock(),
                        offer.record().map(this::spoiledBlock),
                        offer.receipts().stream().skip(1).toList());
    }

    /** One leaf altered, left out, or in a wrong place; or no leaf after these. */
    private SnapshotChunk spoiled(SnapshotChunk chunk) {
        List<SnapshotChunk.Leaf> leaves = new ArrayList<>(chunk.leaves());
        int at = chain.random().nextInt(leaves.size());
        switch (chain.random().nextInt(4)) {
            case 0 -> leaves.set(at, new SnapshotChunk.Leaf(leaves.get(at).keyHash(), Bytes.utf8("\"a lie\"")));
            case 1 -> leaves.add(0, leaves.remove(at));
            case 2 ->
                leaves.subList(Math.min(at, leaves.size() - 1), leaves.size() - 1)
                        .clear();
            default -> {
                return new SnapshotChunk(leaves, List.of());
            }
        }
        return new SnapshotChunk(leaves, chunk.rightSiblings());
    }

    /** A certified block without its last transaction, or with a seal too few. */
    private Bytes spoiledBlock(Bytes canonical) {
        BlockRecord record = BlockRecord.decode(canonical);
        if (record.certificate().isEmpty()) {
            return canonical;
        }
        lie("certified blocks spoiled");
        var certificate = record.certificate().get();
        if (chain.random().nextBoolean() && !record.block().transactions().isEmpty()) {
            var fewer = record.block()
                    .transactions()
                    .subList(0, record.block().transactions().size() - 1);
            return new BlockRecord(new Block(record.block().header(), fewer), Optional.of(certificate)).canonical();
        }
        var seals = certificate.seals().subList(0, certificate.seals().size() - 1);
        return new BlockRecord(
                        record.block(),
                        Optional.of(new io.regchain.protocol.block.CommitCertificate(
                                certificate.chainId(),
                                certificate.height(),
                                certificate.round(),
                                certificate.blockHash(),
                                seals)))
                .canonical();
    }

    private SignedMessage spoiled(SignedMessage message) {
        Payload other =
                switch (message.payload()) {
                    case Proposal proposal -> spoiled(proposal);
                    case Prepare prepare -> {
                        lie("prepares for another block");
                        yield new Prepare(prepare.chainId(), prepare.height(), prepare.round(), otherHash());
                    }
                    case Commit commit -> {
                        lie("commits for another block");
                        yield new Commit(commit.chainId(), commit.height(), commit.round(), otherHash());
                    }
                    case RoundChange change -> spoiled(change);
                };
        return SignedMessage.sign(other, key);
    }

    private Hash32 otherHash() {
        return Sm3.hash(new byte[] {(byte) chain.random().nextInt(3)});
    }

    private Proposal spoiled(Proposal proposal) {
        return switch (chain.random().nextInt(3)) {
            case 0 -> {
                lie("a second proposal");
                BlockTime later = new BlockTime(proposal.block().header().time().epochMillis() + 1);
                yield withBlock(proposal, header(proposal.block().header(), later, Optional.empty()));
            }
            case 1 -> {
                lie("proposals that do not execute");
                BlockHeader header = proposal.block().header();
                yield withBlock(proposal, header(header, header.time(), Optional.of(otherHash())));
            }
            default -> {
                lie("proposals without justification");
                yield new Proposal(
                        proposal.chainId(),
                        proposal.height(),
                        proposal.round().next(),
                        proposal.block(),
                        Justification.NONE);
            }
        };
    }

    private static Proposal withBlock(Proposal proposal, BlockHeader header) {
        Block block = new Block(header, proposal.block().transactions());
        return new Proposal(proposal.chainId(), proposal.height(), proposal.round(), block, proposal.justification());
    }

    private static BlockHeader header(BlockHeader of, BlockTime time, Optional<Hash32> stateRoot) {
        return new BlockHeader(
                of.version(),
                of.chainId(),
                of.height(),
                of.parentHash(),
                time,
                of.proposer(),
                of.transactionRoot(),
                of.receiptRoot(),
                stateRoot.orElse(of.stateRoot()),
                of.validatorSetHash(),
                of.nextValidatorSetHash());
    }

    private RoundChange spoiled(RoundChange change) {
        lie("round changes that hide or leap");
        return chain.random().nextBoolean()
                ? new RoundChange(change.chainId(), change.height(), change.round(), Optional.empty())
                : new RoundChange(
                        change.chainId(), change.height(), change.round().next(), change.prepared());
    }
}
