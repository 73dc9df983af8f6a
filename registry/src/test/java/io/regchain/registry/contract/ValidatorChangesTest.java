package io.regchain.registry.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.registry.ValidRegistration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other consensus nodes for an admitted chain: a valid change, and one thing of it broken per row. */
class ValidatorChangesTest {
    private static final long EFFECTIVE = 12;
    /** The last block of jiangsu that the hub has verified. */
    private static final long LATEST = 10;

    private final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION,
            new BlockTime(1_770_000_100_000L),
            Officers.roles(),
            List.of(new RegistryContract(), new Clients()));

    ValidatorChangesTest() {
        admit("jiangsu");
        admit("zhejiang");
        hub.succeed(
                Officers.MAKER,
                "light-clients",
                "latest",
                CanonicalJson.object().put("height", LATEST));
    }

    /** Light clients that stand where a test puts them. */
    private static final class Clients implements Contract {
        @Override
        public String name() {
            return "light-clients";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.write("jiangsu/" + method, arguments);
            return arguments;
        }
    }

    private void admit(String chain) {
        ObjectNode form = CanonicalJson.object();
        form.set("registration", ValidRegistration.json(chain, 4));
        JsonNode proposed = hub.succeed(Officers.MAKER, "registry", "propose", form);
        hub.succeed(Officers.CHECKER, "registry", "approve", decision(chain, proposed));
    }

    private static ObjectNode decision(String chain, JsonNode proposed) {
        return CanonicalJson.object()
                .put("chainId", chain)
                .put("digest", proposed.path("digest").textValue());
    }

    /** Node 3 goes, nodes 4 to 7 come. */
    private static ObjectNode change() {
        ObjectNode change = CanonicalJson.object().put("chainId", "jiangsu").put("effectiveHeight", EFFECTIVE);
        ArrayNode nodes = change.putArray("validators");
        for (int index : new int[] {0, 1, 2, 4, 5, 6, 7}) {
            ValidRegistration.node(nodes.addObject(), "jiangsu", index, index % 4);
        }
        return change;
    }

    private static ObjectNode node(ObjectNode change, int place) {
        return (ObjectNode) change.get("validators").get(place);
    }

    private JsonNode propose(ObjectNode change) {
        return hub.succeed(Officers.MAKER, "registry", "proposeValidators", change);
    }

    private JsonNode approve(JsonNode proposed) {
        return hub.succeed(Officers.CHECKER, "registry", "approveValidators", decision("jiangsu", proposed));
    }

    private List<String> lastEvents() {
        return hub.lastBlock().receipts().get(0).events().stream()
                .map(Event::name)
                .toList();
    }

    @Test
    void a_change_is_proposed_by_one_approved_by_another_and_the_registration_keeps_the_genesis_set() {
        JsonNode registration = hub.read("registry/chain/jiangsu").orElseThrow();
        JsonNode proposed = propose(change());
        assertThat(lastEvents()).containsExactly("validatorsProposed");
        assertThat(proposed.path("advice")).isEmpty();

        JsonNode approved = approve(proposed);

        assertThat(lastEvents()).containsExactly("validatorsApproved");
        JsonNode entry = hub.read("registry/set/jiangsu/12").orElseThrow();
        assertThat(entry.path("setHash")).isEqualTo(approved.path("setHash"));
        assertThat(entry.path("validators")).hasSize(7);
        assertThat(entry.path("approvedBy").textValue()).isEqualTo("准入复核");
        assertThat(hub.read("registry/sets/jiangsu").orElseThrow()).hasToString("[12]");
        assertThat(hub.read("registry/set-proposal/jiangsu")).isEmpty();
        assertThat(hub.read("registry/chain/jiangsu").orElseThrow()).isEqualTo(registration);
        assertThat(hub.read("registry/keys/"
                                + ValidRegistration.key("jiangsu-6").publicKey().fingerprint())
                        .orElseThrow()
                        .path("chain")
                        .textValue())
                .isEqualTo("jiangsu");
    }

    static Stream<Arguments> notProposed() {
        return Stream.of(
                harm("a chain nobody admitted", "CHAIN_NOT_REGISTERED", c -> c.put("chainId", "beijing")),
                harm("no height", "BAD_ARGUMENT", c -> c.remove("effectiveHeight")),
                harm("no chain", "BAD_ARGUMENT", c -> c.put("chainId", "X")),
                harm("a member too many", "BAD_ARGUMENT", c -> c.put("colour", "red")),
                harm("a verified height", "EFFECTIVE_HEIGHT_PAST", c -> c.put("effectiveHeight", LATEST)),
                harm(
                        "a height that the verified block should have handed over to",
                        "EFFECTIVE_HEIGHT_PAST",
                        c -> c.put("effectiveHeight", LATEST + 1)),
                harm("three nodes", "TOO_FEW_VALIDATORS", c -> {
                    ArrayNode nodes = (ArrayNode) c.get("validators");
                    while (nodes.size() > 3) {
                        nodes.remove(0);
                    }
                }),
                harm(
                        "the same nodes as before",
                        "VALIDATORS_UNCHANGED",
                        c -> c.set(
                                "validators",
                                ValidRegistration.json("jiangsu", 4).get("validators"))),
                harm("a key twice", "VALIDATOR_KEY_REPEATED", c -> ((ArrayNode) c.get("validators"))
                        .set(1, node(c, 0).deepCopy().put("name", "another"))),
                harm("a name twice", "VALIDATOR_NAME_REPEATED", c -> {
                    ObjectNode node = node(c, 1);
                    ValidRegistration.node(node, "jiangsu", 1, 1);
                    node.put("name", "jiangsu-0");
                }),
                harm("no proof of possession", "POSSESSION_NOT_PROVEN", c -> node(c, 3)
                        .remove("proofOfPossession")),
                harm("a proof made for another chain", "POSSESSION_NOT_PROVEN", c -> {
                    ObjectNode foreign = CanonicalJson.object();
                    ValidRegistration.node(foreign, "zhejiang", 8, 0);
                    node(c, 3).setAll(foreign);
                }),
                harm("a key of another chain", "VALIDATOR_KEY_OF_OTHER_CHAIN", c -> {
                    ObjectNode foreign = CanonicalJson.object();
                    ValidRegistration.node(foreign, "zhejiang", 0, 0);
                    node(c, 3).setAll(foreign);
                }),
                harm("no key", "VALIDATOR_KEY_INVALID", c -> node(c, 3).put("publicKey", "04")),
                harm("two names for one organisation", "ORGANISATION_NAME_DIFFERS", c -> node(c, 3)
                        .put("organisationName", "另一机构")),
                harm("an unknown kind of organisation", "ENTITY_TYPE_UNKNOWN", c -> node(c, 3)
                        .put("entityType", "friend")));
    }

    private static Arguments harm(String name, String code, Consumer<ObjectNode> change) {
        return Arguments.of(Named.of(name, change), code);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("notProposed")
    void a_change_with_one_thing_broken_is_not_proposed(Consumer<ObjectNode> harm, String code) {
        ObjectNode change = change();
        harm.accept(change);
        var refusal = hub.refuse(Officers.MAKER, "registry", "proposeValidators", change);
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertThat(hub.read("registry/set-proposal/jiangsu")).isEmpty();
    }

    /** Does what the row is about, and answers why it was refused. */
    private static Arguments row(String name, String code, Function<ValidatorChangesTest, String> attempt) {
        return Arguments.of(Named.of(name, attempt), code);
    }

    private String refused(Sm2PrivateKey key, String method, ObjectNode arguments) {
        return hub.refuse(key, "registry", method, arguments).code();
    }

    static Stream<Arguments> notDecided() {
        return Stream.of(
                row(
                        "proposed without the role",
                        "ROLE_MISSING",
                        t -> t.refused(Officers.CHECKER, "proposeValidators", change())),
                row(
                        "approved without the role",
                        "ROLE_MISSING",
                        t -> t.refused(Officers.MAKER, "approveValidators", decision("jiangsu", t.propose(change())))),
                row(
                        "approved by the proposer's key",
                        "FOUR_EYES",
                        t -> t.refused(
                                Officers.BOTH,
                                "approveValidators",
                                decision(
                                        "jiangsu",
                                        t.hub.succeed(Officers.BOTH, "registry", "proposeValidators", change())))),
                row(
                        "nothing proposed",
                        "NO_PROPOSAL",
                        t -> t.refused(
                                Officers.CHECKER, "approveValidators", decision("zhejiang", t.propose(change())))),
                row("another digest", "PROPOSAL_CHANGED", t -> {
                    JsonNode first = t.propose(change());
                    t.propose(change().put("effectiveHeight", EFFECTIVE + 1));
                    return t.refused(Officers.CHECKER, "approveValidators", decision("jiangsu", first));
                }),
                row("approved twice", "NO_PROPOSAL", t -> {
                    JsonNode proposed = t.propose(change());
                    t.approve(proposed);
                    return t.refused(Officers.CHECKER, "approveValidators", decision("jiangsu", proposed));
                }),
                row("the chain came to that height meanwhile", "EFFECTIVE_HEIGHT_PAST", t -> {
                    JsonNode proposed = t.propose(change());
                    t.latest(EFFECTIVE - 1);
                    return t.refused(Officers.CHECKER, "approveValidators", decision("jiangsu", proposed));
                }),
                row("another chain took one of the keys meanwhile", "VALIDATOR_KEY_OF_OTHER_CHAIN", t -> {
                    JsonNode proposed = t.propose(change());
                    ObjectNode form = CanonicalJson.object();
                    ObjectNode beijing = ValidRegistration.json("beijing", 4);
                    beijing.withArray("sealKeys")
                            .add(ValidRegistration.key("jiangsu-6").publicKey().toHex());
                    form.set("registration", beijing);
                    t.hub.succeed(
                            Officers.CHECKER,
                            "registry",
                            "approve",
                            decision("beijing", t.hub.succeed(Officers.MAKER, "registry", "propose", form)));
                    return t.refused(Officers.CHECKER, "approveValidators", decision("jiangsu", proposed));
                }),
                row("a change below an approved one", "CHANGE_BEFORE_ANOTHER", t -> {
                    t.approve(t.propose(change().put("effectiveHeight", 20)));
                    return t.refused(Officers.MAKER, "proposeValidators", change());
                }),
                row("revoked without the role", "ROLE_MISSING", t -> t.revoked(Officers.MAKER, EFFECTIVE)),
                row(
                        "revoked before it was approved",
                        "CHANGE_NOT_APPROVED",
                        t -> t.revoked(Officers.CHECKER, EFFECTIVE)),
                row("revoked after it took effect", "EFFECTIVE_HEIGHT_PAST", t -> {
                    t.approve(t.propose(change()));
                    t.latest(EFFECTIVE - 1);
                    return t.revoked(Officers.CHECKER, EFFECTIVE);
                }));
    }

    private void latest(long height) {
        hub.succeed(
                Officers.MAKER,
                "light-clients",
                "latest",
                CanonicalJson.object().put("height", height));
    }

    private static ObjectNode revocation(long height) {
        return CanonicalJson.object()
                .put("chainId", "jiangsu")
                .put("effectiveHeight", height)
                .put("reason", "the vendor is late");
    }

    private String revoked(Sm2PrivateKey key, long height) {
        return refused(key, "revokeValidators", revocation(height));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("notDecided")
    void a_decision_with_one_thing_broken_is_refused_for_that(
            Function<ValidatorChangesTest, String> attempt, String code) {
        assertThat(attempt.apply(this)).isEqualTo(code);
    }

    @Test
    void the_last_change_can_be_taken_back_while_it_lies_ahead_and_another_approved() {
        approve(propose(change()));
        hub.succeed(Officers.CHECKER, "registry", "revokeValidators", revocation(EFFECTIVE));
        assertThat(lastEvents()).containsExactly("validatorsRevoked");
        assertThat(hub.read("registry/set/jiangsu/12")).isEmpty();

        approve(propose(change().put("effectiveHeight", 15)));
        ObjectNode back = CanonicalJson.object().put("chainId", "jiangsu").put("effectiveHeight", 30);
        back.set("validators", ValidRegistration.json("jiangsu", 4).get("validators"));
        approve(propose(back));

        assertThat(hub.read("registry/sets/jiangsu").orElseThrow()).hasToString("[15,30]");
    }

    @Test
    void a_suspended_chain_may_get_other_nodes_but_resumes_only_when_its_client_is_thawed() {
        ObjectNode jiangsu = CanonicalJson.object().put("chainId", "jiangsu").put("reason", "two blocks at one height");
        hub.succeed(Officers.CHECKER, "registry", "suspend", jiangsu);
        hub.succeed(Officers.MAKER, "light-clients", "frozen", CanonicalJson.object());

        approve(propose(change()));

        assertThat(refused(Officers.OTHER_CHECKER, "resume", jiangsu)).isEqualTo("CLIENT_FROZEN");
    }
}
