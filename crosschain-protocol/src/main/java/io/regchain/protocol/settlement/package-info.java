/**
 * Atomic settlement (R20): assets on several local chains change hands together or not at all. The plan, where locks and
 * decisions stand in state, and the checks of each step.
 */
@NullMarked
package io.regchain.protocol.settlement;

import org.jspecify.annotations.NullMarked;
