package io.regchain.registry.rules;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.registry.Registration;
import java.util.Optional;

/** Which market joins, under which label, run by whom, with whose consent (A5.1, A5.3, A6.2, A10.3). */
final class ChainRules implements RegistrationRules.Rule {
    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        Optional<ChainId> chain =
                findings.parsed(registration.chainId(), ChainId::new, "CHAIN_ID_MALFORMED", "A10.3", "chainId");
        chain.ifPresent(id -> label(id, registration, admitted, findings));
        operator(registration, chain, admitted, findings);
    }

    private static void label(ChainId id, Registration registration, RegistryView admitted, Findings findings) {
        Optional<Market> market = Markets.byChain(id);
        findings.require(
                market.isPresent(),
                "CHAIN_ID_NOT_A_MARKET",
                "A10.3",
                "chainId",
                "\"" + id + "\" is no label of JR/T 0325 table 2; the 35 markets' labels are listed there");
        findings.require(
                !admitted.admitted(id),
                "CHAIN_ALREADY_REGISTERED",
                "A10.3",
                "chainId",
                "\"" + id + "\" is admitted already; a chain id is unique and never changes");
        market.ifPresent(m -> labelOf(m, registration, findings));
    }

    private static void labelOf(Market market, Registration registration, Findings findings) {
        // JR/T 0325 table 2: the label names the area and its one market.
        findings.require(
                market.operator().equals(registration.operator().name()),
                "CHAIN_LABEL_OF_OTHER_MARKET",
                "A10.3",
                "operator.name",
                "\"" + registration.operator().name() + "\" does not run the market \"" + market.chainId()
                        + "\"; that is " + market.operator());
        findings.require(
                market.region().equals(registration.region()),
                "CHAIN_LABEL_OF_OTHER_MARKET",
                "A10.3",
                "region",
                "\"" + registration.region() + "\" is not the area of \"" + market.chainId() + "\"; that is "
                        + market.region());
        signOff(market, registration.provincialSignOff(), findings);
    }

    private static void signOff(Market market, Registration.SignOff signOff, Findings findings) {
        if (!Texts.given(signOff.regulator()) || !Texts.given(signOff.province())) {
            findings.block(
                    "SIGN_OFF_MISSING",
                    "A5.1",
                    "provincialSignOff",
                    "is missing: the regulator of " + market.region() + " should consent, with its name and province");
            return;
        }
        findings.require(
                signOff.province().equals(market.region()),
                "SIGN_OFF_OF_OTHER_PROVINCE",
                "A5.1",
                "provincialSignOff.province",
                "\"" + signOff.province() + "\" cannot consent for \"" + market.chainId() + "\"; the regulator of "
                        + market.region() + " can");
    }

    private static void operator(
            Registration registration, Optional<ChainId> chain, RegistryView admitted, Findings findings) {
        Texts.require(
                registration.operator().name(),
                "the operating institution's registered name",
                "A5.3",
                "operator.name",
                findings);
        findings.parsed(
                        registration.operator().uscc(),
                        UnifiedSocialCreditCode::new,
                        "OPERATOR_CODE_INVALID",
                        "A5.3",
                        "operator.uscc")
                .flatMap(admitted::chainOfOperator)
                .filter(other -> !chain.equals(Optional.of(other)))
                .ifPresent(other -> findings.block(
                        "INDEPENDENT_CHAIN_DISCOURAGED",
                        "A6.2",
                        "operator.uscc",
                        "runs the chain \"" + other + "\" already; an operator should not run several independent"
                                + " chains, but sub-networks of the one it has"));
    }
}
