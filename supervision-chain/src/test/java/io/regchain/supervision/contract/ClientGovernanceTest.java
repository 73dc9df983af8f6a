package io.regchain.supervision.contract;

import static io.regchain.supervision.contract.ClientWorld.OLD;
import static io.regchain.supervision.contract.ClientWorld.about;
import static io.regchain.supervision.contract.ClientWorld.approval;
import static io.regchain.supervision.contract.ClientWorld.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two officers thaw, renew and set periods; with one thing broken they do not. */
class ClientGovernanceTest {
    private final ClientWorld world = new ClientWorld();

    /** What is proposed, in a world where it may be. */
    private enum Decision {
        THAW("Thaw"),
        RENEWAL("Renewal"),
        TRUST_PERIOD("TrustPeriod");

        private final String verb;

        Decision(String verb) {
            this.verb = verb;
        }

        String propose() {
            return "propose" + verb;
        }

        String approve() {
            return "approve" + verb;
        }

        void prepare(ClientWorld world) {
            world.grow();
            switch (this) {
                case THAW -> world.frozen();
                case RENEWAL -> world.after(Duration.ofDays(15));
                case TRUST_PERIOD -> world.after(Duration.ofDays(1));
            }
        }

        ObjectNode proposal(ClientWorld world) {
            ObjectNode arguments = about("looked into it");
            return switch (this) {
                case THAW -> arguments;
                case RENEWAL -> arguments.put("hash", world.tip.hash().toHex());
                case TRUST_PERIOD -> arguments.put("seconds", 30 * 86_400);
            };
        }
    }

    /** Does what the row is about, and answers why it was refused. */
    @FunctionalInterface
    private interface Attempt extends BiFunction<ClientWorld, Decision, String> {}

    private static Stream<Arguments> row(String name, String code, Attempt attempt, Decision... decisions) {
        return Stream.of(decisions).map(decision -> Arguments.of(decision, Named.of(name, attempt), code));
    }

    private static String propose(ClientWorld world, Decision decision, Sm2PrivateKey key, ObjectNode arguments) {
        return world.refused(key, decision.propose(), arguments);
    }

    private static Attempt proposing(BiFunction<ClientWorld, ObjectNode, ObjectNode> change) {
        return (world, decision) ->
                propose(world, decision, HubWorld.MAKER, change.apply(world, decision.proposal(world)));
    }

    private static Attempt proposedBy(Sm2PrivateKey key) {
        return (world, decision) -> propose(world, decision, key, decision.proposal(world));
    }

    private static Attempt approving(Sm2PrivateKey maker, Sm2PrivateKey checker) {
        return (world, decision) -> {
            JsonNode proposed =
                    world.hub.succeed(maker, LightClientsContract.NAME, decision.propose(), decision.proposal(world));
            return world.refused(checker, decision.approve(), approval(proposed));
        };
    }

    /** Proposed, then the world changes before it is approved. */
    private static Attempt overtaken(java.util.function.Consumer<ClientWorld> meanwhile) {
        return (world, decision) -> {
            JsonNode proposed = world.propose(decision.propose(), decision.proposal(world));
            meanwhile.accept(world);
            return world.refused(HubWorld.CHECKER, decision.approve(), approval(proposed));
        };
    }

