package io.regchain.registry.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.registry.Proposal;
import io.regchain.registry.RegisteredChain;
import io.regchain.registry.Registration;
import io.regchain.registry.rules.Finding;
import io.regchain.registry.rules.RegistrationRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The supervision chain's register of local chains. One pair of eyes proposes, another approves (four eyes, A3.2); the
 * rules run both times, since the register may have changed between. Methods:
 *
 * <ul>
 *   <li>{@code propose {registration}} by an admission-maker → {@code {chain, digest, advice[]}}
 *   <li>{@code assess {chainId, report}} by an admission-maker: see {@link Assessments}
 *   <li>{@code approve {chainId, digest, assessment?}} by an admission-checker with another key → {@code {chain, state,
 *       assessment?}}; whoever names the assessment approves on that one only
 *   <li>{@code reject {chainId, digest, reason}} by an admission-checker
 *   <li>{@code suspend {chainId, reason}} by an admission-checker, or by the contract {@code light-clients}
 *   <li>{@code resume {chainId}} by an admission-checker, with another key than the one that suspended, once the chain's
 *       light client is not frozen
 *   <li>{@code proposeValidators}, {@code approveValidators}, {@code revokeValidators}: see {@link ValidatorChanges}
 * </ul>
 */
public final class RegistryContract implements Contract {
    public static final String NAME = "registry";
    /** The contract that may suspend a chain on proof of misbehaviour. */
    private static final String LIGHT_CLIENTS = "light-clients";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments args = Arguments.of(arguments);
        return switch (method) {
            case "propose" -> propose(context, args);
            case "assess" -> new Assessments(context).assess(args);
            case "approve" -> approve(context, args);
            case "reject" -> reject(context, args);
            case "suspend" -> suspend(context, args);
            case "resume" -> resume(context, args);
            case "proposeValidators" -> new ValidatorChanges(context).propose(args);
            case "approveValidators" -> new ValidatorChanges(context).approve(args);
            case "revokeValidators" -> new ValidatorChanges(context).revoke(args);
            default -> throw new ContractRefusal("UNKNOWN_METHOD", "registry has no method \"" + method + "\"");
        };
    }

    private static JsonNode propose(ContractContext context, Arguments args) {
        Actor maker = Actor.withRole(context, Actor.MAKER);
        Registration registration = registration(args);
        RegistryState state = new RegistryState(context);
        List<Finding> advice = judge(registration, state);
        ChainId chain = new ChainId(registration.chainId());
        requireStep(state, AccessLifecycle.Step.PROPOSE, chain);
        Proposal proposal = new Proposal(registration, maker.name(), maker.fingerprint(), context.time(), advice);
        state.propose(chain, proposal);
        ObjectNode result = chainAnd(chain, proposal.digest());
        context.emit("chainProposed", result.deepCopy().put("proposedBy", maker.name()));
        ArrayNode told = result.putArray("advice");
        advice.forEach(finding -> told.add(finding.toJson()));
        return result;
    }

    private static Registration registration(Arguments args) {
        try {
            return Registration.fromJson(args.object("registration").node());
        } catch (DecodeException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "registration: " + e.getMessage());
        }
    }

    /** @return the advice; refuses with the first blocking finding's code and all blocking findings' messages */
    private static List<Finding> judge(Registration registration, RegistryState state) {
        List<Finding> findings = RegistrationRules.check(registration, state);
        refuseBlocking(findings);
        return findings;
    }

    static void refuseBlocking(List<Finding> findings) {
        List<Finding> blocking = findings.stream().filter(Finding::blocks).toList();
        if (!blocking.isEmpty()) {
            throw new ContractRefusal(
                    blocking.get(0).code(),
                    blocking.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        }
    }

    private static JsonNode approve(ContractContext context, Arguments args) {
        Actor checker = Actor.withRole(context, Actor.CHECKER);
        ChainId chain = chain(args);
        RegistryState state = new RegistryState(context);
        Proposal proposal = decidable(state, AccessLifecycle.Step.APPROVE, chain, digest(args));
        requireOtherKey(proposal.proposedByKey(), checker, "proposed");
        judge(proposal.registration(), state);
        Optional<String> assessment = new Assessments(context).inForce(chain, proposal.registration());
        requireExpected(args, assessment);
        state.admit(
                chain,
                new RegisteredChain(
                        proposal.registration(),
                        RegisteredChain.State.ACTIVE,
                        proposal.proposedBy(),
                        checker.name(),
                        context.time(),
                        checker.fingerprint(),
                        context.time(),
                        ""));
        ObjectNode event = chainAnd(chain, proposal.digest())
                .put("proposedBy", proposal.proposedBy())
                .put("approvedBy", checker.name())
                .put("validators", proposal.registration().validators().size());
        assessment.ifPresent(report -> event.put("assessment", report));
        context.emit("chainApproved", event);
        ObjectNode result = chainIn(chain, RegisteredChain.State.ACTIVE);
        assessment.ifPresent(report -> result.put("assessment", report));
        return result;
    }

    /** Who names the assessment that the decision rests on decides on no other. */
    private static void requireExpected(Arguments args, Optional<String> assessment) {
        Optional<String> expected = args.optionalText("assessment");
        if (expected.isPresent() && !expected.equals(assessment)) {
            throw new ContractRefusal(
                    "ASSESSMENT_CHANGED",
                    "the report " + expected.get() + " does not vouch for this proposal; "
                            + assessment
                                    .map(report -> "the one in force is " + report)
                                    .orElse("none does"));
        }
    }

    private static JsonNode reject(ContractContext context, Arguments args) {
        Actor checker = Actor.withRole(context, Actor.CHECKER);
        ChainId chain = chain(args);
        String reason = args.text("reason");
        RegistryState state = new RegistryState(context);
        Proposal proposal = decidable(state, AccessLifecycle.Step.REJECT, chain, digest(args));
        requireOtherKey(proposal.proposedByKey(), checker, "proposed");
        state.dropProposal(chain);
        ObjectNode event = chainAnd(chain, proposal.digest()).put("rejectedBy", checker.name());
        context.emit("chainRejected", event.put("reason", reason));
        return CanonicalJson.object().put("chain", chain.value()).put("state", "REJECTED");
    }

    private static JsonNode suspend(ContractContext context, Arguments args) {
        String by = context.caller() instanceof Caller.OfContract contract
                        && contract.name().equals(LIGHT_CLIENTS)
                ? contract.toString()
                : Actor.withRole(context, Actor.CHECKER).fingerprint();
        ChainId chain = chain(args);
        String reason = args.text("reason");
        RegistryState state = new RegistryState(context);
        RegisteredChain registered = changeable(state, AccessLifecycle.Step.SUSPEND, chain);
        state.put(chain, registered.suspended(by, context.time(), reason));
        ObjectNode event = chainAnd(chain, registered.digest()).put("suspendedBy", by);
        context.emit("chainSuspended", event.put("reason", reason));
        return chainIn(chain, RegisteredChain.State.SUSPENDED);
    }

    private static JsonNode resume(ContractContext context, Arguments args) {
        Actor checker = Actor.withRole(context, Actor.CHECKER);
        ChainId chain = chain(args);
        RegistryState state = new RegistryState(context);
        RegisteredChain registered = changeable(state, AccessLifecycle.Step.RESUME, chain);
        requireOtherKey(registered.changedBy(), checker, "suspended");
        if (context.readOf(LIGHT_CLIENTS, chain + "/frozen").isPresent()) {
            throw new ContractRefusal(
                    "CLIENT_FROZEN",
                    "the light client of \"" + chain
                            + "\" is frozen; the case should be decided before the chain resumes");
        }
        state.put(chain, registered.resumed(checker.fingerprint(), context.time()));
        context.emit("chainResumed", chainAnd(chain, registered.digest()).put("resumedBy", checker.name()));
        return chainIn(chain, RegisteredChain.State.ACTIVE);
    }

    private static ChainId chain(Arguments args) {
        return args.parsed("chainId", "a chain id", ChainId::new);
    }

    private static Hash32 digest(Arguments args) {
        return args.parsed("digest", "the digest of the proposal", Hash32::ofHex);
    }

    private static void requireStep(RegistryState state, AccessLifecycle.Step step, ChainId chain) {
        AccessLifecycle.refuse(state.state(chain), step, chain.value()).ifPresent(refusal -> {
            throw new ContractRefusal(refusal);
        });
    }

    private static Proposal decidable(RegistryState state, AccessLifecycle.Step step, ChainId chain, Hash32 digest) {
        requireStep(state, step, chain);
        Proposal proposal = state.proposal(chain).orElseThrow();
        if (!proposal.digest().equals(digest)) {
            throw new ContractRefusal(
                    "PROPOSAL_CHANGED",
                    "the proposal of \"" + chain + "\" has digest " + proposal.digest() + " by now, not " + digest
                            + "; it should be read again before it is decided");
        }
        return proposal;
    }

    private static RegisteredChain changeable(RegistryState state, AccessLifecycle.Step step, ChainId chain) {
        requireStep(state, step, chain);
        return state.chain(chain).orElseThrow();
    }

    private static void requireOtherKey(String firstKey, Actor second, String deed) {
        if (firstKey.equals(second.fingerprint())) {
            throw new ContractRefusal(
                    "FOUR_EYES", "the key that " + deed + " it cannot decide it too; another person should");
        }
    }

    private static ObjectNode chainAnd(ChainId chain, Hash32 digest) {
        return CanonicalJson.object().put("chain", chain.value()).put("digest", digest.toHex());
    }

    private static ObjectNode chainIn(ChainId chain, RegisteredChain.State state) {
        return CanonicalJson.object().put("chain", chain.value()).put("state", state.name());
    }
}
