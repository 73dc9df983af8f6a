/**
 * The data object of JR/T 0314 clause 6: its JSON, its seals, and its life cycle as a function over (history, next
 * snapshot) → accepted or a reason.
 */
@NullMarked
package io.regchain.protocol.object;

import org.jspecify.annotations.NullMarked;