    static Stream<Arguments> broken() {
        Decision[] all = Decision.values();
        return Stream.of(
                        row("proposed without the role", "ROLE_MISSING", proposedBy(HubWorld.CHECKER), all),
                        row("proposed by a relayer", "ROLE_MISSING", proposedBy(HubWorld.RELAYER), all),
                        row("no reason", "BAD_ARGUMENT", proposing((w, a) -> a.remove("reason") == null ? a : a), all),
                        row("an empty reason", "BAD_ARGUMENT", proposing((w, a) -> a.put("reason", " ")), all),
                        row(
                                "a reason of 501 characters",
                                "BAD_ARGUMENT",
                                proposing((w, a) -> a.put("reason", "原".repeat(501))),
                                all),
                        row(
                                "a chain nobody registered",
                                "CHAIN_NOT_REGISTERED",
                                proposing((w, a) -> a.put("chain", "zhejiang")),
                                all),
                        row(
                                "approved by the same key",
                                "FOUR_EYES",
                                approving(ClientWorld.BOTH, ClientWorld.BOTH),
                                all),
                        row(
                                "approved without the role",
                                "ROLE_MISSING",
                                approving(HubWorld.MAKER, HubWorld.MAKER),
                                all),
                        row(
                                "another digest",
                                "PROPOSAL_CHANGED",
                                (w, d) -> {
                                    w.propose(d.propose(), d.proposal(w));
                                    ObjectNode other = about("").put("digest", "00".repeat(32));
                                    return w.refused(HubWorld.CHECKER, d.approve(), other);
                                },
                                all),
                        row(
                                "nothing proposed",
                                "PROPOSAL_UNKNOWN",
                                (w, d) -> w.refused(
                                        HubWorld.CHECKER, d.approve(), about("").put("digest", "00".repeat(32))),
                                all),
                        row(
                                "approved twice",
                                "PROPOSAL_UNKNOWN",
                                (w, d) -> {
                                    JsonNode proposed = w.propose(d.propose(), d.proposal(w));
                                    w.approve(d.approve(), proposed);
                                    return w.refused(HubWorld.CHECKER, d.approve(), approval(proposed));
                                },
                                all),
                        row(
                                "the client is not frozen",
                                "CLIENT_NOT_FROZEN",
                                (w, d) -> {
                                    ClientWorld sound = new ClientWorld().grow();
                                    return propose(sound, d, HubWorld.MAKER, d.proposal(sound));
                                },
                                Decision.THAW),
                        row(
                                "the client is active",
                                "CLIENT_NOT_EXPIRING",
                                (w, d) -> {
                                    ClientWorld sound = new ClientWorld().grow();
                                    return propose(sound, d, HubWorld.MAKER, d.proposal(sound));
                                },
                                Decision.RENEWAL),
                        row(
                                "the client is frozen",
                                "CLIENT_FROZEN",
                                (w, d) -> {
                                    ClientWorld frozen =
                                            new ClientWorld().grow().frozen();
                                    return propose(frozen, d, HubWorld.MAKER, d.proposal(frozen));
                                },
                                Decision.RENEWAL),
                        row(
                                "another header than the latest",
                                "RENEWAL_OF_OTHER_HEADER",
                                proposing((w, a) -> a.put("hash", Hash32.ZERO.toHex())),
                                Decision.RENEWAL),
                        row("no hash", "BAD_ARGUMENT", proposing((w, a) -> a.put("hash", "x")), Decision.RENEWAL),
                        row(
                                "a period of a minute",
                                "BAD_ARGUMENT",
                                proposing((w, a) -> a.put("seconds", 60)),
                                Decision.TRUST_PERIOD),
                        row(
                                "a period of a year",
                                "BAD_ARGUMENT",
                                proposing((w, a) -> a.put("seconds", 365 * 86_400)),
                                Decision.TRUST_PERIOD),
                        row(
                                "the client has expired meanwhile",
                                "CLIENT_EXPIRED",
                                overtaken(w -> w.after(Duration.ofDays(14))),
                                Decision.TRUST_PERIOD),
                        row(
                                "the client expired before",
                                "CLIENT_EXPIRED",
                                (w, d) -> {
                                    w.after(Duration.ofDays(14));
                                    return propose(w, d, HubWorld.MAKER, d.proposal(w));
                                },
                                Decision.TRUST_PERIOD))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("broken")
    void a_decision_with_one_thing_broken_is_refused_for_that(Decision decision, Attempt attempt, String code) {
        decision.prepare(world);
        assertThat(attempt.apply(world, decision)).isEqualTo(code);
    }

    @Test
    void after_a_thaw_and_a_resumption_the_client_goes_on_where_it_stood_and_the_case_stays_on_record() {
        world.grow();
        BlockHeader forged = world.fork();
        world.submit(update(forged, OLD, Optional.empty()));

        JsonNode proposed = world.propose("proposeThaw", about("the vendor's fault, 苏监案〔2026〕3号"));
        JsonNode answer = world.approve("approveThaw", proposed);

        assertThat(answer.path("registration").asText()).isEqualTo("SUSPENDED");
        assertThat(answer.path("next").asText()).contains("registry.resume");
        assertThat(answer.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(world.refused(update(world.next(), OLD, Optional.empty()))).isEqualTo("CHAIN_NOT_ACTIVE");
        world.resume();
        world.grow().grow();
        assertThat(world.stored("latest").orElseThrow().path("height").longValue())
                .isEqualTo(3);
        assertThat(world.stored("frozen")).isEmpty();
        JsonNode decided = world.stored("case/1").orElseThrow();
        assertThat(decided.path("second").path("header").asText())
                .isEqualTo(forged.canonical().toHex());
        assertThat(decided.path("decision").path("reason").asText()).contains("苏监案");
        assertThat(decided.path("decision").path("proposedBy").asText())
                .isEqualTo(HubWorld.MAKER.publicKey().fingerprint().toHex());
        assertThat(decided.path("decision").path("approvedBy").asText())
                .isEqualTo(HubWorld.CHECKER.publicKey().fingerprint().toHex());
    }

    @Test
    void evidence_that_was_decided_about_does_not_freeze_again_but_new_evidence_does() {
        world.grow();
        BlockHeader forged = world.fork();
        world.submit(update(forged, OLD, Optional.empty()));
        world.approve("approveThaw", world.propose("proposeThaw", about("known")));
        world.resume();

        assertThat(world.refused(update(forged, OLD, Optional.empty()))).isEqualTo("MISBEHAVIOUR_DECIDED");
        world.submit(update(world.fork("another forgery"), OLD, Optional.empty()));
        assertThat(world.stored("frozen").orElseThrow().path("number").longValue())
                .isEqualTo(2);
    }

    @Test
    void an_expired_client_is_renewed_and_goes_on() {
        world.grow().after(Duration.ofDays(14));
        assertThat(world.refused(update(world.next(), OLD, Optional.empty()))).isEqualTo("CLIENT_EXPIRED");

        JsonNode proposed = world.propose(
                "proposeRenewal",
                about("the line was down").put("hash", world.tip.hash().toHex()));
        world.after(Duration.ofHours(1));
        JsonNode answer = world.approve("approveRenewal", proposed);

        assertThat(answer.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(answer.path("expiresAt").longValue())
                .as("counted from the approval")
                .isEqualTo(world.hub.time().epochMillis() + Duration.ofDays(14).toMillis());
        world.grow();
        assertThat(world.stored("latest").orElseThrow().path("height").longValue())
                .isEqualTo(2);
    }

    @Test
    void a_chain_that_was_silent_since_its_admission_is_renewed_by_its_genesis_block() {
        world.after(Duration.ofDays(20));
        world.approve(
                "approveRenewal",
                world.propose(
                        "proposeRenewal",
                        about("it starts late")
                                .put("hash", ClientWorld.GENESIS.hash().toHex())));
        world.grow();
        assertThat(world.stored("latest").orElseThrow().path("height").longValue())
                .isEqualTo(1);
    }

    @Test
    void a_shorter_period_holds_from_the_approval_on() {
        world.grow();
        ObjectNode hours = about("under review").put("seconds", 3600);
        world.approve("approveTrustPeriod", world.propose("proposeTrustPeriod", hours));
        world.after(Duration.ofMinutes(59)).grow();

        world.after(Duration.ofMinutes(60));

        assertThat(world.refused(update(world.next(), OLD, Optional.empty()))).isEqualTo("CLIENT_EXPIRED");
    }
}
