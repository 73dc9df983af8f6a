package io.regchain.supervision;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import io.regchain.protocol.architecture.PureRules;
import org.junit.jupiter.api.Test;

/** The hub's contracts are pure; what pulls, relays, indexes and answers stands around them. */
class ArchitectureTest {
    private static final JavaClasses SUPERVISION = HouseRules.classesOf("io.regchain.supervision");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(SUPERVISION);
    }

    @Test
    void the_contracts_of_the_hub_are_pure() {
        PureRules.pure("io.regchain.supervision.contract..").check(SUPERVISION);
    }

    @Test
    void the_contracts_of_the_hub_start_no_threads() {
        PureRules.withoutThreads("io.regchain.supervision.contract..").check(SUPERVISION);
    }

    @Test
    void contracts_know_nothing_of_the_shell() {
        independent(
                        "contracts see nothing but their context",
                        "io.regchain.supervision.contract..",
                        "io.regchain.supervision.observer..",
                        "io.regchain.supervision.relay..",
                        "io.regchain.supervision.gateway..",
                        "io.regchain.supervision.node..",
                        "io.regchain.supervision.api..",
                        "io.regchain.supervision.index..",
                        "io.regchain.supervision.inspection..",
                        "io.regchain.supervision.access..",
                        "io.regchain.supervision.metrics..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..")
                .check(SUPERVISION);
    }

    @Test
    void the_rules_of_a_status_are_pure() {
        PureRules.pure("io.regchain.supervision.status..").check(SUPERVISION);
    }

    @Test
    void a_status_is_judged_without_the_pages_and_the_index() {
        independent(
                        "what is said of a status rests on facts that others gathered",
                        "io.regchain.supervision.status..",
                        "io.regchain.supervision.api..",
                        "io.regchain.supervision.index..",
                        "io.regchain.supervision.access..",
                        "io.regchain.supervision.gateway..",
                        "io.regchain.supervision.node..")
                .check(SUPERVISION);
    }

    @Test
    void observers_and_relays_know_nothing_of_the_pages_and_the_index() {
        independent(
                        "what is proven does not lean on what is shown",
                        "io.regchain.supervision.observer..",
                        "io.regchain.supervision.api..",
                        "io.regchain.supervision.index..",
                        "io.regchain.supervision.access..")
                .check(SUPERVISION);
    }

    @Test
    void relays_know_nothing_of_the_pages_and_the_index() {
        independent(
                        "what is proven does not lean on what is shown",
                        "io.regchain.supervision.relay..",
                        "io.regchain.supervision.api..",
                        "io.regchain.supervision.index..",
                        "io.regchain.supervision.access..")
                .check(SUPERVISION);
    }

    @Test
    void reading_the_state_of_local_chains_knows_nothing_of_the_pages_and_the_index() {
        independent(
                        "what is proven does not lean on what is shown",
                        "io.regchain.supervision.lookup..",
                        "io.regchain.supervision.api..",
                        "io.regchain.supervision.index..",
                        "io.regchain.supervision.access..")
                .check(SUPERVISION);
    }

    @Test
    void the_index_knows_nothing_of_the_api() {
        independent(
                        "the index is fed by blocks and read by the API",
                        "io.regchain.supervision.index..",
                        "io.regchain.supervision.api..")
                .check(SUPERVISION);
    }

    @Test
    void the_hub_knows_no_local_chain_of_ours() {
        independent(
                        "a local chain may be anybody's: the hub sees its node interface only",
                        "io.regchain.supervision..",
                        "io.regchain.localchain..",
                        "io.regchain.dashboards..",
                        "io.regchain.cli..")
                .check(SUPERVISION);
    }
}
