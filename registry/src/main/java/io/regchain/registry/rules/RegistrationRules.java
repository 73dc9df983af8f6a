package io.regchain.registry.rules;

import io.regchain.registry.Registration;
import java.util.List;

/**
 * Everything a local chain's registration is judged by, as one pure function: the form and what is admitted already in,
 * all findings out. Guideline articles 5 to 10 and 16; requirement ids stand on each finding.
 */
public final class RegistrationRules {
    /** One group of rules. */
    interface Rule {
        void check(Registration registration, RegistryView admitted, Findings findings);
    }

    private static final List<Rule> RULES = List.of(
            new ChainRules(),
            new TechnologyRules(),
            new ConsensusRules(),
            new ValidatorRules(),
            new EntityRules(),
            new EndpointRules(),
            new SealKeyRules(),
            new GenesisRules(),
            new ContactRules());

    private RegistrationRules() {}

    /** All findings, in the order of the form; empty when there is nothing to say. */
    public static List<Finding> check(Registration registration, RegistryView admitted) {
        Findings findings = new Findings();
        RULES.forEach(rule -> rule.check(registration, admitted, findings));
        return findings.list();
    }
}
