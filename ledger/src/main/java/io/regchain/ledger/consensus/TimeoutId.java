package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;

/** Names the timer of one round; how long it runs is the shell's affair ({@link TimeoutPolicy}). */
public record TimeoutId(Height height, Round round) {}
