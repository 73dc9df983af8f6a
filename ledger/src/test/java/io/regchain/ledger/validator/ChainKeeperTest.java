package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.ScriptContract;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainKeeperTest {
    private final Surroundings around = new Surroundings();
    private final List<Links.Committed> committed = new ArrayList<>();
    private final ChainKeeper keeper = new ChainKeeper(around.parts(), committed::add);
    private final List<ChainKeeper.FromPeerApplied> answers = new ArrayList<>();
    private final List<ChainKeeper.Checked> checks = new ArrayList<>();
    private final Transaction transaction = Transaction.sign(
            around.chain.config().chainId(),
            TestValidators.key("alice"),
            Sequence.ZERO,
            "a",
            "run",
            CanonicalJson.encode(ScriptContract.script("['write','x','1']")));
    private final ProcessedBlock next = around.next(transaction);

    private Optional<Refusal> fromPeer(Block block, CommitCertificate certificate) {
        keeper.receive(
                new ChainKeeper.ApplyFromPeer(List.of(new BlockRecord(block, Optional.of(certificate))), answers::add));
        return answers.get(answers.size() - 1).refusal();
    }

    @Test
    void aPeersCertifiedBlockIsAppliedOnce() {
        assertThat(fromPeer(next.block(), around.certificate(next.block()))).isEmpty();
        assertThat(fromPeer(next.block(), around.certificate(next.block()))).isEmpty();
        assertThat(committed).hasSize(1);
        assertThat(around.store.tip().height()).isEqualTo(new Height(1));
    }

    /** Found by the simulator: the header was known, so that the transactions beside it were not looked at. */
    @Test
    void aBlockWithoutItsTransactionsIsRefusedAlsoWhenTheRealOneWasValidatedBefore() {
        keeper.receive(new ChainKeeper.Check(next.block(), Round.ZERO, false, checks::add));
        assertThat(checks).singleElement().satisfies(check -> assertThat(check.refusal())
                .isEmpty());
        Block spoiled = new Block(next.block().header(), List.of());

        assertThat(fromPeer(spoiled, around.certificate(spoiled)))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("TRANSACTIONS_DIFFER"));
        assertThat(around.store.tip().height()).isEqualTo(Height.ZERO);
    }

    @Test
    void aBlockWithASealTooFewIsRefused() {
        CommitCertificate whole = around.certificate(next.block());
        CommitCertificate fewer = new CommitCertificate(
                whole.chainId(),
                whole.height(),
                whole.round(),
                whole.blockHash(),
                whole.seals().subList(1, 3));

        assertThat(fromPeer(next.block(), fewer))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("QUORUM_NOT_REACHED"));
        assertThat(committed).isEmpty();
    }
}
