package io.regchain.registry.rules;

import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.registry.Registration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys that seal the chain's data objects (JR/T 0314 clause 6). */
final class SealKeyRules implements RegistrationRules.Rule {
    private static final String BASIS = "JR/T 0314 6.3";

    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        List<String> keys = registration.sealKeys();
        findings.require(
                !keys.isEmpty(),
                "SEAL_KEY_MISSING",
                BASIS,
                "sealKeys",
                "is empty; at least one SM2 key should be named that seals this chain's data objects");
        Map<Sm2PublicKey, Integer> seen = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            int index = i;
            String path = "sealKeys[" + i + "]";
            findings.parsed(keys.get(i), Sm2PublicKey::ofHex, "SEAL_KEY_INVALID", BASIS, path)
                    .ifPresent(key -> key(key, index, path, seen, registration, admitted, findings));
        }
    }

    private static void key(
            Sm2PublicKey key,
            int index,
            String path,
            Map<Sm2PublicKey, Integer> seen,
            Registration registration,
            RegistryView admitted,
            Findings findings) {
        Integer first = seen.putIfAbsent(key, index);
        findings.require(
                first == null,
                "SEAL_KEY_REPEATED",
                BASIS,
                path,
                "is sealKeys[" + first + "] again; each should differ");
        Optional.of(key)
                .flatMap(k -> admitted.chainOfKey(k.fingerprint()))
                .ifPresent(chain -> findings.block(
                        "SEAL_KEY_OF_OTHER_CHAIN",
                        BASIS,
                        path,
                        "is in use on the chain \"" + chain + "\"; a key should serve one chain only"));
        if (registration.validators().stream().anyMatch(node -> node.publicKey().equals(key.toHex()))) {
            findings.advise(
                    "SEAL_KEY_IS_NODE_KEY",
                    BASIS,
                    path,
                    "is a consensus node's key too; sealing data and deciding blocks should use different keys");
        }
    }
}
