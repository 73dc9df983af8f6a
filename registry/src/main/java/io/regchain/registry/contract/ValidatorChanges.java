package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.registry.RegisteredChain;
import io.regchain.registry.ValidatorChange;
import io.regchain.registry.rules.Finding;
import io.regchain.registry.rules.ValidatorChangeRules;
import java.util.List;
import java.util.Optional;

/**
 * When which consensus nodes decide an admitted chain (A10.7): proposed by one pair of eyes, approved by another; the rules
 * run both times. The registration keeps the nodes of the genesis block. State: {@code set/<chain>/<effective height>},
 * {@code sets/<chain>} → approved heights ascending, {@code set-proposal/<chain>}.
 */
final class ValidatorChanges {
    private final ContractContext context;
    private final RegistryState state;

    ValidatorChanges(ContractContext context) {
        this.context = context;
        this.state = new RegistryState(context);
    }

    /** {@code {chainId, effectiveHeight, validators}}; a pending proposal is replaced. */
    JsonNode propose(Arguments args) {
        Actor maker = Actor.withRole(context, Actor.MAKER);
        ValidatorChange change = change(args);
        List<Finding> advice = judge(change);
        ObjectNode proposal = CanonicalJson.object()
                .put("digest", change.digest().toHex())
                .put("proposedBy", maker.name())
                .put("proposedByKey", maker.fingerprint())
                .put("proposedAt", context.time().epochMillis());
        proposal.set("change", change.toJson());
        context.write(proposalKey(change.chain()), proposal);
        ObjectNode result = told(change);
        context.emit("validatorsProposed", result.deepCopy().put("proposedBy", maker.name()));
        ArrayNode findings = result.putArray("advice");
        advice.forEach(finding -> findings.add(finding.toJson()));
        return result;
    }

    private static ValidatorChange change(Arguments args) {
        try {
            return ValidatorChange.fromJson(args.node());
        } catch (DecodeException e) {
            throw new ContractRefusal("BAD_ARGUMENT", String.valueOf(e.getMessage()));
        }
    }

    /** {@code {chainId, digest}}. */
    JsonNode approve(Arguments args) {
        Actor checker = Actor.withRole(context, Actor.CHECKER);
        ChainId chain = chain(args);
        JsonNode proposal = context.read(proposalKey(chain))
                .orElseThrow(() -> new ContractRefusal(
                        "NO_PROPOSAL",
                        "no change of validators of \"" + chain + "\" is proposed; it should be proposed first"));
        Hash32 digest = args.parsed("digest", "the digest of the proposal", Hash32::ofHex);
        if (!proposal.path("digest").textValue().equals(digest.toHex())) {
            throw new ContractRefusal(
                    "PROPOSAL_CHANGED",
                    "the proposal for \"" + chain + "\" has digest "
                            + proposal.path("digest").textValue() + " by now, not " + digest
                            + "; it should be read again before it is decided");
        }
        if (proposal.path("proposedByKey").textValue().equals(checker.fingerprint())) {
            throw new ContractRefusal(
                    "FOUR_EYES", "the key that proposed it cannot decide it too; another person should");
        }
        ValidatorChange change = ValidatorChange.fromJson(proposal.get("change"));
        judge(change);
        enter(change, proposal, checker);
        context.delete(proposalKey(chain));
        ObjectNode event = told(change)
                .put("proposedBy", proposal.path("proposedBy").textValue())
                .put("approvedBy", checker.name())
                .put("validators", change.validators().size());
        context.emit("validatorsApproved", event.deepCopy());
        return event;
    }

    private void enter(ValidatorChange change, JsonNode proposal, Actor checker) {
        ObjectNode entry = CanonicalJson.object()
                .put("effectiveHeight", change.effective().value())
                .put("setHash", change.validatorSet().hash().toHex())
                .put("digest", change.digest().toHex())
                .put("proposedBy", proposal.path("proposedBy").textValue())
                .put("approvedBy", checker.name())
                .put("approvedAt", context.time().epochMillis());
        entry.set("validators", change.nodes());
        context.write(setKey(change.chain(), change.effective()), entry);
        context.write(
                listKey(change.chain()),
                approved(change.chain()).add(change.effective().value()));
        state.enterValidators(change.chain(), change.validators());
    }

