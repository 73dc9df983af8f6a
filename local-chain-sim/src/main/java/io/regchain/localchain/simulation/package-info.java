/**
 * Whole federations in one thread and one seed: three local chains, the hub, observers and several relays with the
 * contracts and relays of production, on virtual time, among crashes, repetitions, liars and lying chains.
 */
@NullMarked
package io.regchain.localchain.simulation;

import org.jspecify.annotations.NullMarked;
