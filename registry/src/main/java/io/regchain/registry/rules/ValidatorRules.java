package io.regchain.registry.rules;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.registry.ProofOfPossession;
import io.regchain.registry.Registration;
import io.regchain.registry.Registration.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** At least four consensus nodes with keys of their own, each proven to be held (A7.2, A9.2, A10.4). */
final class ValidatorRules implements RegistrationRules.Rule {
    static final int FEWEST = 4;

    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        List<Node> nodes = registration.validators();
        findings.require(
                nodes.size() <= ValidatorSet.MAX_SIZE,
                "TOO_MANY_VALIDATORS",
                "A10.4",
                "validators",
                "has " + nodes.size() + " entries; at most " + ValidatorSet.MAX_SIZE + " are read");
        Map<Sm2PublicKey, Integer> keys = new TreeMap<>();
        Map<String, Integer> names = new TreeMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            name(nodes.get(i).name(), i, names, findings);
            key(registration.chainId(), nodes.get(i), i, keys, admitted, findings);
        }
        // Distinct valid keys count, not lines of the form.
        findings.require(
                keys.size() >= FEWEST,
                "TOO_FEW_VALIDATORS",
                "A7.2",
                "validators",
                "holds " + keys.size() + " consensus nodes with distinct valid keys; at least " + FEWEST
                        + " are needed to stand one lying node");
    }

    private static void name(String name, int index, Map<String, Integer> names, Findings findings) {
        String path = "validators[" + index + "].name";
        findings.require(
                Texts.given(name) && name.length() <= Validator.MAX_NAME,
                "VALIDATOR_NAME_INVALID",
                "A10.5",
                path,
                "should have 1 to " + Validator.MAX_NAME + " characters");
        Integer first = names.putIfAbsent(name, index);
        if (first != null) {
            findings.block(
                    "VALIDATOR_NAME_REPEATED",
                    "A10.5",
                    path,
                    "\"" + name + "\" is the name of validators[" + first
                            + "] too; names should differ within a chain");
        }
    }

    private static void key(
            String chain,
            Node node,
            int index,
            Map<Sm2PublicKey, Integer> keys,
            RegistryView admitted,
            Findings findings) {
        String path = "validators[" + index + "].publicKey";
        Optional<Sm2PublicKey> parsed =
                findings.parsed(node.publicKey(), Sm2PublicKey::ofHex, "VALIDATOR_KEY_INVALID", "A10.4", path);
        if (parsed.isEmpty()) {
            return;
        }
        Sm2PublicKey key = parsed.get();
        Integer first = keys.putIfAbsent(key, index);
        if (first != null) {
            findings.block(
                    "VALIDATOR_KEY_REPEATED",
                    "A7.2",
                    path,
                    "is the key of validators[" + first + "] too; each node should have a key of its own");
            return;
        }
        ofOtherChain(key, path, admitted, findings);
        possession(chain, node, key, "validators[" + index + "].proofOfPossession", findings);
    }

    private static void ofOtherChain(Sm2PublicKey key, String path, RegistryView admitted, Findings findings) {
        Optional<ChainId> other = admitted.chainOfKey(key.fingerprint());
        other.ifPresent(chain -> findings.block(
                "VALIDATOR_KEY_OF_OTHER_CHAIN",
                "A10.4",
                path,
                "is in use on the chain \"" + chain + "\"; a key should serve one chain only"));
    }

    private static void possession(String chain, Node node, Sm2PublicKey key, String path, Findings findings) {
        findings.parsed(
                        node.proofOfPossession(),
                        hex -> new Sm2Signature(Bytes.ofHex(hex)),
                        "POSSESSION_NOT_PROVEN",
                        "A10.4",
                        path)
                .ifPresent(signature -> findings.require(
                        ProofOfPossession.verify(chain, node.name(), node.organisation(), key, signature),
                        "POSSESSION_NOT_PROVEN",
                        "A10.4",
                        path,
                        "is not this key's signature over chain \"" + chain + "\", name \"" + node.name()
                                + "\", organisation " + node.organisation() + " and the key itself"));
    }
}
