package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real SM2 signatures, and canonical bytes there and back. */
class MessageVerifierTest {
    private static final World WORLD = new World(4);
    private static final Block BLOCK = WORLD.first(1, 0);

    private static SignedMessage sm2(Payload payload, int signer) {
        return SignedMessage.sign(payload, World.privateKey(signer));
    }

    private static MessageCheck verify(SignedMessage message) {
        return MessageVerifier.verify(message, WORLD.validators, World.CHAIN);
    }

    private static PreparedCertificate certificate() {
        Prepare prepare = new Prepare(World.CHAIN, World.ONE, Round.ZERO, World.hash(BLOCK));
        List<SignedPrepare> prepares = IntStream.range(0, 3)
                .mapToObj(i -> sm2(prepare, i))
                .map(m -> new SignedPrepare(prepare, m.signer(), m.signature()))
                .toList();
        return new PreparedCertificate(Round.ZERO, BLOCK, prepares);
    }

    private static RoundChange roundChange() {
        return new RoundChange(World.CHAIN, World.ONE, new Round(1), Optional.of(certificate()));
    }

    private static Proposal carried() {
        List<SignedRoundChange> roundChanges = IntStream.range(0, 3)
                .mapToObj(i -> sm2(roundChange(), i))
                .map(m -> new SignedRoundChange(roundChange().claim(), m.signer(), m.signature()))
                .toList();
        Justification why = new Justification(roundChanges, certificate().prepares());
        return new Proposal(World.CHAIN, World.ONE, new Round(1), BLOCK, why);
    }

    private static List<SignedMessage> oneOfEachKind() {
        return List.of(
                sm2(new Proposal(World.CHAIN, World.ONE, Round.ZERO, BLOCK, Justification.NONE), 1),
                sm2(carried(), 2),
                sm2(new Prepare(World.CHAIN, World.ONE, Round.ZERO, World.hash(BLOCK)), 0),
                sm2(new Commit(World.CHAIN, World.ONE, Round.ZERO, World.hash(BLOCK)), 3),
                sm2(new RoundChange(World.CHAIN, World.ONE, new Round(1), Optional.empty()), 0),
                sm2(roundChange(), 3));
    }

    @Test
    void everyKindOfMessageIsAcceptedWithItsSignersPlace() {
        assertThat(oneOfEachKind().stream().map(MessageVerifierTest::verify))
                .allSatisfy(check -> assertThat(check).isInstanceOf(MessageCheck.Accepted.class));
        assertThat(verify(oneOfEachKind().get(3))).isInstanceOfSatisfying(MessageCheck.Accepted.class, accepted -> {
            assertThat(accepted.message().signerIndex()).isEqualTo(3);
            assertThat(accepted.message().blockHash()).contains(World.hash(BLOCK));
        });
    }

    @Test
    void anotherSignersSignatureIsRefused() {
        SignedMessage prepare = oneOfEachKind().get(2);
        SignedMessage stolen = new SignedMessage(prepare.payload(), WORLD.key(1), prepare.signature());
        assertThat(verify(stolen))
                .isInstanceOfSatisfying(MessageCheck.Refused.class, refused -> assertThat(refused.refusal())
                        .extracting(Refusal::code)
                        .isEqualTo("SIGNATURE_INVALID"));
    }

    @Test
    void theSignatureOfACommitIsTheSealOfTheCertificate() {
        SignedMessage commit = oneOfEachKind().get(3);
        byte[] sealed = CommitCertificate.sealedBytes(World.CHAIN, World.ONE, Round.ZERO, World.hash(BLOCK));
        assertThat(WORLD.key(3).verify(sealed, commit.signature())).isTrue();
    }

    @Test
    void ownPayloadsAreSignedWithoutCheckingAndOnlyByAMember() {
        Prepare prepare = new Prepare(World.CHAIN, World.ONE, Round.ZERO, World.hash(BLOCK));
        VerifiedMessage own = MessageVerifier.thorough().sign(prepare, World.privateKey(2), WORLD.validators);
        assertThat(own.signerIndex()).isEqualTo(2);
        assertThat(verify(own.message())).isInstanceOf(MessageCheck.Accepted.class);
        assertThatThrownBy(() -> MessageVerifier.thorough().sign(prepare, World.privateKey(5), WORLD.validators))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void canonicalBytesGoThereAndBack() {
        for (SignedMessage message : oneOfEachKind()) {
            assertThat(SignedMessage.decode(message.canonical())).isEqualTo(message);
        }
        PreparedCertificate certificate = certificate();
        assertThat(PreparedCertificate.decode(certificate.canonical())).isEqualTo(certificate);
    }

    @Test
    void bytesCutShortOrDrawnLongAreRefused() {
        for (SignedMessage message : oneOfEachKind()) {
            byte[] bytes = message.canonical().toArray();
            byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
            byte[] drawn = Arrays.copyOf(bytes, bytes.length + 1);
            assertThatThrownBy(() -> SignedMessage.decode(Bytes.wrap(cut))).isInstanceOf(DecodeException.class);
            assertThatThrownBy(() -> SignedMessage.decode(Bytes.wrap(drawn))).isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void whateverByteIsChangedTheMessageIsRefused() {
        byte[] bytes = sm2(roundChange(), 3).canonical().toArray();
        for (int i = 0; i < bytes.length; i += 7) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(accepted(changed)).as("byte " + i).isFalse();
        }
        assertThat(accepted(bytes)).isTrue();
    }

    private static boolean accepted(byte[] bytes) {
        try {
            return verify(SignedMessage.decode(Bytes.wrap(bytes))) instanceof MessageCheck.Accepted;
        } catch (DecodeException e) {
            return false;
        }
    }

    @Test
    void moreThanTheLimitIsNotEvenRead() {
        Bytes huge = Bytes.wrap(new byte[MessageCodec.MAX_BYTES + 1]);
        assertThatThrownBy(() -> SignedMessage.decode(huge))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("at most");
    }
}
