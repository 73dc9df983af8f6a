package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.ClientRules;
import io.regchain.protocol.lightclient.Misbehaviour;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.ValidatorChanges;
import java.util.Optional;

/** Moves a light client on by one header, or freezes it when that header contradicts a verified one. */
final class ClientUpdate {
    private final ContractContext context;
    private final ClientState client;

    ClientUpdate(ContractContext context, ClientState client) {
        this.context = context;
        this.client = client;
    }

    JsonNode run(CertifiedHeader offered, Optional<ValidatorSet> next) {
        BlockHeader header = offered.header();
        if (!header.chainId().equals(client.chain())) {
            throw new ContractRefusal(
                    "HEADER_OF_OTHER_CHAIN",
                    "the header is of chain " + header.chainId() + ", not of " + client.chain());
        }
        Optional<CertifiedHeader> known = client.certified(header.height());
        if (known.isPresent()) {
            return repeated(known.get(), offered);
        }
        TrustedState trusted = client.trusted();
        if (header.height().compareTo(trusted.height().next()) > 0) { // the objects of every height are taken in turn
            throw new ContractRefusal(
                    "HEIGHT_GAP",
                    "the next header of " + client.chain() + " is "
                            + trusted.height().next() + ", not " + header.height());
        }
        return switch (ClientRules.advance(trusted, header, offered.certificate(), next, context.time())) {
            case Advance.NotAdvanced refused -> contradicted(trusted, offered, refused.reason());
            case Advance.Advanced advanced -> {
                ClientRules.change(trusted, header, registered(header)).ifPresent(reason -> {
                    throw new ContractRefusal(reason);
                });
                client.keep(trusted.validators());
                client.keep(advanced.state().validators());
                yield keep(offered, advanced.state());
            }
        };
    }

    /** The same header again changes nothing; another certified header at a known height is misbehaviour. */
    private JsonNode repeated(CertifiedHeader known, CertifiedHeader offered) {
        if (known.header().hash().equals(offered.header().hash())) {
            return JsonNodeFactory.instance.objectNode().put("noop", true).put("reason", "HEADER_KNOWN");
        }
        ValidatorSet deciders = client.set(known.header().validatorSetHash().toHex());
        return new ClientMisbehaviour(context, client).freeze(Misbehaviour.of(known, offered), deciders);
    }

    /**
     * A header of the trusted set that does not follow the verified one below it is evidence, not a mere mistake. The trust
     * root has no certificate, so nothing contradicts it; and where the set has just changed no one set sealed both.
     */
    private JsonNode contradicted(TrustedState trusted, CertifiedHeader offered, Refusal reason) {
        Optional<Misbehaviour> evidence = client.certified(trusted.height())
                .map(below -> Misbehaviour.of(below, offered))
                .filter(found -> found.check(trusted.validators()) instanceof Misbehaviour.Check.Proven);
        if (evidence.isPresent()) {
            return new ClientMisbehaviour(context, client).freeze(evidence.get(), trusted.validators());
        }
        throw new ContractRefusal(reason);
    }

    /** What the registry has approved to take effect with the block after this one (A10.7). */
    private ValidatorChanges registered(BlockHeader header) {
        return context.readOf(
                        "registry",
                        "set/" + client.chain() + "/" + header.height().next())
                .map(entry -> ValidatorChanges.of(
                        header.height().next(),
                        Hash32.ofHex(entry.path("setHash").asText())))
                .orElse(ValidatorChanges.NONE);
    }

    private JsonNode keep(CertifiedHeader verified, TrustedState next) {
        BlockHeader header = verified.header();
        client.keep(header, verified.certificate());
        client.trust(next);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("chain", client.chain().value())
                .put("height", header.height().value())
                .put("hash", header.hash().toHex())
                .put("time", header.time().epochMillis())
                .put("stateRoot", header.stateRoot().toHex())
                .put("seals", verified.certificate().seals().size())
                .put("round", verified.certificate().round().value());
        context.emit("headerVerified", event);
        if (!header.nextValidatorSetHash().equals(header.validatorSetHash())) {
            context.emit(
                    "validatorsChanged",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("chain", client.chain().value())
                            .put("effectiveHeight", header.height().next().value())
                            .put("setHash", header.nextValidatorSetHash().toHex())
                            .put("validators", next.validators().size()));
        }
        return event;
    }
}
