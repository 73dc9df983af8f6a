package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.Misbehaviour;

/** Judges evidence that a chain's validators contradicted themselves. */
final class ClientMisbehaviour {
    private final ContractContext context;
    private final ClientState client;

    ClientMisbehaviour(ContractContext context, ClientState client) {
        this.context = context;
        this.client = client;
    }

    /**
     * Evidence from anyone who may observe or carry. It counts when both headers are by the set that this client itself
     * knows to decide their heights: the leaked keys of validators long gone prove nothing of today's.
     */
    JsonNode report(CertifiedHeader one, CertifiedHeader other) {
        ValidatorSet deciders = requireDecided(one.header());
        requireDecided(other.header());
        if (client.frozen()) {
            throw new ContractRefusal(
                    "CLIENT_FROZEN",
                    "the light client of " + client.chain()
                            + " is frozen already; the open case must be decided first");
        }
        return freeze(Misbehaviour.of(one, other), deciders);
    }

    private ValidatorSet requireDecided(BlockHeader header) {
        if (!header.chainId().equals(client.chain())) {
            throw new ContractRefusal(
                    "HEADER_OF_OTHER_CHAIN",
                    "the header is of chain " + header.chainId() + ", not of " + client.chain());
        }
        ValidatorSet known = client.deciders(header.height())
                .orElseThrow(() -> new ContractRefusal(
                        "EVIDENCE_HEIGHT_UNKNOWN",
                        "no header of " + client.chain() + " was verified at height " + header.height()
                                + ", so that nobody here knows who decides it"));
        if (!known.hash().equals(header.validatorSetHash())) {
            throw new ContractRefusal(
                    "EVIDENCE_OF_OTHER_SET",
                    "the header of height " + header.height() + " names the validator set " + header.validatorSetHash()
                            + "; the set known to decide that height is " + known.hash());
        }
        return known;
    }

    /** Freezes the client on proof; refuses what proves nothing, and what was decided about before. */
    JsonNode freeze(Misbehaviour evidence, ValidatorSet deciders) {
        return switch (evidence.check(deciders)) {
            case Misbehaviour.Check.NotProven not -> throw new ContractRefusal(not.reason());
            case Misbehaviour.Check.Proven proven -> {
                ClientCases cases = new ClientCases(context, client.chain());
                cases.decided(evidence).ifPresent(number -> {
                    throw new ContractRefusal(
                            "MISBEHAVIOUR_DECIDED",
                            "these two blocks of " + client.chain() + " were decided about in case " + number
                                    + "; the client was thawed knowing of them");
                });
                client.keep(deciders); // the evidence names it by its hash
                yield cases.open(proven, evidence);
            }
        };
    }
}
