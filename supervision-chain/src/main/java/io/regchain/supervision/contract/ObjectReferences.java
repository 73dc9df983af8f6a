package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.wire.WrittenObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whether the snapshots that a snapshot refers to exist (JR/T 0314 6.5 g): stored of the same chain, written in the same
 * block, or stored of another chain. What the snapshot itself says is asked, not what it leaves as it was: a reference need
 * not move when its target does (6.5 g) 2), and is not asked twice.
 *
 * <p>State: {@code chains}, all chains that objects are stored of.
 */
final class ObjectReferences {
    /** How many a message lists; the rest is counted. */
    private static final int LISTED = 5;

    private static final String CHAINS = "chains";
    private static final String SUFFIX = "_ref";
    private static final Pattern FORM = Pattern.compile("[^/]+/(0|[1-9]\\d{0,14})");

    private ObjectReferences() {}

    /** @param written what the block of the snapshot wrote, as its proven list says */
    static Optional<Refusal> unknown(
            ContractContext context, ChainId chain, DataObject snapshot, List<WrittenObject> written) {
        TreeSet<String> now = new TreeSet<>();
        written.forEach(
                entry -> now.add(entry.name().objectId() + "/" + entry.name().version()));
        List<String> unknown = new ArrayList<>();
        for (Named reference : of(snapshot)) {
            if (!now.contains(reference.target()) && !stored(context, chain, reference.target())) {
                unknown.add(reference.path() + " names " + reference.target());
            }
        }
        return unknown.isEmpty() ? Optional.empty() : Optional.of(refusal(chain, snapshot, unknown));
    }

    private static Refusal refusal(ChainId chain, DataObject snapshot, List<String> unknown) {
        String listed = String.join("; ", unknown.subList(0, Math.min(LISTED, unknown.size())));
        String rest = unknown.size() > LISTED ? " (and " + (unknown.size() - LISTED) + " more)" : "";
        return new Refusal(
                "REFERENCE_UNKNOWN",
                "the hub has no such snapshot of " + chain + " or of another chain, and this block wrote none: in "
                        + snapshot.head().reference() + " " + listed + rest
                        + "; the object is stored, write what it refers to before it, or overwrite it");
    }

    /**
     * A reference and where it stands.
     *
     * @param target {@code <id>/<version>}
     */
    private record Named(String path, String target) {}

    /** In the order of the canonical body. A text that is no reference is the schema's to refuse. */
    private static List<Named> of(DataObject snapshot) {
        List<Named> found = new ArrayList<>();
        collect("", "", snapshot.body(), found);
        return found;
    }

    private static void collect(String path, String name, JsonNode node, List<Named> found) {
        if (node.isObject()) {
            node.properties()
                    .forEach(
                            member -> collect(path + "/" + member.getKey(), member.getKey(), member.getValue(), found));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/" + i, name, node.get(i), found);
            }
        } else if (node.isTextual()
                && name.endsWith(SUFFIX)
                && FORM.matcher(node.textValue()).matches()) {
            found.add(new Named(path, node.textValue()));
        }
    }

    private static boolean stored(ContractContext context, ChainId chain, String target) {
        if (context.read(chain + "/" + target).isPresent()) {
            return true;
        }
        for (JsonNode other : chains(context)) {
            if (context.read(other.asText() + "/" + target).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static ArrayNode chains(ContractContext context) {
        return context.read(CHAINS).map(ArrayNode.class::cast).orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    /** Objects of this chain are stored from now on. */
    static void enter(ContractContext context, ChainId chain) {
        ArrayNode chains = chains(context);
        for (JsonNode known : chains) {
            if (known.asText().equals(chain.value())) {
                return;
            }
        }
        context.write(CHAINS, chains.add(chain.value()));
    }
}
