package io.regchain.registry.rules;

import io.regchain.protocol.block.Quorum;
import io.regchain.registry.Registration;

/** A protocol that stands lying nodes (A7.1, A10.2), and a claim that fits the number of nodes (A7.6). */
final class ConsensusRules implements RegistrationRules.Rule {
    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        Registration.Consensus consensus = registration.consensus();
        findings.require(
                ByzantineProtocols.includes(consensus.protocol()),
                "CONSENSUS_NOT_BFT",
                "A7.1",
                "consensus.protocol",
                "\"" + consensus.protocol() + "\" is not a protocol known to stand lying nodes; it should be one of "
                        + String.join(", ", ByzantineProtocols.names()));
        Texts.require(consensus.version(), "the protocol's version", "A10.2", "consensus.version", findings);
        int nodes = registration.validators().size();
        if (nodes > 0) {
            claim(consensus.claimedFaulty(), nodes, findings);
        }
    }

    private static void claim(long claimed, int nodes, Findings findings) {
        int faulty = Quorum.faulty(nodes);
        findings.require(
                claimed == faulty,
                "CLAIMED_FAULTY_WRONG",
                "A10.2",
                "consensus.claimedFaulty",
                (claimed < 0 ? "is missing" : "is " + claimed) + "; with " + nodes + " nodes it should be floor(("
                        + nodes + "-1)/3) = " + faulty + ", quorum " + Quorum.of(nodes));
    }
}
