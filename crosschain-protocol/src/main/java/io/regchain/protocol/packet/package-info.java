/** Calls between local chains: the packet, its acknowledgement, where they stand in state, and the checks of each step. */
@NullMarked
package io.regchain.protocol.packet;

import org.jspecify.annotations.NullMarked;
