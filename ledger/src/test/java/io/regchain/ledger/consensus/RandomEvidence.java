package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Messages as honest validators of some set make them, and then one or two things changed: one dropped, one twice,
 * another round, height, chain, block or signer, a false signature, a quorum less one.
 */
final class RandomEvidence {
    private static final int STRANGER = 700;
    private static final ChainId ELSEWHERE = new ChainId("zhejiang");

    final World world;
    final Random random;
    final Height height;
    final Round round;
    private final Block first;
    private final Block second;

    RandomEvidence(int n, long seed) {
        this.world = new World(n);
        this.random = new Random(seed);
        this.height = new Height(1 + random.nextInt(40));
        this.round = new Round(random.nextInt(5));
        this.first = block(round);
        this.second = block(new Round(random.nextInt(5)));
    }

    private Block block(Round of) {
        int proposer = world.proposer(height, of.value());
        return world.block(Hash32.ZERO, height, proposer, random.nextInt(1_000));
    }

    // ---- honest

    private List<Integer> some(int least) {
        List<Integer> seats =
                new ArrayList<>(IntStream.range(0, world.size()).boxed().toList());
        Collections.shuffle(seats, random);
        return seats.subList(0, least + random.nextInt(world.size() - least + 1));
    }

    private int quorum() {
        return world.validators.quorum();
    }

    List<SignedPrepare> prepares(Round of, Hash32 block) {
        Prepare prepare = new Prepare(World.CHAIN, height, of, block);
        return new ArrayList<>(some(quorum()).stream()
                .map(i -> world.signedPrepare(prepare, i))
                .toList());
    }

    private SignedRoundChange roundChange(Optional<PreparedRound> prepared, int seat) {
        return world.signedRoundChange(new RoundChangeClaim(World.CHAIN, height, round, prepared), seat);
    }

    SignedMessage proposal() {
        Justification why = Justification.NONE;
        Block block = first;
        if (!round.equals(Round.ZERO)) {
            boolean prepared = random.nextBoolean();
            PreparedRound highest = new PreparedRound(new Round(random.nextInt((int) round.value())), hash(second));
            block = prepared ? second : first;
            why = new Justification(
                    roundChanges(prepared ? Optional.of(highest) : Optional.empty()),
                    prepared ? prepares(highest.round(), highest.blockHash()) : List.of());
        }
        Proposal proposal = new Proposal(World.CHAIN, height, round, block, why);
        return world.sign(proposal, world.proposer(height, round.value()));
    }

    /** A quorum; some prepared what was prepared last, some an older block, some nothing. */
    private List<SignedRoundChange> roundChanges(Optional<PreparedRound> highest) {
        List<SignedRoundChange> all = new ArrayList<>();
        for (int seat : some(quorum())) {
            Optional<PreparedRound> prepared = all.isEmpty() || random.nextInt(3) == 0 ? highest : Optional.empty();
            boolean older = prepared.isPresent() && !all.isEmpty() && random.nextBoolean();
            all.add(roundChange(older ? prepared.flatMap(this::older) : prepared, seat));
        }
        return all;
    }

    private Optional<PreparedRound> older(PreparedRound than) {
        long below = than.round().value();
        return below == 0
                ? Optional.empty()
                : Optional.of(new PreparedRound(new Round(random.nextInt((int) below)), hash(first)));
    }

    SignedMessage roundChange() {
        Round prepared = new Round(random.nextInt(5));
        PreparedCertificate proof = new PreparedCertificate(prepared, second, prepares(prepared, hash(second)));
        RoundChange r = new RoundChange(
                World.CHAIN, height, round, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(proof));
        return world.sign(r, random.nextInt(world.size()));
    }

    SignedMessage vote(BiFunction<Round, Hash32, Payload> kind) {
        return world.sign(kind.apply(round, hash(first)), random.nextInt(world.size()));
    }

    static Hash32 hash(Block block) {
        return World.hash(block);
    }

    // ---- and changed

    /** A stranger's message is changed into one of the first. */
    private int seat(Sm2PublicKey signer) {
        return Math.max(0, MessageVerifier.indexOf(world.validators, signer));
    }

    SignedMessage changed(SignedMessage m) {
        return switch (m.payload()) {
            case Proposal p -> changed(p, m);
            case RoundChange r -> changed(r, m);
            case Prepare p -> elsewhere(m, new Prepare(ELSEWHERE, p.height(), p.round(), p.blockHash()));
            case Commit c -> elsewhere(m, new Commit(ELSEWHERE, c.height(), c.round(), c.blockHash()));
        };
    }

