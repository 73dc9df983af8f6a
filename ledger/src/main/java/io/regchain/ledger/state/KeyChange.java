package io.regchain.ledger.state;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/** @param value empty deletes */
public record KeyChange(Hash32 keyHash, Optional<Bytes> value) {}
