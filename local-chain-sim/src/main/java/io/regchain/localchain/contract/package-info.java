/** The contracts of a local business chain. */
@NullMarked
package io.regchain.localchain.contract;

import org.jspecify.annotations.NullMarked;
