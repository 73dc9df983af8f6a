/** How the sandbox reaches a chain under test, on plain addresses, and how its hub does, through doors. */
@NullMarked
package io.regchain.localchain.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
