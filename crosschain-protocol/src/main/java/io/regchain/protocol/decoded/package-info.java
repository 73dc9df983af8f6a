/** What was decoded lately need not be decoded again. */
@NullMarked
package io.regchain.protocol.decoded;

import org.jspecify.annotations.NullMarked;
