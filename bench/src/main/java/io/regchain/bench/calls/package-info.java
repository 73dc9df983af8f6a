/** Cross-chain calls through a whole federation, A → hub → B → hub → A: how many, how long, and what they cost. */
@NullMarked
package io.regchain.bench.calls;

import org.jspecify.annotations.NullMarked;
