package io.regchain.supervision.relay;

import io.regchain.supervision.observer.Finding;

/** A node answered something about its chain's state that the verified header does not prove: ask another node. */
final class UnprovenState extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    UnprovenState(Finding finding) {
        super(finding.node() + " at height " + finding.height() + ": " + finding.reason());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
