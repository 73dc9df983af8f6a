package io.regchain.registry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.registry.Proposal;
import io.regchain.registry.RegisteredChain;
import io.regchain.registry.ValidRegistration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryContractTest {
    private static final Sm2PrivateKey STRANGER = ContractHarness.key("stranger");

    private final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION, new BlockTime(1_770_000_100_000L), Officers.roles(), List.of(new RegistryContract()));

    private static ObjectNode registration(ObjectNode form) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("registration", form);
        return arguments;
    }

    private static ObjectNode decision(String chain, Hash32 digest) {
        return CanonicalJson.object().put("chainId", chain).put("digest", digest.toHex());
    }

    private Hash32 propose(String chain) {
        JsonNode result =
                hub.succeed(Officers.MAKER, "registry", "propose", registration(ValidRegistration.json(chain, 4)));
        return Hash32.ofHex(result.get("digest").textValue());
    }

    private void admit(String chain) {
        hub.succeed(Officers.CHECKER, "registry", "approve", decision(chain, propose(chain)));
    }

    private RegisteredChain chain(String chain) {
        return RegisteredChain.fromJson(hub.read("registry/chain/" + chain).orElseThrow());
    }

    private List<String> lastEvents() {
        return hub.lastBlock().receipts().get(0).events().stream()
                .map(Event::name)
                .toList();
    }

    @Test
    void aChainIsProposedByOneAndApprovedByAnother() {
        Hash32 digest = propose("jiangsu");
        assertThat(lastEvents()).containsExactly("chainProposed");
        assertThat(hub.read("registry/proposal/jiangsu").map(Proposal::fromJson))
                .hasValueSatisfying(proposal -> {
                    assertThat(proposal.proposedBy()).isEqualTo("准入经办");
                    assertThat(proposal.advice()).isEmpty();
                });

        hub.succeed(Officers.CHECKER, "registry", "approve", decision("jiangsu", digest));
        assertThat(lastEvents()).containsExactly("chainApproved");
        RegisteredChain admitted = chain("jiangsu");
        assertThat(admitted.state()).isEqualTo(RegisteredChain.State.ACTIVE);
        assertThat(admitted.digest()).isEqualTo(digest);
        assertThat(admitted.approvedBy()).isEqualTo("准入复核");
        assertThat(hub.read("registry/proposal/jiangsu")).isEmpty();
        assertThat(hub.read("registry/chains")).hasToString("Optional[[\"jiangsu\"]]");
        assertThat(admitted.registration().trustRoot().validators().size()).isEqualTo(4);
    }

    @Test
    void adviceIsKeptForTheApprover() {
        ObjectNode form = ValidRegistration.json();
        form.put("securityOfficer", form.get("dutyContact").textValue());
        JsonNode result = hub.succeed(Officers.MAKER, "registry", "propose", registration(form));
        assertThat(result.get("advice").get(0).get("code").textValue()).isEqualTo("SECURITY_OFFICER_DOUBLES");
        assertThat(Proposal.fromJson(hub.read("registry/proposal/jiangsu").orElseThrow())
                        .advice())
                .hasSize(1);
    }

    @Test
    void aBlockedProposalIsRefusedWithEveryFindingAndNothingIsWritten() {
        ObjectNode form = ValidRegistration.json();
        ((ObjectNode) form.withArray("endpoints").get(1)).put("url", "http://10.20.2.11:8443");
        form.remove("dutyContact");
        var refusal = hub.refuse(Officers.MAKER, "registry", "propose", registration(form));
        assertThat(refusal.code()).isEqualTo("ENDPOINT_NOT_TLS");
        assertThat(refusal.message()).contains("endpoints[1].url", "https://", "dutyContact", "CONTACT_MISSING");
        assertThat(hub.state()).noneSatisfy((key, value) -> assertThat(key).startsWith("registry/"));
    }

    @Test
    void aFormThatIsNoFormIsABadArgument() {
        ObjectNode form = ValidRegistration.json().put("colour", "red");
        assertThat(hub.refuse(Officers.MAKER, "registry", "propose", registration(form))
                        .code())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(hub.refuse(Officers.MAKER, "registry", "propose", CanonicalJson.object())
                        .code())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(hub.refuse(Officers.MAKER, "registry", "dance", CanonicalJson.object())
                        .code())
                .isEqualTo("UNKNOWN_METHOD");
    }

    @Test
    void onlyTheRoleCounts() {
        ObjectNode form = registration(ValidRegistration.json());
        assertThat(hub.refuse(STRANGER, "registry", "propose", form).code()).isEqualTo("ROLE_MISSING");
        assertThat(hub.refuse(Officers.CHECKER, "registry", "propose", form).code())
                .isEqualTo("ROLE_MISSING");
        ObjectNode decision = decision("jiangsu", propose("jiangsu"));
        assertThat(hub.refuse(Officers.MAKER, "registry", "approve", decision).code())
                .isEqualTo("ROLE_MISSING");
        assertThat(hub.refuse(STRANGER, "registry", "reject", decision.put("reason", "x"))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }

    @Test
    void oneKeyWithBothRolesIsStillOnePairOfEyes() {
        JsonNode result = hub.succeed(Officers.BOTH, "registry", "propose", registration(ValidRegistration.json()));
        ObjectNode decision =
                decision("jiangsu", Hash32.ofHex(result.get("digest").textValue()));
        assertThat(hub.refuse(Officers.BOTH, "registry", "approve", decision).code())
                .isEqualTo("FOUR_EYES");
        hub.succeed(Officers.CHECKER, "registry", "approve", decision);
    }

    @Test
    void whatWasApprovedIsWhatWasRead() {
        Hash32 first = propose("jiangsu");
        hub.succeed(
                Officers.MAKER,
                "registry",
                "propose",
                registration(ValidRegistration.json().put("notes", "改")));
        assertThat(hub.refuse(Officers.CHECKER, "registry", "approve", decision("jiangsu", first))
                        .code())
                .isEqualTo("PROPOSAL_CHANGED");
    }

    @Test
    void aRejectedProposalIsGoneAndMayComeAgain() {
        Hash32 digest = propose("jiangsu");
        hub.succeed(
                Officers.CHECKER,
                "registry",
                "reject",
                decision("jiangsu", digest).put("reason", "材料不全"));
        assertThat(lastEvents()).containsExactly("chainRejected");
        assertThat(hub.refuse(Officers.CHECKER, "registry", "approve", decision("jiangsu", digest))
                        .code())
                .isEqualTo("NO_PROPOSAL");
        admit("jiangsu");
    }

    @Test
    void anAdmittedChainCannotBeProposedAgain() {
        admit("jiangsu");
        assertThat(hub.refuse(Officers.MAKER, "registry", "propose", registration(ValidRegistration.json()))
                        .code())
                .isEqualTo("CHAIN_ALREADY_REGISTERED");
    }

    @Test
    void aKeyOfAnAdmittedChainIsRefusedOnAnother() {
        admit("jiangsu");
        ObjectNode form = ValidRegistration.json("zhejiang", 4);
        String taken = ValidRegistration.key("jiangsu-1").publicKey().toHex();
        ((ObjectNode) form.withArray("endpoints").get(0)).put("nodeKey", taken);
        var refusal = hub.refuse(Officers.MAKER, "registry", "propose", registration(form));
        assertThat(refusal.code()).isEqualTo("ENDPOINT_KEY_OF_OTHER_CHAIN");
        assertThat(refusal.message()).contains("endpoints[0].nodeKey", "jiangsu");
    }

    @Test
    void theRulesRunAgainAtApprovalBecauseTheRegisterMayHaveChanged() {
        ObjectNode form = ValidRegistration.json("zhejiang", 4);
        form.withArray("sealKeys")
                .add(ValidRegistration.key("jiangsu seal").publicKey().toHex());
        JsonNode proposed = hub.succeed(Officers.MAKER, "registry", "propose", registration(form));
        admit("jiangsu");
        Hash32 digest = Hash32.ofHex(proposed.get("digest").textValue());
        assertThat(hub.refuse(Officers.CHECKER, "registry", "approve", decision("zhejiang", digest))
                        .code())
                .isEqualTo("SEAL_KEY_OF_OTHER_CHAIN");
    }

    @Test
    void aSecondIndependentChainOfOneOperatorIsDiscouraged() {
        admit("jiangsu");
        ObjectNode form = ValidRegistration.json("zhejiang", 4);
        form.withObject("operator")
                .put(
                        "uscc",
                        ValidRegistration.json().get("operator").get("uscc").textValue());
        assertThat(hub.refuse(Officers.MAKER, "registry", "propose", registration(form))
                        .code())
                .isEqualTo("INDEPENDENT_CHAIN_DISCOURAGED");
    }

    @Test
    void aChainIsSuspendedByOneAndResumedByAnother() {
        admit("jiangsu");
        admit("zhejiang");
        ObjectNode jiangsu = CanonicalJson.object().put("chainId", "jiangsu").put("reason", "演练");
        hub.succeed(Officers.CHECKER, "registry", "suspend", jiangsu);
        assertThat(lastEvents()).containsExactly("chainSuspended");
        assertThat(chain("jiangsu").state()).isEqualTo(RegisteredChain.State.SUSPENDED);
        assertThat(chain("jiangsu").reason()).isEqualTo("演练");
        assertThat(chain("zhejiang").state()).isEqualTo(RegisteredChain.State.ACTIVE);
        assertThat(hub.refuse(Officers.CHECKER, "registry", "suspend", jiangsu).code())
                .isEqualTo("CHAIN_NOT_ACTIVE");
        assertThat(hub.refuse(Officers.CHECKER, "registry", "resume", jiangsu).code())
                .isEqualTo("FOUR_EYES");
        hub.succeed(Officers.OTHER_CHECKER, "registry", "resume", jiangsu);
        assertThat(lastEvents()).containsExactly("chainResumed");
        assertThat(chain("jiangsu").reason()).isEmpty();
        assertThat(hub.refuse(Officers.OTHER_CHECKER, "registry", "resume", jiangsu)
                        .code())
                .isEqualTo("CHAIN_NOT_SUSPENDED");
    }
}
