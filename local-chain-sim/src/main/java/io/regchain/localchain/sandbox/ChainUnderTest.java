package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.BlockListener;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.localchain.federation.AdmissionResult;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.sandbox.gateway.NationalDoor;
import io.regchain.localchain.sandbox.gateway.NodeProblem;
import io.regchain.localchain.sandbox.gateway.NodeUnderTest;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.registry.Registration;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;

/**
 * The chain that an integrator points at the sandbox: first waited for, then admitted, then watched for having begun anew.
 * Belongs to the sandbox's thread.
 */
final class ChainUnderTest implements AutoCloseable {
    private static final Duration SAY_AGAIN = Duration.ofSeconds(30);
    /** A node may lag behind the other one for a moment. */
    private static final int LOOKS_TO_BELIEVE = 2;
    /** The hub's status is asked for at each of so many looks. */
    private static final int STATUS_EVERY = 4;

    private final Applicant applicant;
    private final ActorSystem<Void> system;
    private final Blackboard blackboard;
    private final List<NodeUnderTest> nodes = new ArrayList<>();
    private final List<ServerBinding> doors = new ArrayList<>();
    private final List<Registration.Endpoint> endpoints = new ArrayList<>();
    private Optional<Known> known = Optional.empty();
    private String refused = "";
    private String waitedFor = "";
    private long saidNanos;
    private int broken;
    private int looks;

    /** @param listening to the hub's and the partner's blocks */
    private record Known(Presented presented, HubStatus status, List<BlockListener.Subscription> listening) {}

    ChainUnderTest(Applicant applicant, ActorSystem<Void> system, Blackboard blackboard) {
        this.applicant = applicant;
        this.system = system;
        this.blackboard = blackboard;
        for (int i = 0; i < applicant.nodes().size(); i++) {
            nodes.add(new NodeUnderTest("node " + (i + 1), applicant.nodes().get(i)));
        }
    }

    boolean isKnownToHub() {
        return known.isPresent();
    }

    Optional<ChainId> admitted() {
        return known.map(is -> is.presented().chain());
    }

    /** @return why the sandbox must begin anew, when the chain has */
    Optional<String> look(Federation federation, TestKeys keys, ChainId partner) {
        looks++;
        if (known.isPresent()) {
            return watch(federation, known.get());
        }
        introduce(federation, keys, partner);
        return Optional.empty();
    }

    // ---- before it is admitted

    private void introduce(Federation federation, TestKeys keys, ChainId partner) {
        try {
            switch (Presented.read(nodes, applicant.chain())) {
                case Presented.Unfit unfit -> waitFor(Line.wrong(unfit.problem(), unfit.more()));
                case Presented.Whole whole -> apply(federation, keys, partner, whole.presented());
            }
        } catch (NodeProblem problem) {
            waitFor(told(problem));
        }
    }

    private static Line told(NodeProblem problem) {
        if (problem.kind() == NodeProblem.Kind.SILENT) {
            return Line.waiting("waiting for " + problem.node() + ": " + problem.getMessage()
                    + "; start it, it is looked for twice a second");
        }
        List<String> more = new ArrayList<>(Lessons.lines(problem.function()));
        if (problem.getMessage().contains("HTTP 401")) {
            more.add("act:    give the sandbox the node's token with --token or --token-file");
        }
        return Line.wrong(problem.node() + " answered " + problem.function() + ": " + problem.getMessage(), more);
    }

    /** Told when it changes, and again from time to time. */
    private void waitFor(Line line) {
        boolean longAgo = System.nanoTime() - saidNanos > SAY_AGAIN.toNanos();
        if (!line.text().equals(waitedFor) || longAgo) {
            blackboard.write(line);
            waitedFor = line.text();
            saidNanos = System.nanoTime();
        }
    }

