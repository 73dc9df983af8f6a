package io.regchain.ledger.consensus;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;

/**
 * What a validator says in one round, before it is signed. The signature covers {@link #signedBytes()}, which name the
 * block by its hash; blocks and justifications travel beside and are checked against that hash.
 */
public sealed interface Payload permits Proposal, Prepare, Commit, RoundChange {
    ChainId chainId();

    Height height();

    Round round();

    Kind kind();

    /** Canonical, short, one domain per kind: two payloads that say different things have different signed bytes. */
    byte[] signedBytes();

    /** A validator says at most one thing of each kind in one round of one height. */
    enum Kind {
        PROPOSAL,
        PREPARE,
        COMMIT,
        ROUND_CHANGE
    }
}
