package io.regchain.ledger.consensus;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Validators, blocks and messages for tests. Signatures are eight mixed sums over key and message: nobody in a test can
 * forge them by accident, and millions cost nothing. {@link MessageVerifierTest} uses real SM2.
 */
final class World {
    static final ChainId CHAIN = new ChainId("jiangsu");
    static final Height ONE = new Height(1);
    private static final Hash32 INVALID = Sm3.hash(new byte[] {1});
    private static final TreeMap<Integer, Sm2PrivateKey> KEYS = new TreeMap<>();
    private static final TreeMap<Integer, Validator> MEMBERS = new TreeMap<>();

    final ValidatorSet validators;
    final MessageVerifier verifier = new MessageVerifier(World::signatureValid);

    private final Hash32 setHash;

    World(int n) {
        this(new ValidatorSet(IntStream.range(0, n).mapToObj(World::validator).toList()));
    }

    World(ValidatorSet validators) {
        this.validators = validators;
        this.setHash = validators.hash();
    }

    static synchronized Validator validator(int i) {
        return MEMBERS.computeIfAbsent(
                i,
                x -> new Validator(
                        "jiangsu-" + i, organisation(i), privateKey(i).publicKey()));
    }

    private static UnifiedSocialCreditCode organisation(int i) {
        return UnifiedSocialCreditCode.complete("91320000", "MA%06d".formatted(i));
    }

    static synchronized Sm2PrivateKey privateKey(int i) {
        return KEYS.computeIfAbsent(
                i,
                x -> Sm2PrivateKey.of(
                        ByteBuffer.allocate(32).putInt(28, 1000 + i).array()));
    }

    Hash32 setHash() {
        return setHash;
    }

    int size() {
        return validators.size();
    }

    Sm2PublicKey key(int i) {
        return validators.validators().get(i).publicKey();
    }

    // ---- signatures

    static Sm2Signature signature(Sm2PublicKey signer, byte[] message) {
        long sum = mixed(mixed(0, signer.encoded().unsafeArray()), message);
        ByteBuffer signature = ByteBuffer.allocate(64);
        for (int i = 0; i < 8; i++) {
            signature.putLong(mixed(sum + i));
        }
        return Sm2Signature.of(signature.array());
    }

    private static long mixed(long sum, byte[] bytes) {
        long mixed = sum + bytes.length;
        for (byte b : bytes) {
            mixed = mixed(mixed + b);
        }
        return mixed;
    }

    private static long mixed(long value) {
        long product = (value ^ 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        return product ^ (product >>> 32);
    }

    static boolean signatureValid(Sm2PublicKey signer, byte[] message, Sm2Signature signature) {
        return signature(signer, message).equals(signature);
    }

    SignedMessage sign(Payload payload, int index) {
        return new SignedMessage(payload, key(index), signature(key(index), payload.signedBytes()));
    }

    /** As the shell does with its own payloads. */
    VerifiedMessage own(Payload payload, int index) {
        return new VerifiedMessage(sign(payload, index), index, setHash);
    }

    /** Signs and sends it through the verifier, which must accept it. */
    VerifiedMessage verified(Payload payload, int index) {
        return switch (verifier.check(sign(payload, index), validators, CHAIN)) {
            case MessageCheck.Accepted accepted -> accepted.message();
            case MessageCheck.Refused refused -> throw new AssertionError(refused.refusal());
        };
    }

    Optional<Refusal> refusal(Payload payload, int index) {
        return refusal(sign(payload, index));
    }

    Optional<Refusal> refusal(SignedMessage message) {
        return switch (verifier.check(message, validators, CHAIN)) {
            case MessageCheck.Accepted accepted -> Optional.empty();
            case MessageCheck.Refused refused -> Optional.of(refused.refusal());
        };
    }

    // ---- blocks

    Block block(Hash32 parent, Height height, int proposer, long time) {
        return block(parent, height, proposer, time, Hash32.ZERO);
    }

    /** A block that every honest execution refuses. */
    Block invalidBlock(Hash32 parent, Height height, int proposer, long time) {
        return block(parent, height, proposer, time, INVALID);
    }

    static boolean executes(Block block) {
        return !block.header().stateRoot().equals(INVALID);
    }

    private Block block(Hash32 parent, Height height, int proposer, long time, Hash32 stateRoot) {
        return block(parent, height, proposer, time, stateRoot, setHash);
    }

    /** A block after which another set decides. */
    Block block(Hash32 parent, Height height, int proposer, long time, boolean valid, Hash32 nextSet) {
        return block(parent, height, proposer, time, valid ? Hash32.ZERO : INVALID, nextSet);
    }

    private Block block(Hash32 parent, Height height, int proposer, long time, Hash32 stateRoot, Hash32 nextSet) {
        BlockHeader header = new BlockHeader(
                BlockHeader.VERSION,
                CHAIN,
                height,
                parent,
                new BlockTime(time),
                key(proposer),
                Hash32.ZERO,
                Hash32.ZERO,
                stateRoot,
                setHash,
                nextSet);
        return new Block(header, List.of());
    }

    Block genesis() {
        return block(Hash32.ZERO, Height.ZERO, 0, 0);
    }

    /** A block at height 1 by this proposer; another {@code salt}, another block. */
    Block first(int proposer, long salt) {
        return block(genesis().header().hash(), ONE, proposer, 1000 + salt);
    }

    int proposer(Height height, long round) {
        return ProposerRotation.index(validators, height, new Round(round));
    }

    // ---- evidence

    SignedPrepare signedPrepare(long round, Hash32 hash, int signer) {
        return signedPrepare(new Prepare(CHAIN, ONE, new Round(round), hash), signer);
    }

    SignedPrepare signedPrepare(Prepare prepare, int signer) {
        SignedMessage message = sign(prepare, signer);
        return new SignedPrepare(prepare, message.signer(), message.signature());
    }

    SignedRoundChange signedRoundChange(RoundChangeClaim claim, int signer) {
        return new SignedRoundChange(claim, key(signer), signature(key(signer), claim.signedBytes()));
    }

    PreparedCertificate preparedCertificate(long round, Block block, int... signers) {
        List<SignedPrepare> prepares = IntStream.of(signers)
                .mapToObj(i -> signedPrepare(round, block.header().hash(), i))
                .toList();
        return new PreparedCertificate(new Round(round), block, prepares);
    }

    static RoundChangeClaim claim(long round, Optional<PreparedRound> prepared) {
        return new RoundChangeClaim(CHAIN, ONE, new Round(round), prepared);
    }

    static Hash32 hash(Block block) {
        return block.header().hash();
    }

    static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }

    // ---- inputs

    ConsensusInput.StartHeight start(int index, Height height, Hash32 parent, RecoveredVotes recovered) {
        return new ConsensusInput.StartHeight(CHAIN, height, parent, validators, key(index), recovered);
    }

    ConsensusInput.StartHeight start(int index) {
        return start(index, ONE, hash(genesis()), RecoveredVotes.NONE);
    }
}
