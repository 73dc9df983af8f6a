package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.protocol.base.Height;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@code scripts/state-sync-test.sh}, which takes a longer chain. */
class StateSyncRunTest {
    private static final long BLOCKS = 2_000;

    @TempDir
    private Path temp;

    @Test
    void anEmptyValidatorBeginsWithTheStateOfALongChainDespiteALyingServerAndServesProofs() {
        StateSyncRun run = new StateSyncRun(temp, BLOCKS);
        run.makeSource();
        StateSyncRun.Result result = run.sync();
        assertThat(result.end()).isEqualTo(new Height(BLOCKS));
        assertThat(result.liars()).containsOnlyKeys(0);
        assertThat(result.liars().get(0).code()).isEqualTo("LEAVES_DIFFER");
        assertThat(result.proven()).isEqualTo(2_000);
    }
}
