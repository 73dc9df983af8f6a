/** What a local chain starts from. */
@NullMarked
package io.regchain.localchain.genesis;

import org.jspecify.annotations.NullMarked;
