package io.regchain.registry.rules;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Quorum;
import io.regchain.registry.Registration;
import io.regchain.registry.Registration.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who answers for each node (A10.5), and that no single organisation decides alone (A7.4, A16.3). */
final class EntityRules implements RegistrationRules.Rule {
    static final List<String> TYPES = List.of("operator", "government", "institution", "vendor");

    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        Map<String, List<Integer>> nodesOf = new TreeMap<>();
        Map<String, String> nameOf = new TreeMap<>();
        List<Node> nodes = registration.validators();
        for (int i = 0; i < nodes.size(); i++) {
            organisation(nodes.get(i), i, nameOf, findings);
            type(nodes.get(i), i, findings);
            nodesOf.computeIfAbsent(nodes.get(i).organisation(), code -> new ArrayList<>())
                    .add(i);
        }
        if (nodes.size() > 1) {
            concentration(nodesOf, nodes.size(), findings);
            government(nodes, findings);
        }
    }

    private static void organisation(Node node, int index, Map<String, String> nameOf, Findings findings) {
        String path = "validators[" + index + "].";
        findings.parsed(
                node.organisation(),
                UnifiedSocialCreditCode::new,
                "ORGANISATION_CODE_INVALID",
                "A10.5",
                path + "organisation");
        Texts.require(
                node.organisationName(),
                "the organisation's registered name",
                "A10.5",
                path + "organisationName",
                findings);
        String known = nameOf.putIfAbsent(node.organisation(), node.organisationName());
        findings.require(
                known == null || known.equals(node.organisationName()),
                "ORGANISATION_NAME_DIFFERS",
                "A10.5",
                path + "organisationName",
                "\"" + node.organisationName() + "\" but another node of " + node.organisation() + " says \"" + known
                        + "\"; one code has one name");
    }

    private static void type(Node node, int index, Findings findings) {
        String path = "validators[" + index + "].entityType";
        findings.require(
                TYPES.contains(node.entityType()),
                "ENTITY_TYPE_UNKNOWN",
                "A10.5",
                path,
                "\"" + node.entityType() + "\" should be one of " + String.join(", ", TYPES));
        // GB 32100: codes of government bodies start with 11.
        findings.require(
                !node.entityType().equals("government") || node.organisation().startsWith("11"),
                "ENTITY_TYPE_MISMATCH",
                "A7.4",
                path,
                "says government, but " + node.organisation()
                        + " is not a government body's code; those start with 11");
    }

    private static void concentration(Map<String, List<Integer>> nodesOf, int nodes, Findings findings) {
        if (nodesOf.size() == 1) {
            findings.block(
                    "CONCENTRATION",
                    "A16.3",
                    "validators",
                    "are all held by " + nodesOf.keySet().iterator().next()
                            + "; nodes of several organisations should take part");
            return;
        }
        int faulty = Quorum.faulty(nodes);
        nodesOf.forEach((organisation, held) -> {
            if (held.size() > faulty) {
                findings.advise(
                        "CONCENTRATION_HIGH",
                        "A16.3",
                        "validators[" + held.get(held.size() - 1) + "].organisation",
                        organisation + " holds " + held.size() + " of " + nodes + " nodes; no organisation should hold"
                                + " more than f = " + faulty);
            }
        });
    }

    private static void government(List<Node> nodes, Findings findings) {
        if (nodes.stream().noneMatch(node -> node.entityType().equals("government"))) {
            findings.advise(
                    "NO_GOVERNMENT_NODE",
                    "A7.4",
                    "validators",
                    "no government body runs a node; local-government bodies are encouraged to");
        }
    }
}
