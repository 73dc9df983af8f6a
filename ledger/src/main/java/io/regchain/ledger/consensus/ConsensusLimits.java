package io.regchain.ledger.consensus;

/** What a peer may make us keep. Everything beyond is dropped; the protocol recovers as from a lost message. */
public final class ConsensusLimits {
    /** Prepares and commits of at most this many rounds above ours are kept; round changes, one for each validator. */
    public static final int ROUNDS_AHEAD = 8;

    /** Votes and proposals of this many rounds below ours are kept: a late quorum of commits still decides. */
    public static final int ROUNDS_BEHIND = 8;

    /** Messages of at most this many heights above ours are kept: one of each kind for each validator. */
    public static final int HEIGHTS_AHEAD = 2;

    private ConsensusLimits() {}
}
