/**
 * The evidence file: one transaction of a local chain with everything that proves it, down to the signatures of the
 * supervision chain's validators, checked offline and without trust in whoever hands it over.
 */
package io.regchain.protocol.evidence;