    private void apply(Federation federation, TestKeys keys, ChainId partner, Presented presented) {
        if (presented.chain().equals(partner)) {
            waitFor(Line.wrong(
                    "the chain calls itself " + partner + ", as the partner chain does",
                    Lessons.lines("CHAIN_ALREADY_REGISTERED")));
            return;
        }
        openDoors(federation, presented);
        switch (ApplicationForm.fill(presented, keys, applicant.form().orElseGet(CanonicalJson::object), endpoints)) {
            case ApplicationForm.Lacking lacking -> waitFor(Line.wrong(lacking.problem(), lacking.more()));
            case ApplicationForm.Complete complete -> {
                if (!complete.registration().digest().toHex().equals(refused)) {
                    handIn(federation, partner, presented, complete);
                }
            }
        }
    }

    /** The hub calls over national TLS only; a door stands before each node, always the same for one applicant. */
    private void openDoors(Federation federation, Presented presented) {
        for (int i = doors.size(); i < nodes.size(); i++) {
            List<Validator> validators = presented.validators().validators();
            TlsIdentity identity = federation
                    .keys()
                    .tls(
                            "door-" + presented.chain() + "-" + (i + 1),
                            validators.get(i % validators.size()).organisation());
            DoorJournal journal = new DoorJournal(nodes.get(i).toString(), blackboard);
            ServerBinding door = new NationalDoor(system, nodes.get(i).address(), journal::hear)
                    .bind(identity)
                    .toCompletableFuture()
                    .join();
            doors.add(door);
            endpoints.add(new Registration.Endpoint(
                    "https://127.0.0.1:" + door.localAddress().getPort(),
                    identity.publicKeyHex(),
                    presented.names().get(i)));
        }
    }

    private void handIn(
            Federation federation, ChainId partner, Presented presented, ApplicationForm.Complete complete) {
        Registration registration = complete.registration();
        blackboard.write(Line.good(
                presented.chain() + " answers: block 0 is "
                        + presented.genesis().hash() + ", "
                        + presented.validators().size() + " validators; its registration is handed in",
                complete.notes().toArray(String[]::new)));
        List<BlockListener.Subscription> listening = listen(federation, partner, presented);
        switch (federation.admit(registration)) {
            case AdmissionResult.Refused no -> {
                listening.forEach(BlockListener.Subscription::close);
                refused = registration.digest().toHex();
                blackboard.write(Line.wrong(
                        no.by() + " refused the registration: " + no.reason().code() + ": "
                                + no.reason().message(),
                        Lessons.lines(no.reason().code())));
            }
            case AdmissionResult.Admitted yes -> {
                yes.advice().forEach(advice -> blackboard.write(Line.note("advice, not in the way: " + advice)));
                known = Optional.of(new Known(presented, status(federation, presented.chain()), listening));
                federation.openRoutesBetween(presented.chain(), partner);
                blackboard.write(admittedLine(presented, partner));
            }
        }
    }

    private Line admittedLine(Presented presented, ChainId partner) {
        String token = applicant.nodes().get(0).token().isPresent() ? " --token TOKEN" : "";
        return Line.good(
                presented.chain() + " is admitted; observer and relay run; calls between it, " + partner
                        + " and the hub are allowed (default deny for all else, A16)",
                "every check of the interface: ./hub conformance --endpoint "
                        + nodes.get(0).address() + " --endpoint " + nodes.get(1).address() + " --chain-id "
                        + presented.chain() + " --genesis-hash "
                        + presented.genesis().hash() + token);
    }

    private List<BlockListener.Subscription> listen(Federation federation, ChainId partner, Presented presented) {
        HubStory hub = new HubStory(presented.chain(), presented.validators().size());
        PartnerStory story = new PartnerStory(partner, presented.chain());
        ChainNode partnerNode = federation.market(partner).node(0);
        return List.of(
                federation.hubNode().blocks(federation.hubNode().height().next(), block -> hub.of(block)
                        .forEach(blackboard::write)),
                partnerNode.blocks(
                        partnerNode.height().next(), block -> story.of(block).forEach(blackboard::write)));
    }

