package io.regchain.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short slice; {@code scripts/cluster-test.sh} plays all of it. */
@Tag("cluster")
class ClusterStoriesTest {
    /** The others that are tested beside want processors too. */
    private static final Duration REST = Duration.ofMillis(50);

    @TempDir
    private Path directory;

    @Test
    void threeProcessesUnderLoadSurviveAPartingAPauseAndAKillWithOneHistory() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (ClusterHarness cluster = new ClusterHarness(directory, Map.of("beijing", 4), REST)) {
            ClusterStories stories = new ClusterStories(cluster, new PrintStream(told, true, StandardCharsets.UTF_8));
            stories.started();
            stories.cut(0, 1, ClusterStories.SHORT);
            stories.paused(2, ClusterStories.SHORT);
            stories.killed(1);
            stories.history();
        }
        assertThat(told.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .last()
                .asString()
                .startsWith("one history");
    }
}
