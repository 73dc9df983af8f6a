package io.regchain.supervision.index;

import java.util.Set;
import java.util.TreeSet;

/** The chains somebody may see (A25.1): all of them, or those of one area. */
public sealed interface Scope {
    record All() implements Scope {}

    record Only(TreeSet<String> chains) implements Scope {
        public Only {
            chains = new TreeSet<>(chains);
        }
    }

    static Scope only(Set<String> chains) {
        return new Only(new TreeSet<>(chains));
    }

    default boolean sees(String chain) {
        return switch (this) {
            case All all -> true;
            case Only only -> only.chains().contains(chain);
        };
    }
}
