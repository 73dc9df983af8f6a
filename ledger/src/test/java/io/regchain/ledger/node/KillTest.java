package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short slice; {@code scripts/store-kill-test.sh} goes on for 200 rounds. */
class KillTest {
    private static final int ROUNDS = 3;
    private static final int RECEIPTS_PER_ROUND = 15;

    @TempDir
    private Path temp;

    @Test
    void aProcessKilledAgainAndAgainUnderLoadLosesNothingItAcknowledgedAndRepeatsNothing() throws Exception {
        StoreKill killing = new StoreKill(temp);
        for (int round = 0; round < ROUNDS; round++) {
            killing.round(RECEIPTS_PER_ROUND);
        }
        assertThat(killing.acknowledged()).isGreaterThanOrEqualTo(ROUNDS * RECEIPTS_PER_ROUND);
        assertThat(killing.requireEverythingIsThere()).contains("certified");
    }
}
