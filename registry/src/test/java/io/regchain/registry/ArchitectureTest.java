package io.regchain.registry;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import io.regchain.protocol.architecture.PureRules;
import org.junit.jupiter.api.Test;

/** The registry is contracts and pure rules, nothing else. */
class ArchitectureTest {
    private static final JavaClasses REGISTRY = HouseRules.classesOf("io.regchain.registry");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(REGISTRY);
    }

    @Test
    void the_registry_is_pure() {
        PureRules.pure("io.regchain.registry..").check(REGISTRY);
    }

    @Test
    void the_registry_starts_no_threads() {
        PureRules.withoutThreads("io.regchain.registry..").check(REGISTRY);
    }

    @Test
    void of_the_engine_it_sees_the_contract_api_only() {
        independent(
                        "contracts see nothing but their context",
                        "io.regchain.registry..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.testkit..")
                .check(REGISTRY);
    }

    @Test
    void it_knows_no_module_beside_or_above_it() {
        independent(
                        "an arrow never runs back",
                        "io.regchain.registry..",
                        "io.regchain.identity..",
                        "io.regchain.supervision..",
                        "io.regchain.localchain..",
                        "io.regchain.dashboards..",
                        "io.regchain.cli..")
                .check(REGISTRY);
    }
}
