/** The only place of the protocol that opens files: those it is shipped with. */
@NullMarked
package io.regchain.protocol.resource;

import org.jspecify.annotations.NullMarked;
