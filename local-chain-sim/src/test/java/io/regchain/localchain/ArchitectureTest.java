package io.regchain.localchain;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.regchain.protocol.architecture.HouseRules;
import io.regchain.protocol.architecture.PureRules;
import org.junit.jupiter.api.Test;

/** The business contracts are pure; gateways, federation and scenarios stand around them. */
class ArchitectureTest {
    private static final JavaClasses LOCAL_CHAINS = HouseRules.classesOf("io.regchain.localchain");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(LOCAL_CHAINS);
    }

    @Test
    void the_business_contracts_are_pure() {
        PureRules.pure(
                        "io.regchain.localchain.contract..",
                        "io.regchain.localchain.rule..",
                        "io.regchain.localchain.book..",
                        "io.regchain.localchain.object..")
                .check(LOCAL_CHAINS);
    }

    @Test
    void the_business_contracts_start_no_threads() {
        PureRules.withoutThreads(
                        "io.regchain.localchain.contract..",
                        "io.regchain.localchain.rule..",
                        "io.regchain.localchain.book..",
                        "io.regchain.localchain.object..")
                .check(LOCAL_CHAINS);
    }

    @Test
    void contracts_know_nothing_of_the_shell() {
        independent(
                        "contracts see nothing but their context",
                        "io.regchain.localchain.contract..",
                        "io.regchain.localchain.gateway..",
                        "io.regchain.localchain.federation..",
                        "io.regchain.localchain.generator..",
                        "io.regchain.localchain.clock..",
                        "io.regchain.localchain.scenario..",
                        "io.regchain.supervision..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..")
                .check(LOCAL_CHAINS);
    }

    @Test
    void the_generator_asks_no_clock_and_keeps_order() {
        CompositeArchRule.of(PureRules.withoutClock("io.regchain.localchain.generator.."))
                .and(PureRules.inOrder("io.regchain.localchain.generator.."))
                .check(LOCAL_CHAINS);
    }

    @Test
    void local_chains_know_no_page() {
        independent(
                        "an arrow never runs back",
                        "io.regchain.localchain..",
                        "io.regchain.dashboards..",
                        "io.regchain.cli..")
                .check(LOCAL_CHAINS);
    }
}
