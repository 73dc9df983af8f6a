/** Scenarios: business stories with expectations, read from YAML and driven through a real federation. */
@NullMarked
package io.regchain.localchain.scenario;

import org.jspecify.annotations.NullMarked;
