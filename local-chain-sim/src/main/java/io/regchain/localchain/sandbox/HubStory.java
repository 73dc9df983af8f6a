package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the blocks of the supervision chain tell about one chain, in words for those who build that chain. */
final class HubStory {
    private static final int SHOWN = 12;

    private final ChainId chain;
    private final int validators;

    /** @param validators how many the chain is registered with */
    HubStory(ChainId chain, int validators) {
        this.chain = chain;
        this.validators = validators;
    }

    List<Line> of(CertifiedBlock block) {
        List<Line> lines = new ArrayList<>();
        for (Told told : Told.of(block)) {
            if (told.concerns(chain)) {
                line(told).ifPresent(lines::add);
            }
        }
        return lines;
    }

    private Optional<Line> line(Told told) {
        return switch (told.contract() + "." + told.name()) {
            case "registry.chainProposed" ->
                Optional.of(Line.good("registration proposed by the " + told.text("proposedBy")
                        + ": form, keys and proofs of possession hold (A10)"));
            case "registry.chainApproved" ->
                Optional.of(Line.good(
                        "registration approved by the " + told.text("approvedBy")
                                + ", another person (four eyes, A5.1)",
                        "the hub now trusts your block 0 and " + told.number("validators")
                                + " validators; all else must be proven"));
            case "registry.chainSuspended" ->
                Optional.of(Line.wrong(
                        "the hub suspends " + chain + ": " + told.text("reason"),
                        List.of("no call of the chain is taken until two officers resume it (A10)")));
            case "light-clients.headerVerified" -> Optional.of(header(told));
            case "light-clients.validatorsChanged" ->
                Optional.of(Line.good("other validators from height " + told.number("effectiveHeight")
                        + " on, as officers approved (A10.7)"));
            case "light-clients.misbehaviourFound" -> Optional.of(misbehaviour(told));
            case "objects.objectStored" -> Optional.of(object(told));
            case "anomalies.anomalyRecorded" -> Optional.of(anomaly(told));
            default -> told.contract().equals("packets") ? packet(told) : Optional.empty();
        };
    }

    private Line header(Told told) {
        long height = told.number("height");
        String seals = told.number("seals") + " of " + validators + " validators sealed it, " + Quorum.of(validators)
                + " are a quorum";
        if (height > 1) {
            return Line.good("block " + height + " verified: follows block " + (height - 1) + ", " + seals);
        }
        return Line.good(
                "block 1 verified: " + shortened(told.text("hash")),
                "hash link: it names your registered block 0 as its parent (section 12 L5)",
                "certificate: " + seals + ", every seal by a registered key and valid, round " + told.number("round")
                        + " (section 11)",
                "keys: its validator set is the registered one (section 12 L7)",
                "time: " + new BlockTime(told.number("time"))
                        + ", not before block 0, not ahead of the hub (section 12 L6, L11)");
    }

    private Line misbehaviour(Told told) {
        return Line.wrong(
                "misbehaviour proven: " + told.text("kind") + " at height " + told.number("height") + ", blocks "
                        + shortened(told.text("firstHash")) + " and " + shortened(told.text("secondHash"))
                        + " are both certified",
                List.of(
                        "clause: section 12, Misbehaviour; A7.3",
                        "the light client of " + chain + " is frozen; both seals of: "
                                + told.data().path("doubleSigners"),
                        "act:    on the real hub two officers must thaw it; here: ./hub sandbox anew"));
    }

    private static Line object(Told told) {
        return Line.good(
                told.text("objectId") + " version " + told.number("version") + " (" + told.text("type") + ", "
                        + told.text("operation") + ") stored",
                "proven by block " + told.number("height")
                        + ", sealed by a registered key, life cycle and schema hold (JR/T 0314 6.3, 6.5)");
    }

    private static Line anomaly(Told told) {
        String code = told.text("code");
        String about =
                told.data().has("objectId") ? told.text("objectId") + " version " + told.number("version") + ": " : "";
        String where = " at height " + told.number("height")
                + (told.data().has("node") ? ", answered by " + told.text("node") : "");
        boolean remark = code.equals("REFERENCE_UNKNOWN");
        String text = (remark ? "remarked: " : "refused: ") + code + where + ": " + about + told.text("message");
        List<String> more = new ArrayList<>(Lessons.lines(code));
        more.add("anomaly " + told.number("number") + " of your chain's log (./hub chains tells what waits for it)");
        return remark ? Line.note(text, more.toArray(String[]::new)) : Line.wrong(text, more);
    }

    private Optional<Line> packet(Told told) {
        boolean outgoing = told.text("source").equals(chain.value());
        PacketId id = told.packet();
        String proven = told.data().has("provenBy")
                ? " under block " + told.data().path("provenBy").path("height").longValue() + " of "
                        + told.data().path("provenBy").path("chain").asText()
                : "";
        Optional<Line> line =
                switch (told.name()) {
                    case "packetRouted", "packetReleased" ->
                        Optional.of(
                                Line.good(
                                        id + " at the hub: proven" + proven + ", route " + told.text("route")
                                                + " allows " + told.call(),
                                        "next: the relay brings it to " + id.destination()
                                                + (outgoing
                                                        ? ""
                                                        : ": SubmitTransaction of packets.carry or packets.receive (section 17)")));
                    case "packetRefused", "packetExpired", "packetRejected" ->
                        Optional.of(ended(id, "ended by the hub", told, told.data()));
                    case "packetHeld" ->
                        Optional.of(
                                Line.waiting(
                                        id + " is held: its route asks for a person",
                                        "next: a call supervisor must release or reject it; at its timeout it ends as HELD_TOO_LONG"));
                    case "packetServed" ->
                        Optional.of(ended(id, "answered by the hub's own service", told, acknowledgement(told)));
                    case "packetAcknowledged" ->
                        Optional.of(ended(id, "acknowledgement proven" + proven, told, acknowledgement(told)));
                    case "packetTimedOut" ->
                        Optional.of(ended(id, "timed out, its absence proven" + proven, told, told.data()));
                    case "packetCompleted" ->
                        Optional.of(Line.good(id + " is done: that " + id.source() + " took its end is proven" + proven)
                                .asLast());
                    case "acknowledgementNotTaken" ->
                        Optional.of(Line.note(id + ": the contract that sent it refused to hear its end: "
                                + told.text("code") + ": " + told.text("message")));
                    default -> Optional.empty();
                };
        return line.map(said -> said.about(id));
    }

    private static JsonNode acknowledgement(Told told) {
        return told.data().path("acknowledgement");
    }

    /** The end stands; its source has still to hear of it. */
    private static Line ended(PacketId id, String how, Told told, JsonNode end) {
        boolean success = end.path("success").booleanValue();
        String next = "next: the relay brings this end to " + id.source();
        if (success) {
            return Line.good(
                    id + ": " + how + ", result "
                            + CanonicalJson.encode(end.path("result")).toUtf8(),
                    next);
        }
        String code = end.path("code").asText();
        List<String> more = new ArrayList<>(Lessons.lines(code));
        more.add(next);
        return Line.wrong(
                id + " (" + told.call() + "): " + how + ": " + code + ": "
                        + end.path("message").asText(),
                more);
    }

    private static String shortened(String hex) {
        return hex.length() <= SHOWN ? hex : hex.substring(0, SHOWN) + "…";
    }
}
