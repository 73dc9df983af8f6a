/**
 * The state of a chain as an authenticated map whose versions are block heights: a persistent binary tree (docs/protocol.md,
 * section 10) of which only the nodes that are used are in memory. Pure; where nodes are stored is behind a port.
 */
@NullMarked
package io.regchain.ledger.state;

import org.jspecify.annotations.NullMarked;
