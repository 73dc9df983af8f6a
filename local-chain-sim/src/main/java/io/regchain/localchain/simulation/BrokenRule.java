package io.regchain.localchain.simulation;

import java.util.List;

/** A checker of the simulation has seen what must not be; the story up to there is with it. */
public final class BrokenRule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final transient List<String> story;

    BrokenRule(long seed, String what, List<String> story) {
        super("seed " + seed + ": " + what);
        this.seed = seed;
        this.story = List.copyOf(story);
    }

    public long seed() {
        return seed;
    }

    public List<String> story() {
        return story;
    }
}
