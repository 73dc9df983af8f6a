package io.regchain.localchain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.connect.ConnectAnswer;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.GetConsensusStateRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The key set followed through a chain that hands over twice, at heights the kit does not look at. */
class TrustTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final UnifiedSocialCreditCode ORGANISATION =
            MarketPlan.operatorCode(Markets.byChain(JIANGSU).orElseThrow());

    private final ValidatorSet first = set("first");
    private final ValidatorSet second = set("second");
    private final ValidatorSet third = set("third");
    /** The last block that each set decides, and the set. */
    private final TreeMap<Long, ValidatorSet> reigns =
            new TreeMap<>(Map.of(20L, first, 33L, second, Long.MAX_VALUE, third));

    private static ValidatorSet set(String name) {
        return new ValidatorSet(IntStream.range(0, 4)
                .mapToObj(i -> new Validator(
                        name + "-" + i,
                        ORGANISATION,
                        ContractHarness.key(name + "-" + i).publicKey()))
                .toList());
    }

    private ValidatorSet deciding(long height) {
        return reigns.ceilingEntry(height).getValue();
    }

    private BlockHeader header(long height) {
        return header(height, deciding(height), deciding(height + 1));
    }

    private static BlockHeader header(long height, ValidatorSet by, ValidatorSet next) {
        return new BlockHeader(
                BlockHeader.VERSION,
                JIANGSU,
                new Height(height),
                Hash32.ZERO,
                new BlockTime(1_000 + height),
                by.validators().get(0).publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                by.hash(),
                next.hash());
    }

    private Trust trust() {
        return new Trust(new NodeUnderTest("node 1", new Chain(), JIANGSU, new Findings()), Optional.of(first));
    }

    @Test
    void blocks_are_followed_through_every_hand_over_in_between() {
        Trust trust = trust();

        assertThat(List.of(1L, 10L, 20L, 21L, 22L, 60L, 61L))
                .allSatisfy(height -> assertThat(trust.decided(header(height)))
                        .as("block %d", height)
                        .isTrue());
        assertThat(trust.current()).contains(third);
    }

    @Test
    void two_hand_overs_at_once_are_both_found() {
        assertThat(trust().decided(header(1_000))).isTrue();
    }

    @Test
    void a_block_by_a_set_that_nobody_handed_over_to_is_not_decided() {
        ValidatorSet usurpers = set("usurpers");

        assertThat(trust().decided(header(15, usurpers, usurpers))).isFalse();
        assertThat(trust().decided(header(60, usurpers, usurpers))).isFalse();
    }

    @Test
    void without_an_announced_set_nothing_is_decided() {
        Trust trust = new Trust(new NodeUnderTest("node 1", new Chain(), JIANGSU, new Findings()), Optional.empty());

        assertThat(trust.decided(header(1))).isFalse();
        trust.take(first);
        assertThat(trust.decided(header(1))).isTrue();
    }

    /** Answers GetConsensusState for every height. */
    private final class Chain implements Door {
        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:1");
        }

        @Override
        public boolean hasToken() {
            return false;
        }

        @Override
        public Exchange ask(Question question) {
            GetConsensusStateRequest request =
                    ConnectCodec.decodeRequest(NodeMethods.GET_CONSENSUS_STATE, ConnectEncoding.PROTO, question.body());
            ConnectAnswer answer = ConnectAnswer.of(state(request.getHeight()).toWire(), ConnectEncoding.PROTO);
            return new Exchange(
                    "the chain",
                    question,
                    new Exchange.Answer(answer.httpStatus(), answer.contentType(), answer.body()));
        }

        private ConsensusState state(long height) {
            BlockHeader header = header(height);
            Optional<ValidatorSet> next =
                    Optional.of(deciding(height + 1)).filter(set -> !set.equals(deciding(height)));
            return new ConsensusState(
                    header,
                    deciding(height),
                    next,
                    Optional.of(
                            new CommitCertificate(JIANGSU, header.height(), new Round(0), header.hash(), List.of())));
        }
    }
}
