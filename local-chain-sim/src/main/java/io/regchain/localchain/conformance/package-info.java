/**
 * The conformance kit: asks anybody's local-chain node every question of JR/T 0314 tables 3–6 and of docs/protocol.md, and
 * says of each answer whether it is what the clause asks. It knows a node by its addresses only.
 */
@NullMarked
package io.regchain.localchain.conformance;

import org.jspecify.annotations.NullMarked;