    private SignedMessage changed(Proposal p, SignedMessage m) {
        int signer = seat(m.signer());
        Justification why = p.justification();
        return switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                again(p, p.block(), new Justification(changedAll(why.roundChanges()), why.prepares()), signer);
            case 3, 4 -> again(p, p.block(), new Justification(why.roundChanges(), changedPrepares(why)), signer);
            case 5 -> again(p, random.nextBoolean() ? first : second, why, signer);
            case 6 -> again(p, strayBlock(), why, signer);
            case 7 -> world.sign(new Proposal(p.chainId(), p.height(), p.round().next(), p.block(), why), signer);
            default -> elsewhere(m, new Proposal(ELSEWHERE, p.height(), p.round(), p.block(), why));
        };
    }

    private SignedMessage again(Proposal p, Block block, Justification why, int signer) {
        return world.sign(new Proposal(p.chainId(), p.height(), p.round(), block, why), signer);
    }

    private Block strayBlock() {
        return random.nextBoolean()
                ? world.block(Hash32.ZERO, height.next(), random.nextInt(world.size()), 5)
                : new World(world.size() + 1).block(Hash32.ZERO, height, random.nextInt(world.size()), 5);
    }

    private List<SignedPrepare> changedPrepares(Justification why) {
        return why.prepares().isEmpty() ? prepares(Round.ZERO, hash(second)) : changedPrepares(why.prepares());
    }

    private SignedMessage changed(RoundChange r, SignedMessage m) {
        int signer = seat(m.signer());
        if (r.prepared().isEmpty() || random.nextInt(3) == 0) {
            return elsewhere(m, new RoundChange(ELSEWHERE, r.height(), r.round(), r.prepared()));
        }
        PreparedCertificate proof = r.prepared().get();
        PreparedCertificate other =
                switch (random.nextInt(4)) {
                    case 0 -> new PreparedCertificate(proof.round().next(), proof.block(), proof.prepares());
                    case 1 -> new PreparedCertificate(proof.round(), strayBlock(), proof.prepares());
                    default -> new PreparedCertificate(proof.round(), proof.block(), changedPrepares(proof.prepares()));
                };
        return world.sign(new RoundChange(r.chainId(), r.height(), r.round(), Optional.of(other)), signer);
    }

    /** The message of another signer, with a false signature, or of another chain. */
    private SignedMessage elsewhere(SignedMessage m, Payload otherChain) {
        Sm2PublicKey stranger = World.privateKey(STRANGER).publicKey();
        byte[] bytes = m.payload().signedBytes();
        return switch (random.nextInt(4)) {
            case 0 -> world.sign(m.payload(), random.nextInt(world.size()));
            case 1 -> new SignedMessage(m.payload(), stranger, World.signature(stranger, bytes));
            case 2 -> new SignedMessage(m.payload(), m.signer(), falseSignature());
            default -> world.sign(otherChain, random.nextInt(world.size()));
        };
    }

    private Sm2Signature falseSignature() {
        return World.signature(world.key(0), new byte[] {1});
    }

    private <T> Optional<List<T>> fewerOrMore(List<T> items) {
        List<T> list = new ArrayList<>(items);
        if (list.isEmpty()) {
            return Optional.of(list);
        }
        int at = random.nextInt(list.size());
        switch (random.nextInt(4)) {
            case 0 -> list.remove(at);
            case 1 -> list.add(list.get(at));
            case 2 ->
                list.subList(Math.min(list.size(), quorum() - 1), list.size()).clear();
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(list);
    }

    List<SignedPrepare> changedPrepares(List<SignedPrepare> prepares) {
        return fewerOrMore(prepares).orElseGet(() -> {
            List<SignedPrepare> list = new ArrayList<>(prepares);
            int at = random.nextInt(list.size());
            list.set(at, changed(list.get(at)));
            return list;
        });
    }

    SignedPrepare changed(SignedPrepare m) {
        Prepare p = m.prepare();
        int seat = seat(m.signer());
        return switch (random.nextInt(6)) {
            case 0 ->
                world.signedPrepare(
                        new Prepare(p.chainId(), p.height(), p.round().next(), p.blockHash()), seat);
            case 1 -> world.signedPrepare(new Prepare(p.chainId(), p.height().next(), p.round(), p.blockHash()), seat);
            case 2 -> world.signedPrepare(new Prepare(p.chainId(), p.height(), p.round(), hash(first)), seat);
            case 3 -> world.signedPrepare(new Prepare(ELSEWHERE, p.height(), p.round(), p.blockHash()), seat);
            case 4 -> stranger(p);
            default -> new SignedPrepare(p, m.signer(), falseSignature());
        };
    }

    private SignedPrepare stranger(Prepare p) {
        Sm2PublicKey key = World.privateKey(STRANGER).publicKey();
        return new SignedPrepare(p, key, World.signature(key, p.signedBytes()));
    }

    private List<SignedRoundChange> changedAll(List<SignedRoundChange> roundChanges) {
        return fewerOrMore(roundChanges).orElseGet(() -> {
            List<SignedRoundChange> list = new ArrayList<>(roundChanges);
            int at = random.nextInt(list.size());
            list.set(at, changed(list.get(at)));
            return list;
        });
    }

    SignedRoundChange changed(SignedRoundChange m) {
        RoundChangeClaim c = m.claim();
        int seat = seat(m.signer());
        return switch (random.nextInt(7)) {
            case 0 -> world.signedRoundChange(claim(c, c.round().next(), c.prepared()), seat);
            case 1 ->
                world.signedRoundChange(
                        new RoundChangeClaim(c.chainId(), c.height().next(), c.round(), c.prepared()), seat);
            case 2 -> world.signedRoundChange(claim(c, c.round(), Optional.of(otherPrepared())), seat);
            case 3 -> world.signedRoundChange(claim(c, c.round(), Optional.empty()), seat);
            case 4 ->
                world.signedRoundChange(new RoundChangeClaim(ELSEWHERE, c.height(), c.round(), c.prepared()), seat);
            case 5 -> {
                Sm2PublicKey key = World.privateKey(STRANGER).publicKey();
                yield new SignedRoundChange(c, key, World.signature(key, c.signedBytes()));
            }
            default -> new SignedRoundChange(c, m.signer(), falseSignature());
        };
    }

    private PreparedRound otherPrepared() {
        return new PreparedRound(new Round(random.nextInt(6)), hash(random.nextBoolean() ? first : second));
    }

    private static RoundChangeClaim claim(RoundChangeClaim c, Round round, Optional<PreparedRound> prepared) {
        return new RoundChangeClaim(c.chainId(), c.height(), round, prepared);
    }
}
