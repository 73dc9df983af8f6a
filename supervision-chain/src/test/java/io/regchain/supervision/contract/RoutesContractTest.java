package io.regchain.supervision.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes, and the four eyes that every one of them needs. */
class RoutesContractTest {
    private static final Sm2PrivateKey BOTH = ContractHarness.key("an officer with both roles");

    private final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION, HubWorld.START, genesis(), List.of(new RolesContract(), new RoutesContract()));

    private static SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, HubWorld.MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, HubWorld.CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        ObjectNode both = CanonicalJson.object().put("name", "both");
        both.putArray("roles").add(Roles.ADMISSION_MAKER).add(Roles.ADMISSION_CHECKER);
        state.put("roles/" + BOTH.publicKey().fingerprint().toHex(), CanonicalJson.encode(both));
        return state;
    }

    private String propose(Sm2PrivateKey key, ObjectNode route) {
        return hub.succeed(key, "routes", "propose", route).get("digest").asText();
    }

    private static ObjectNode approval(String id, String digest) {
        return CanonicalJson.object().put("id", id).put("digest", digest);
    }

    private String refusedApproval(Sm2PrivateKey key, String id, String digest) {
        return hub.refuse(key, "routes", "approve", approval(id, digest)).code();
    }

    private void open(String id) {
        hub.succeed(
                HubWorld.CHECKER, "routes", "approve", approval(id, propose(HubWorld.MAKER, PacketWorld.route(id))));
    }

    @Test
    void a_route_holds_once_another_officer_has_approved_exactly_what_was_proposed() {
        String digest = propose(HubWorld.MAKER, PacketWorld.route("r-1"));
        assertThat(hub.read("routes/r-1")).isEmpty();

        hub.succeed(HubWorld.CHECKER, "routes", "approve", approval("r-1", digest));

        assertThat(hub.read("routes/r-1").orElseThrow().path("method").asText()).isEqualTo("confirm");
        assertThat(hub.read("routes/active").orElseThrow()).hasSize(1);
        assertThat(hub.read("routes/proposal/r-1")).isEmpty();
    }

    @Test
    void the_proposers_own_key_does_not_approve_even_with_both_roles() {
        String digest = propose(BOTH, PacketWorld.route("r-1"));

        assertThat(refusedApproval(BOTH, "r-1", digest)).isEqualTo("FOUR_EYES");
        assertThat(hub.read("routes/r-1")).isEmpty();
    }

    @Test
    void a_proposal_that_was_replaced_is_not_approved_by_the_old_digest() {
        String seen = propose(HubWorld.MAKER, PacketWorld.route("r-1"));
        propose(HubWorld.MAKER, PacketWorld.route("r-1").put("method", "everything"));

        assertThat(refusedApproval(HubWorld.CHECKER, "r-1", seen)).isEqualTo("PROPOSAL_CHANGED");
    }

    @Test
    void an_approval_ends_its_proposal() {
        String digest = propose(HubWorld.MAKER, PacketWorld.route("r-1"));
        hub.succeed(HubWorld.CHECKER, "routes", "approve", approval("r-1", digest));

        assertThat(refusedApproval(HubWorld.CHECKER, "r-1", digest)).isEqualTo("PROPOSAL_UNKNOWN");
    }

    @Test
    void each_step_needs_its_own_role() {
        assertThat(hub.refuse(HubWorld.CHECKER, "routes", "propose", PacketWorld.route("r-1"))
                        .code())
                .isEqualTo("ROLE_MISSING");
        String digest = propose(HubWorld.MAKER, PacketWorld.route("r-1"));
        assertThat(refusedApproval(HubWorld.MAKER, "r-1", digest)).isEqualTo("ROLE_MISSING");
        assertThat(hub.refuse(
                                HubWorld.MAKER,
                                "routes",
                                "revoke",
                                CanonicalJson.object().put("id", "r-1"))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }

    @Test
    void a_changed_route_keeps_its_place_and_a_revoked_one_is_gone() {
        open("r-1");
        open("r-2");
        open("r-1");
        assertThat(hub.read("routes/active").orElseThrow()).hasSize(2);

        JsonNode left = hub.succeed(
                HubWorld.CHECKER, "routes", "revoke", CanonicalJson.object().put("id", "r-1"));

        assertThat(left).hasSize(1);
        assertThat(hub.read("routes/r-1")).isEmpty();
        assertThat(hub.refuse(
                                HubWorld.CHECKER,
                                "routes",
                                "revoke",
                                CanonicalJson.object().put("id", "r-1"))
                        .code())
                .isEqualTo("ROUTE_UNKNOWN");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                row("an id with a slash", "BAD_ARGUMENT", r -> r.put("id", "a/b")),
                row("the name of the list of routes as id", "BAD_ARGUMENT", r -> r.put("id", "active")),
                row("no method", "BAD_ARGUMENT", r -> r.remove("method")),
                row("half a wildcard", "BAD_ARGUMENT", r -> r.put("method", "con*")),
                row("a period as text", "BAD_ARGUMENT", r -> r.put("expiresAt", "tomorrow")),
                row(
                        "a period that ends when it begins",
                        "ROUTE_NEVER_HOLDS",
                        r -> r.put("expiresAt", r.get("effectiveFrom").longValue())));
    }

    private static Arguments row(String name, String code, Consumer<ObjectNode> harm) {
        return Arguments.of(Named.of(name, harm), code);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_route_that_says_nothing_clear_is_not_proposed(Consumer<ObjectNode> harm, String code) {
        ObjectNode route = PacketWorld.route("r-1");
        harm.accept(route);

        assertThat(hub.refuse(HubWorld.MAKER, "routes", "propose", route).code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "list", "proposeAll"})
    void an_unknown_method_is_refused(String method) {
        assertThat(hub.refuse(HubWorld.MAKER, "routes", method, CanonicalJson.object())
                        .code())
                .isEqualTo("METHOD_UNKNOWN");
    }

    @Test
    void roles_are_granted_by_four_eyes_too() {
        Sm2PrivateKey relay = ContractHarness.key("a new relay");
        ObjectNode grant = CanonicalJson.object()
                .put("publicKey", relay.publicKey().toHex())
                .put("name", "relay 2");
        grant.putArray("roles").add(Roles.RELAYER);
        String digest =
                hub.succeed(BOTH, "roles", "propose", grant).get("digest").asText();
        ObjectNode approval = CanonicalJson.object()
                .put("publicKey", relay.publicKey().toHex())
                .put("digest", digest);

        assertThat(hub.refuse(BOTH, "roles", "approve", approval).code()).isEqualTo("FOUR_EYES");
        hub.succeed(HubWorld.CHECKER, "roles", "approve", approval);

        assertThat(hub.read("roles/" + relay.publicKey().fingerprint().toHex())
                        .orElseThrow()
                        .path("roles")
                        .path(0)
                        .asText())
                .isEqualTo(Roles.RELAYER);
    }
}
