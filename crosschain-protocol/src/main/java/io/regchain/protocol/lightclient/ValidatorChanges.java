package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The changes of a chain's validators that its registry has approved (A10.7).
 *
 * @param approved the hash of the set that decides from a height on, by that height
 */
public record ValidatorChanges(SortedMap<Height, Hash32> approved) {
    public static final ValidatorChanges NONE = new ValidatorChanges(new TreeMap<>());

    public ValidatorChanges {
        approved = Collections.unmodifiableSortedMap(new TreeMap<>(approved));
    }

    public static ValidatorChanges of(Height effective, Hash32 set) {
        TreeMap<Height, Hash32> approved = new TreeMap<>();
        approved.put(effective, set);
        return new ValidatorChanges(approved);
    }

    Optional<Hash32> at(Height effective) {
        return Optional.ofNullable(approved.get(effective));
    }

    /** The first change that takes effect from {@code from} on, at {@code to} at the latest. */
    Optional<Height> first(Height from, Height to) {
        return approved.keySet().stream()
                .filter(height -> height.compareTo(from) >= 0 && height.compareTo(to) <= 0)
                .findFirst();
    }
}