    private HubStatus status(Federation federation, ChainId chain) {
        String token = federation
                .desk()
                .apiToken(new Visitor("sandbox", Visitor.Role.HUB_OPERATOR, new Scope.All(), "沙箱", "Sandbox"));
        return new HubStatus(URI.create("http://127.0.0.1:" + federation.httpPort()), token, chain, blackboard);
    }

    // ---- once it is admitted

    private Optional<String> watch(Federation federation, Known is) {
        if (looks % STATUS_EVERY == 0) {
            is.status().look();
        }
        if (hasProvenNothing(federation)) {
            blackboard.writeOnce("no block", nothingProven(is.presented().chain()));
        }
        List<String> reasons = new ArrayList<>();
        for (NodeUnderTest node : nodes) {
            try {
                changed(federation, is.presented(), node).ifPresent(reasons::add);
                if (blackboard.over(DoorJournal.silence(node.toString()))) {
                    blackboard.write(Line.good(node + " answers again"));
                }
            } catch (NodeProblem problem) {
                silent(node, problem);
            }
        }
        broken = reasons.size() == nodes.size() ? broken + 1 : 0;
        return broken < LOOKS_TO_BELIEVE ? Optional.empty() : Optional.of(reasons.get(0));
    }

    /** Whether the hub has verified no block of the chain yet. */
    boolean hasProvenNothing(Federation federation) {
        return admitted().filter(chain -> latest(federation, chain).isEmpty()).isPresent();
    }

    /** A chain that makes blocks only when there is work may wait for the relay, which waits for a block. */
    static Line nothingProven(ChainId chain) {
        return Line.waiting(
                "the hub has verified no block of " + chain + " above block 0 yet",
                "until then nothing in its state is proven, and the relay carries nothing to it or from it (section 17)",
                "act:    have your chain make block 1: write an object, or hand in any transaction");
    }

    private static Optional<JsonNode> latest(Federation federation, ChainId chain) {
        return federation.hubNode().read("light-clients/" + chain + "/latest").map(CanonicalJson::decode);
    }

    private void silent(NodeUnderTest node, NodeProblem problem) {
        if (problem.kind() == NodeProblem.Kind.SILENT) {
            blackboard.writeOnce(
                    DoorJournal.silence(node.toString()),
                    Line.waiting(
                            node + " is silent: " + problem.getMessage(),
                            "the hub tries again by itself, longer and longer apart; start the node"));
        }
    }

    /** Whether this node shows another chain than the hub knows under this name. */
    private static Optional<String> changed(Federation federation, Presented presented, NodeUnderTest node) {
        ChainId chain = presented.chain();
        BlockHeader genesis = node.header(chain, Height.ZERO);
        if (!genesis.hash().equals(presented.genesis().hash())) {
            return Optional.of(chain + " has another block 0: " + genesis.hash() + " instead of "
                    + presented.genesis().hash());
        }
        Optional<JsonNode> latest = latest(federation, chain);
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        Height verified = new Height(latest.get().path("height").longValue());
        Optional<BlockHeader> shown = node.headerIfAny(chain, verified);
        String hash = latest.get().path("hash").asText();
        if (shown.isEmpty()) {
            return Optional.of(
                    chain + " has lost block " + verified + ", which the hub has verified: a chain keeps its blocks");
        }
        return shown.get().hash().toHex().equals(hash)
                ? Optional.empty()
                : Optional.of(chain + " shows another block " + verified + " than the one the hub has verified: on the"
                        + " real hub that is misbehaviour (section 12), the client freezes");
    }

    /** The hub it was known to ends. */
    void forget() {
        known.ifPresent(is -> {
            is.listening().forEach(BlockListener.Subscription::close);
            is.status().close();
        });
        known = Optional.empty();
        refused = "";
        waitedFor = "";
        broken = 0;
        blackboard.allOver("");
    }

    @Override
    public void close() {
        forget();
        doors.forEach(ServerBinding::unbind);
        nodes.forEach(NodeUnderTest::close);
    }
}
