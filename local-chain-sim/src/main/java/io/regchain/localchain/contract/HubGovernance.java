package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.packet.PacketKeys;
import java.util.Optional;

/**
 * How this chain's client of the hub comes back to life: the market operator proposes, and a consensus node that another
 * organisation answers for approves exactly that (docs/decisions/0021). One proposal is open at a time; a later one
 * replaces it.
 */
final class HubGovernance {
    private static final int MAX_REASON = 500;

    private final ContractContext context;
    private final HubState hub;

    HubGovernance(ContractContext context) {
        this.context = context;
        this.hub = new HubState(context);
    }

    /** {@code {reason}} of a frozen client. */
    JsonNode proposeThaw(Arguments in) {
        Callers.requireOperator(context, "proposing to thaw the client of the hub");
        ObjectNode content =
                content("thaw", in).put("header", header(requireCase()).hash().toHex());
        return propose(content);
    }

    /** {@code {digest}}: what the client knows of the hub stays, and the case stays on record. */
    JsonNode approveThaw(Arguments in) {
        ObjectNode approved = approve("thaw", in);
        ObjectNode open = requireCase();
        long number = hub.decide(open, header(open).hash(), decision(approved));
        return done("hubClientThawed", CanonicalJson.object().put("case", number));
    }

    private ObjectNode requireCase() {
        return hub.openCase()
                .orElseThrow(() -> new ContractRefusal(
                        "CLIENT_NOT_FROZEN", "the client of the hub is not frozen; there is nothing to thaw"));
    }

    private static BlockHeader header(ObjectNode open) {
        return BlockHeader.decode(Bytes.ofHex(open.path("other").path("header").textValue()));
    }

    /** {@code {hash, reason}} of a client that expires or has: its latest header is still the hub's. */
    JsonNode proposeRenewal(Arguments in) {
        Callers.requireOperator(context, "proposing to renew the client of the hub");
        Hash32 hash = in.parsed("hash", "the hash of the client's latest header", Hash32::ofHex);
        requireRenewable(hash);
        return propose(content("renewal", in).put("hash", hash.toHex()));
    }

    /** {@code {digest}}: the trust clock begins anew. */
    JsonNode approveRenewal(Arguments in) {
        ObjectNode approved = approve("renewal", in);
        hub.trust(requireRenewable(Hash32.ofHex(approved.path("hash").textValue())));
        return done(
                "hubClientRenewed",
                CanonicalJson.object().put("hash", approved.path("hash").textValue()));
    }

    private TrustedState requireRenewable(Hash32 hash) {
        TrustedState latest = hub.trusted();
        ClientStatus status = hub.status();
        Refusals.unless(
                status != ClientStatus.FROZEN,
                "CLIENT_FROZEN",
                () -> "the client of the hub is frozen; the case must be decided first");
        Refusals.unless(
                status != ClientStatus.ACTIVE,
                "CLIENT_NOT_EXPIRING",
                () -> "the client of the hub is good until " + hub.clock().expiresAt()
                        + "; a header of the hub renews it without anybody");
        Refusals.unless(
                latest.blockHash().equals(hash),
                "RENEWAL_OF_OTHER_HEADER",
                () -> "the latest header of the hub is block " + latest.height() + " with hash " + latest.blockHash()
                        + ", not " + hash);
        return latest;
    }

    private ObjectNode content(String what, Arguments in) {
        String reason = in.text("reason");
        int length = reason.codePointCount(0, reason.length());
        Refusals.unless(
                !reason.isBlank() && length <= MAX_REASON,
                "BAD_ARGUMENT",
                () -> "argument reason should have 1 to " + MAX_REASON + " characters, not " + length);
        return CanonicalJson.object()
                .put("what", what)
                .put("reason", reason)
                .put("proposedBy", context.origin().fingerprint().toHex())
                .put("proposedAt", context.time().epochMillis());
    }

    private JsonNode propose(ObjectNode content) {
        context.write(PacketKeys.Local.HUB_PROPOSAL, content);
        ObjectNode told = CanonicalJson.object().put("digest", digest(content).toHex());
        context.emit(
                "hubClientProposal",
                told.deepCopy().put("what", content.path("what").textValue()));
        return told;
    }

    private ObjectNode approve(String what, Arguments in) {
        requireOtherOrganisation();
        Hash32 digest = in.parsed("digest", "the proposal's digest", Hash32::ofHex);
        ObjectNode open = context.read(PacketKeys.Local.HUB_PROPOSAL)
                .filter(found -> found.path("what").textValue().equals(what))
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new ContractRefusal(
                        "PROPOSAL_UNKNOWN", "there is no open proposal of a " + what + "; propose it first"));
        Refusals.unless(
                digest(open).equals(digest),
                "PROPOSAL_CHANGED",
                () -> "the open proposal has the digest " + digest(open) + ", not " + digest
                        + "; read it again before approving");
        context.delete(PacketKeys.Local.HUB_PROPOSAL);
        return open;
    }

    private static Hash32 digest(ObjectNode content) {
        return Sm3.hash(CanonicalJson.encode(content));
    }

    /** The approver is a consensus node of this chain, and not the operator's own. */
    private void requireOtherOrganisation() {
        UnifiedSocialCreditCode operator = Callers.operator(context).organisation();
        Optional<Validator> node = context.caller() instanceof Caller.Key caller
                ? context.readOf("validators", "current")
                        .map(BlockJson::validatorSet)
                        .flatMap(set -> set.find(caller.key()))
                : Optional.empty();
        Refusals.unless(
                node.isPresent(),
                "NOT_A_VALIDATOR",
                () ->
                        "approving is for the keys of this chain's consensus nodes (state key validators/current), not for "
                                + context.caller());
        Refusals.unless(
                node.stream().noneMatch(found -> found.organisation().equals(operator)),
                "FOUR_EYES",
                () -> "the node is the operator's own, who proposed; the node of another organisation must approve");
    }

    private ObjectNode decision(ObjectNode approved) {
        return CanonicalJson.object()
                .put("reason", approved.path("reason").textValue())
                .put("proposedBy", approved.path("proposedBy").textValue())
                .put("approvedBy", context.origin().fingerprint().toHex())
                .put("decidedAt", context.time().epochMillis());
    }

    private JsonNode done(String event, ObjectNode about) {
        context.emit(event, about.deepCopy());
        return about.put("status", hub.status().name())
                .put("expiresAt", hub.clock().expiresAt().epochMillis());
    }
}
