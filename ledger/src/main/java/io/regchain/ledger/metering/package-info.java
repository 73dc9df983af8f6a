/**
 * Metering of contract code by its bytecode: what contracts written in Java may call, the fuel they burn, and the check
 * that no code without both is ever run. Contract classes are metered when they are built; the runtime only checks.
 */
@NullMarked
package io.regchain.ledger.metering;

import org.jspecify.annotations.NullMarked;
