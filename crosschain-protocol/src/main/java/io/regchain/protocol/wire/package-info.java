/**
 * The node interface as checked values: each request and answer of {@code regchain.v1} as a record that reads itself from
 * the Protobuf message once ({@code fromWire}, {@link io.regchain.protocol.base.DecodeException} when anything is missing,
 * malformed or contradicts itself) and writes itself back ({@code toWire}). Well-formed is not proven: certificates and
 * proofs are checked by whoever holds the validator set.
 */
package io.regchain.protocol.wire;
