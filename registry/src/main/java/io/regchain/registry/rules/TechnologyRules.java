package io.regchain.registry.rules;

import io.regchain.registry.Registration;
import java.util.List;
import java.util.Locale;

/** What the chain is built with (A10.1), and national cryptography in every scene (A9.1 to A9.5). */
final class TechnologyRules implements RegistrationRules.Rule {
    private static final List<String> CHANNELS = List.of("TLCP", "TLS_SM4_GCM_SM3", "TLS_SM4_CCM_SM3", "SM2");

    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        technology(registration.technology(), findings);
        algorithms(registration.algorithms(), findings);
    }

    private static void technology(Registration.Technology technology, Findings findings) {
        given(technology.vendor(), "the vendor", "vendor", findings);
        given(technology.product(), "the product", "product", findings);
        given(technology.version(), "the product's version", "version", findings);
        given(technology.virtualMachine(), "what contracts run on", "virtualMachine", findings);
        given(technology.cryptoModule(), "the cryptographic module", "cryptoModule", findings);
        given(technology.certificateNumber(), "the module's certificate number", "certificateNumber", findings);
    }

    private static void given(String text, String what, String member, Findings findings) {
        Texts.require(text, what, "A10.1", "technology." + member, findings);
    }

    private static void algorithms(Registration.Algorithms algorithms, Findings findings) {
        national(algorithms.hash(), List.of("SM3"), "A9.1", "hash", findings);
        national(algorithms.transactionSignature(), List.of("SM2"), "A9.2", "transactionSignature", findings);
        national(algorithms.consensusSignature(), List.of("SM2"), "A9.3", "consensusSignature", findings);
        national(algorithms.p2pHandshake(), CHANNELS, "A9.4", "p2pHandshake", findings);
        national(algorithms.rpc(), CHANNELS, "A9.5", "rpc", findings);
        national(algorithms.storage(), List.of("SM4"), "A9.5", "storage", findings);
    }

    private static void national(
            String declared, List<String> allowed, String basis, String member, Findings findings) {
        findings.require(
                allowed.contains(declared.strip().toUpperCase(Locale.ROOT)),
                "ALGORITHM_NOT_NATIONAL",
                basis,
                "algorithms." + member,
                "\"" + declared + "\" is not a national algorithm for this scene; it should be "
                        + String.join(" or ", allowed));
    }
}
