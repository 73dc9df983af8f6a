package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The signed bytes of each kind, spelt out; changing one of them parts old votes from new programs. */
class SignedBytesTest {
    private static final Hash32 HASH = Hash32.ofHex("ab".repeat(32));
    private static final Height HEIGHT = new Height(0x0102);
    private static final Round ROUND = new Round(3);
    private static final String PLACE = text("jiangsu") + "0000000000000102" + "0000000000000003";

    private static String tag(String domain) {
        return "%02x".formatted(domain.length()) + Bytes.utf8(domain).toHex();
    }

    private static String text(String value) {
        return "%08x".formatted(value.length()) + Bytes.utf8(value).toHex();
    }

    private static String signed(byte[] bytes) {
        return Bytes.copyOf(bytes).toHex();
    }

    @Test
    void aPrepareSignsChainHeightRoundAndBlock() {
        assertThat(signed(new Prepare(World.CHAIN, HEIGHT, ROUND, HASH).signedBytes()))
                .isEqualTo(tag("regchain/consensus/prepare/1") + PLACE + HASH.toHex());
    }

    @Test
    void aCommitSignsTheBytesOfASeal() {
        assertThat(signed(new Commit(World.CHAIN, HEIGHT, ROUND, HASH).signedBytes()))
                .isEqualTo(tag("regchain/commit/1") + PLACE + HASH.toHex());
    }

    @Test
    void aProposalSignsTheHashOfItsBlockAndNotItsJustification() {
        World world = new World(4);
        var block = world.first(1, 0);
        Proposal proposal = new Proposal(World.CHAIN, HEIGHT, ROUND, block, Justification.NONE);
        assertThat(signed(proposal.signedBytes()))
                .isEqualTo(tag("regchain/consensus/proposal/1")
                        + PLACE
                        + World.hash(block).toHex());
    }

    @Test
    void aRoundChangeSignsWhatItPreparedByRoundAndHash() {
        String domain = tag("regchain/consensus/round-change/1");
        assertThat(signed(new RoundChangeClaim(World.CHAIN, HEIGHT, ROUND, Optional.empty()).signedBytes()))
                .isEqualTo(domain + PLACE + "00");
        Optional<PreparedRound> prepared = Optional.of(new PreparedRound(new Round(2), HASH));
        assertThat(signed(new RoundChangeClaim(World.CHAIN, HEIGHT, ROUND, prepared).signedBytes()))
                .isEqualTo(domain + PLACE + "01" + "0000000000000002" + HASH.toHex());
    }
}
