package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;

/** A round and the block that a quorum prepared in it. */
public record PreparedRound(Round round, Hash32 blockHash) {}
