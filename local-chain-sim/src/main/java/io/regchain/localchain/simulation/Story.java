package io.regchain.localchain.simulation;

import java.util.List;
import java.util.SortedMap;

/**
 * What one seed came to.
 *
 * @param met how often what happened, such as {@code packet: success} or {@code fork frozen}
 * @param lines everything, one line each
 */
public record Story(long seed, SortedMap<String, Integer> met, List<String> lines) {
    public Story {
        lines = List.copyOf(lines);
    }
}
