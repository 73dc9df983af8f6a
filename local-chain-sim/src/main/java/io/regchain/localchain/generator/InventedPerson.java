package io.regchain.localchain.generator;

import io.regchain.protocol.base.ResidentId;

/** Somebody who does not exist. The number's region is a whole province or city, which is not given to people. */
public record InventedPerson(String name, ResidentId id) {}
