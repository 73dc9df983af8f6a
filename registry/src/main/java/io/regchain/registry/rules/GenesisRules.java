package io.regchain.registry.rules;

import io.regchain.protocol.base.Hash32;
import io.regchain.registry.Registration;

/** Where the chain begins: what the light client trusts first (A10.8). */
final class GenesisRules implements RegistrationRules.Rule {
    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        findings.parsed(registration.genesisHash(), Hash32::ofHex, "GENESIS_HASH_INVALID", "A10.8", "genesisHash")
                .ifPresent(hash -> findings.require(
                        !hash.equals(Hash32.ZERO),
                        "GENESIS_HASH_INVALID",
                        "A10.8",
                        "genesisHash",
                        "is zero; it should be the hash of block 0"));
        findings.require(
                registration.genesisTime() > 0,
                "GENESIS_TIME_INVALID",
                "A10.8",
                "genesisTime",
                "should be the time of block 0 in milliseconds since 1970");
    }
}