    /**
     * {@code {chainId, effectiveHeight, reason}}: takes the last approved change back before it takes effect. One officer is
     * enough, since without it the light client follows nothing new.
     */
    JsonNode revoke(Arguments args) {
        Actor checker = Actor.withRole(context, Actor.CHECKER);
        ChainId chain = chain(args);
        Height effective = new Height(args.number("effectiveHeight"));
        String reason = args.text("reason");
        ArrayNode heights = approved(chain);
        if (!last(heights).equals(Optional.of(effective))) {
            throw new ContractRefusal(
                    "CHANGE_NOT_APPROVED",
                    "the last approved change of validators of \"" + chain + "\" is "
                            + last(heights).map(height -> "of height " + height).orElse("none")
                            + "; only that can be revoked, not one of height " + effective);
        }
        requireAhead(chain, effective);
        heights.remove(heights.size() - 1);
        context.write(listKey(chain), heights);
        context.delete(setKey(chain, effective));
        ObjectNode event = CanonicalJson.object()
                .put("chain", chain.value())
                .put("effectiveHeight", effective.value())
                .put("reason", reason)
                .put("revokedBy", checker.name());
        context.emit("validatorsRevoked", event.deepCopy());
        return event;
    }

    /** @return the advice; refuses with the reason of the first thing that does not hold */
    private List<Finding> judge(ValidatorChange change) {
        RegisteredChain registered = state.chain(change.chain())
                .orElseThrow(() -> new ContractRefusal(
                        "CHAIN_NOT_REGISTERED",
                        "the chain \"" + change.chain() + "\" is not admitted; its first validators are part of its"
                                + " registration"));
        List<Finding> findings = ValidatorChangeRules.check(registered.registration(), change, state);
        RegistryContract.refuseBlocking(findings);
        requireAhead(change.chain(), change.effective());
        requireNew(registered, change);
        return findings;
    }

    /** The block that hands over must still be to come, or the change could never be followed. */
    private void requireAhead(ChainId chain, Height effective) {
        Height latest = context.readOf("light-clients", chain + "/latest")
                .map(entry -> new Height(entry.path("height").longValue()))
                .orElse(Height.ZERO);
        if (effective.compareTo(latest.next()) <= 0) {
            throw new ContractRefusal(
                    "EFFECTIVE_HEIGHT_PAST",
                    "block " + latest + " of \"" + chain
                            + "\" is verified already, so that a change can take effect from" + " height "
                            + latest.next().next() + " on at the earliest, not " + effective);
        }
    }

    /** Changes are approved in the order in which they take effect, each to another set than the one before. */
    private void requireNew(RegisteredChain registered, ValidatorChange change) {
        Optional<Height> last = last(approved(change.chain()));
        if (last.isPresent() && change.effective().compareTo(last.get()) <= 0) {
            throw new ContractRefusal(
                    "CHANGE_BEFORE_ANOTHER",
                    "a change of validators of \"" + change.chain() + "\" is approved from height " + last.get()
                            + " on; revoke it, or choose a height above it");
        }
        Hash32 before = last.map(height -> setHash(change.chain(), height))
                .orElseGet(() -> registered.registration().validatorSet().hash());
        ValidatorSet set = change.validatorSet();
        if (set.hash().equals(before)) {
            throw new ContractRefusal(
                    "VALIDATORS_UNCHANGED", "these are the validators that decide \"" + change.chain() + "\" already");
        }
    }

    private Hash32 setHash(ChainId chain, Height effective) {
        return Hash32.ofHex(context.read(setKey(chain, effective))
                .orElseThrow()
                .path("setHash")
                .textValue());
    }

    private ArrayNode approved(ChainId chain) {
        return (ArrayNode) context.read(listKey(chain)).orElseGet(CanonicalJson::array);
    }

    private static Optional<Height> last(ArrayNode heights) {
        return heights.isEmpty()
                ? Optional.empty()
                : Optional.of(new Height(heights.get(heights.size() - 1).longValue()));
    }

    private static ChainId chain(Arguments args) {
        return args.parsed("chainId", "a chain id", ChainId::new);
    }

    private static ObjectNode told(ValidatorChange change) {
        return CanonicalJson.object()
                .put("chain", change.chain().value())
                .put("effectiveHeight", change.effective().value())
                .put("digest", change.digest().toHex())
                .put("setHash", change.validatorSet().hash().toHex());
    }

    private static String setKey(ChainId chain, Height effective) {
        return "set/" + chain + "/" + effective;
    }

    private static String listKey(ChainId chain) {
        return "sets/" + chain;
    }

    private static String proposalKey(ChainId chain) {
        return "set-proposal/" + chain;
    }
}
