/** TLS with national algorithms: between hub and local nodes, and between the nodes of one cluster. */
@NullMarked
package io.regchain.ledger.tls;

import org.jspecify.annotations.NullMarked;
