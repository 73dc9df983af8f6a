package io.regchain.ledger.execution;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;

/** The block being made, as contracts see it. */
public record BlockContext(ChainId chainId, Height height, BlockTime time) {}
