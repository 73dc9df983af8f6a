package io.regchain.localchain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Scenario STORY = ScenarioReader.bundled("S4").orElseThrow();
    private static final Step STEP = STORY.steps().get(0);
    private static final Outcome OUTCOME = new Outcome(
            false,
            "NO",
            "为什么",
            CanonicalJson.object().put("a", 1),
            List.of(new Outcome.Trail(new ChainId("jiangsu"), Optional.of(Hash32.ZERO), new Height(7))));

    @TempDir
    private Path folder;

    @Test
    void what_was_done_is_known_after_a_restart() {
        try (Journal journal = Journal.open(folder)) {
            assertThat(journal.outcome(STORY, STEP)).isEmpty();
            journal.done(STORY, STEP, OUTCOME);
        }
        try (Journal journal = Journal.open(folder)) {
            assertThat(journal.outcome(STORY, STEP)).contains(OUTCOME);
        }
    }

    @Test
    void a_note_keeps_what_was_made_first() {
        try (Journal journal = Journal.open(folder)) {
            journal.note(STORY, STEP, "credential", () -> CanonicalJson.object().put("n", 1));
        }
        try (Journal journal = Journal.open(folder)) {
            assertThat(journal.note(STORY, STEP, "credential", () -> CanonicalJson.object()
                                    .put("n", 2))
                            .get("n")
                            .intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_line_cut_off_by_a_crash_is_dropped_and_the_next_one_is_whole() throws IOException {
        try (Journal journal = Journal.open(folder)) {
            journal.done(STORY, STEP, OUTCOME);
        }
        Files.writeString(file(), "{\"scenario\":\"S4\",\"st", StandardOpenOption.APPEND);
        try (Journal journal = Journal.open(folder)) {
            journal.done(STORY, STORY.steps().get(1), OUTCOME);
        }
        try (Journal journal = Journal.open(folder)) {
            assertThat(journal.outcome(STORY, STEP)).isPresent();
            assertThat(journal.outcome(STORY, STORY.steps().get(1))).isPresent();
        }
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void a_damaged_line_is_named() throws IOException {
        Files.writeString(file(), "{\"scenario\":\"S4\"}\n");
        assertThatThrownBy(() -> Journal.open(folder))
                .isInstanceOf(ScenarioProblem.class)
                .hasMessageContaining("line 1 is damaged: story should be a text");
    }

    @Test
    void another_version_of_the_story_does_not_go_on() {
        Scenario other = new Scenario(
                "other.yaml",
                Hash32.ZERO,
                STORY.id(),
                STORY.title(),
                STORY.markets(),
                STORY.people(),
                STORY.steps(),
                STORY.before());
        try (Journal journal = Journal.open(folder)) {
            journal.done(STORY, STEP, OUTCOME);
            assertThatThrownBy(() -> journal.requireSameStory(other))
                    .isInstanceOf(ScenarioProblem.class)
                    .hasMessageContaining("another version of scenario S4");
        }
    }

    private Path file() {
        return folder.resolve("scenario-journal.jsonl");
    }
}
