package io.regchain.identity;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import io.regchain.protocol.architecture.PureRules;
import org.junit.jupiter.api.Test;

/** Identity is contracts and pure rules, nothing else. */
class ArchitectureTest {
    private static final JavaClasses IDENTITY = HouseRules.classesOf("io.regchain.identity");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(IDENTITY);
    }

    @Test
    void identity_is_pure() {
        PureRules.pure("io.regchain.identity..").check(IDENTITY);
    }

    @Test
    void identity_starts_no_threads() {
        PureRules.withoutThreads("io.regchain.identity..").check(IDENTITY);
    }

    @Test
    void of_the_engine_it_sees_the_contract_api_only() {
        independent(
                        "contracts see nothing but their context",
                        "io.regchain.identity..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.testkit..")
                .check(IDENTITY);
    }

    @Test
    void it_knows_no_module_beside_or_above_it() {
        independent(
                        "an arrow never runs back",
                        "io.regchain.identity..",
                        "io.regchain.registry..",
                        "io.regchain.supervision..",
                        "io.regchain.localchain..",
                        "io.regchain.dashboards..",
                        "io.regchain.cli..")
                .check(IDENTITY);
    }
}
