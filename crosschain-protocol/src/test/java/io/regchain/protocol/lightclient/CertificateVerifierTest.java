package io.regchain.protocol.lightclient;

import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.key;
import static io.regchain.protocol.sample.SampleChain.seal;
import static io.regchain.protocol.sample.SampleChain.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateVerifierTest {
    private static final ValidatorSet SET = validators(0, 1, 2, 3);
    private static final BlockHeader HEADER = header(7, Hash32.ZERO, SET, SET);
    private static final CommitCertificate GOOD = certificate(HEADER, 0, 1, 2);

    /** What is handed to the verifier. */
    record World(BlockHeader header, CommitCertificate certificate, ValidatorSet validators) {
        World seals(UnaryOperator<List<Seal>> change) {
            List<Seal> seals = change.apply(new ArrayList<>(certificate.seals()));
            return certificate(new CommitCertificate(
                    certificate.chainId(), certificate.height(), certificate.round(), certificate.blockHash(), seals));
        }

        World certificate(CommitCertificate changed) {
            return new World(header, changed, validators);
        }

        World set(ValidatorSet changed) {
            return new World(header, certificate, changed);
        }

        CertificateCheck check() {
            return CertificateVerifier.verify(header, certificate, validators);
        }
    }

    /** A valid world with one thing broken. */
    record Row(String broken, UnaryOperator<World> change, String code, String message) {
        @Override
        public String toString() {
            return broken;
        }
    }

    private static final World VALID = new World(HEADER, GOOD, SET);

    @Test
    void a_quorum_of_valid_seals_verifies_the_header() {
        assertThat(VALID.check()).isInstanceOfSatisfying(VerifiedHeader.class, verified -> {
            assertThat(verified.header()).isEqualTo(HEADER);
            assertThat(verified.hash()).isEqualTo(HEADER.hash());
            assertThat(verified.certificate()).isEqualTo(GOOD);
            assertThat(verified.validators()).isEqualTo(SET);
        });
    }

    @Test
    void all_validators_in_any_order_verify_it_too() {
        assertThat(VALID.certificate(certificate(HEADER, 3, 1, 0, 2)).check()).isInstanceOf(VerifiedHeader.class);
    }

    static Stream<Row> broken() {
        return Stream.of(
                new Row(
                        "a certificate of another chain",
                        w -> w.certificate(new CommitCertificate(
                                new ChainId("zhejiang"), HEADER.height(), Round.ZERO, HEADER.hash(), GOOD.seals())),
                        "HEADER_OF_OTHER_CHAIN",
                        "the header is of chain jiangsu but the certificate is of zhejiang"),
                new Row(
                        "a certificate of another height",
                        w -> w.certificate(new CommitCertificate(
                                HEADER.chainId(), new Height(8), Round.ZERO, HEADER.hash(), GOOD.seals())),
                        "CERTIFICATE_OF_OTHER_BLOCK",
                        "the certificate is of block 8"),
                new Row(
                        "a certificate of another block at the same height",
                        w -> w.certificate(certificate(header(7, HEADER.hash(), SET, SET), 0, 1, 2)),
                        "CERTIFICATE_OF_OTHER_BLOCK",
                        "the header is of block 7 with hash " + HEADER.hash()),
                new Row(
                        "another validator set than the header names",
                        w -> w.set(validators(0, 1, 2, 4)),
                        "VALIDATOR_SET_MISMATCH",
                        "the set with hash " + SET.hash()),
                new Row(
                        "the right validators in another order",
                        w -> w.set(validators(1, 0, 2, 3)),
                        "VALIDATOR_SET_MISMATCH",
                        "decided by the set with hash"),
                new Row(
                        "no seal at all",
                        w -> w.seals(seals -> List.of()),
                        "QUORUM_NOT_REACHED",
                        "has 0 seals; 3 of the 4 validators make a quorum"),
                new Row(
                        "one seal fewer than a quorum",
                        w -> w.seals(seals -> seals.subList(0, 2)),
                        "QUORUM_NOT_REACHED",
                        "has 2 seals; 3 of the 4 validators make a quorum"),
                new Row(
                        "three seals by two keys",
                        w -> w.seals(seals -> List.of(seals.get(0), seals.get(1), seals.get(0))),
                        "SEAL_REPEATED",
                        "seal 2 is by jiangsu-0, who has sealed already"),
                new Row(
                        "a seal by an unregistered key in place of a good one",
                        w -> w.seals(seals -> List.of(seals.get(0), seals.get(1), seal(9, HEADER, Round.ZERO))),
                        "SEAL_BY_UNREGISTERED_KEY",
                        "seal 2 is by key " + key(9).publicKey()),
                new Row(
                        "a seal by an unregistered key beside a full quorum",
                        w -> w.seals(seals -> append(seals, seal(9, HEADER, Round.ZERO))),
                        "SEAL_BY_UNREGISTERED_KEY",
                        "seal 3 is by key"),
                new Row(
                        "a seal of another round",
                        w -> w.seals(seals -> List.of(seals.get(0), seal(1, HEADER, new Round(1)), seals.get(2))),
                        "SEAL_INVALID",
                        "seal 1 by jiangsu-1 is not a valid SM2 signature over chain jiangsu, height 7, round 0"),
                new Row(
                        "an invalid seal beside a full quorum",
                        w -> w.seals(seals -> append(seals, seal(3, HEADER, new Round(1)))),
                        "SEAL_INVALID",
                        "seal 3 by jiangsu-3"),
                new Row(
                        "a seal signed by another validator",
                        w -> w.seals(seals -> List.of(
                                seals.get(0),
                                new Seal(seals.get(1).signer(), seals.get(2).signature()),
                                seals.get(2))),
                        "SEAL_INVALID",
                        "seal 1 by jiangsu-1"),
                new Row(
                        "a signature of zeros",
                        w -> w.seals(seals -> List.of(
                                seals.get(0),
                                seals.get(1),
                                new Seal(seals.get(2).signer(), Sm2Signature.of(new byte[64])))),
                        "SEAL_INVALID",
                        "seal 2 by jiangsu-2"));
    }

    private static List<Seal> append(List<Seal> seals, Seal seal) {
        seals.add(seal);
        return seals;
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_certificate_with_one_thing_broken_is_refused_with_its_own_reason(Row row) {
        assertThat(row.change.apply(VALID).check()).isInstanceOfSatisfying(CertificateCheck.Refused.class, refused -> {
            assertThat(refused.reason().code()).isEqualTo(row.code);
            assertThat(refused.reason().message()).contains(row.message);
        });
    }

    @ParameterizedTest
    @CsvSource({"4,1,3", "5,1,4", "6,1,4", "7,2,5", "10,3,7", "13,4,9"})
    void quorums_are_those_of_the_requirement(int n, int faulty, int quorum) {
        assertThat(Quorum.faulty(n)).isEqualTo(faulty);
        assertThat(Quorum.of(n)).isEqualTo(quorum);
    }

    @ParameterizedTest
    @CsvSource({"4,3", "5,4", "6,4", "7,5"})
    void a_quorum_passes_and_one_seal_less_does_not(int n, int quorum) {
        ValidatorSet set = validators(IntStream.range(0, n).toArray());
        BlockHeader header = header(1, Hash32.ZERO, set, set);
        int[] enough = IntStream.range(n - quorum, n).toArray();
        int[] tooFew = IntStream.range(n - quorum + 1, n).toArray();
        assertThat(CertificateVerifier.verify(header, certificate(header, enough), set))
                .isInstanceOf(VerifiedHeader.class);
        assertThat(CertificateVerifier.verify(header, certificate(header, tooFew), set))
                .isInstanceOfSatisfying(
                        CertificateCheck.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo("QUORUM_NOT_REACHED"));
    }

    /** Two quorums always share an honest validator; a set smaller than the quorum never decides alone. */
    @Test
    void any_two_quorums_meet_in_more_validators_than_may_lie() {
        for (int n = 1; n <= 200; n++) {
            assertThat(2 * Quorum.of(n) - n).as("n=%d", n).isGreaterThan(Quorum.faulty(n));
            assertThat(n - Quorum.faulty(n)).as("n=%d", n).isGreaterThanOrEqualTo(Quorum.of(n));
        }
    }
}
