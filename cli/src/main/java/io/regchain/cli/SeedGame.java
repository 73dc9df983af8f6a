package io.regchain.cli;

import io.regchain.ledger.simulation.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Something that is played from seeds, each the same on every run. */
interface SeedGame {
    /** @param met what the seeds met, one line each */
    record Played(long seeds, String met, Optional<Seeds.Failure> failure) {}

    /** @param progress told how many seeds are done, from any thread */
    Played play(long first, long count, int threads, LongConsumer progress);

    /** The whole story of one seed. */
    Told story(long seed);

    /** @param sound whether no rule was broken */
    record Told(List<String> lines, boolean sound) {}

    /** What it means that no seed failed. */
    String promise();

    /** The option that chooses this game on the command line, with a space behind it, or nothing. */
    String option();
}
