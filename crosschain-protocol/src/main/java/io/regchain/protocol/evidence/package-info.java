/**
 * Evidence files: one transaction of a local chain, or one key of its state after a block, with everything that proves it,
 * down to the signatures of the supervision chain's validators; and two blocks with which a chain's validators contradicted
 * themselves. Each is checked offline and without trust in whoever hands it over.
 */
package io.regchain.protocol.evidence;
