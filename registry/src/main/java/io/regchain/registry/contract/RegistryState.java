package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.registry.Proposal;
import io.regchain.registry.RegisteredChain;
import io.regchain.registry.Registration;
import io.regchain.registry.rules.RegistryView;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The registry's part of the chain state, read and written by its keys. */
final class RegistryState implements RegistryView {
    private final ContractContext context;

    RegistryState(ContractContext context) {
        this.context = context;
    }

    Optional<RegisteredChain> chain(ChainId chain) {
        return context.read("chain/" + chain).map(RegisteredChain::fromJson);
    }

    Optional<Proposal> proposal(ChainId chain) {
        return context.read("proposal/" + chain).map(Proposal::fromJson);
    }

    AccessLifecycle.State state(ChainId chain) {
        Optional<RegisteredChain> registered = chain(chain);
        if (registered.isPresent()) {
            return switch (registered.get().state()) {
                case ACTIVE -> AccessLifecycle.State.ACTIVE;
                case SUSPENDED -> AccessLifecycle.State.SUSPENDED;
            };
        }
        return proposal(chain).isPresent() ? AccessLifecycle.State.PROPOSED : AccessLifecycle.State.UNKNOWN;
    }

    void propose(ChainId chain, Proposal proposal) {
        context.write("proposal/" + chain, proposal.toJson());
    }

    void dropProposal(ChainId chain) {
        context.delete("proposal/" + chain);
    }

    void put(ChainId chain, RegisteredChain registered) {
        context.write("chain/" + chain, registered.toJson());
    }

    /** Enters a newly admitted chain and all its keys into the indexes. */
    void admit(ChainId chain, RegisteredChain registered) {
        put(chain, registered);
        dropProposal(chain);
        enterList(chain);
        Registration registration = registered.registration();
        enterValidators(chain, registration.validators());
        registration.endpoints().forEach(endpoint -> enterKey(endpoint.nodeKey(), chain, "endpoint"));
        registration.sealKeys().forEach(key -> enterKey(key, chain, "seal"));
        context.write(
                "operators/" + registration.operator().uscc(),
                CanonicalJson.object().put("chain", chain.value()));
    }

    /** Keys of consensus nodes stay on the list when their nodes go: none ever serves another chain. */
    void enterValidators(ChainId chain, List<Registration.Node> nodes) {
        nodes.forEach(node -> enterKey(node.publicKey(), chain, "validator"));
    }

    private void enterKey(String hex, ChainId chain, String use) {
        String key = "keys/" + Sm2PublicKey.ofHex(hex).fingerprint().toHex();
        if (context.read(key).isEmpty()) {
            context.write(
                    key, CanonicalJson.object().put("chain", chain.value()).put("use", use));
        }
    }

    private void enterList(ChainId chain) {
        TreeSet<String> chains = new TreeSet<>();
        context.read("chains").ifPresent(list -> list.forEach(id -> chains.add(id.textValue())));
        chains.add(chain.value());
        ArrayNode list = CanonicalJson.array();
        chains.forEach(list::add);
        context.write("chains", list);
    }

    @Override
    public boolean admitted(ChainId chain) {
        return context.read("chain/" + chain).isPresent();
    }

    @Override
    public Optional<ChainId> chainOfKey(Hash32 fingerprint) {
        return context.read("keys/" + fingerprint.toHex()).map(RegistryState::chainOf);
    }

    @Override
    public Optional<ChainId> chainOfOperator(UnifiedSocialCreditCode operator) {
        return context.read("operators/" + operator).map(RegistryState::chainOf);
    }

    private static ChainId chainOf(JsonNode entry) {
        return new ChainId(entry.path("chain").textValue());
    }
}
