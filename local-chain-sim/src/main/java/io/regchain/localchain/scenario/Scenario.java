package io.regchain.localchain.scenario;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A business story with its expectations.
 *
 * @param source file the scenario was read from
 * @param digest SM3 of the file: a journal goes on with the very same story only
 * @param people by id
 * @param before the scenario that must have been played on this federation, and is played first if it was not
 */
public record Scenario(
        String source,
        Hash32 digest,
        String id,
        Wording title,
        List<ChainId> markets,
        SortedMap<String, Person> people,
        List<Step> steps,
        Optional<Scenario> before) {
    public Scenario {
        markets = List.copyOf(markets);
        people = new TreeMap<>(people);
        steps = List.copyOf(steps);
    }
}
