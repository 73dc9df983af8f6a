package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.storage.Silence;
import io.regchain.protocol.base.Height;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
    private final Surroundings around = new Surroundings();
    private final List<ConsensusDriver.Command> forDriver = new ArrayList<>();
    private final Links links = new Links(around.parts());

    /** Found by the simulator: with another validator silent the chain stood still for good. */
    @Test
    void whileTheSilenceIsUnknownNoHeightIsBegunAsAListener() {
        links.receive(new Links.Joined(forDriver::add, pool -> {}));
        ProcessedBlock block = around.next();
        links.receive(new Links.Committed(block.tip(), block.block()));
        assertThat(forDriver).isEmpty();

        around.store.keepSilence(new Silence.Until(Height.ZERO));
        links.receive(Links.Told.SILENCE_KNOWN);
        assertThat(forDriver).singleElement().isInstanceOfSatisfying(ConsensusDriver.Tip.class, tip -> assertThat(
                        tip.silent())
                .isFalse());
    }
}
