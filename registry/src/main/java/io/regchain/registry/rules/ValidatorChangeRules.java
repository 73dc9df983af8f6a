package io.regchain.registry.rules;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.registry.Registration;
import io.regchain.registry.ValidatorChange;
import java.util.List;
import java.util.Optional;

/** A new set of consensus nodes is judged like that of a registration (A7.2, A9.2, A10.4, A10.5, A16.3). */
public final class ValidatorChangeRules {
    private static final List<RegistrationRules.Rule> RULES = List.of(new ValidatorRules(), new EntityRules());

    private ValidatorChangeRules() {}

    /** All findings, in the order of the form; empty when there is nothing to say. */
    public static List<Finding> check(Registration registration, ValidatorChange change, RegistryView admitted) {
        Findings findings = new Findings();
        Registration changed = registration.withValidators(change.validators());
        RULES.forEach(rule -> rule.check(changed, new OthersOnly(admitted, change.chain()), findings));
        return findings.list();
    }

    /** The register without the chain that changes: its nodes may keep their keys. */
    private record OthersOnly(RegistryView all, ChainId self) implements RegistryView {
        @Override
        public boolean admitted(ChainId chain) {
            return !chain.equals(self) && all.admitted(chain);
        }

        @Override
        public Optional<ChainId> chainOfKey(Hash32 fingerprint) {
            return all.chainOfKey(fingerprint).filter(chain -> !chain.equals(self));
        }

        @Override
        public Optional<ChainId> chainOfOperator(UnifiedSocialCreditCode operator) {
            return all.chainOfOperator(operator).filter(chain -> !chain.equals(self));
        }
    }
}
