package io.regchain.protocol.block;

import io.regchain.protocol.base.Bytes;

/**
 * Something that happened, told by a contract.
 *
 * @param name in the past tense, such as {@code chainRegistered}
 * @param data canonical JSON (RFC 8785), an object
 */
public record Event(String contract, String name, Bytes data) {}
