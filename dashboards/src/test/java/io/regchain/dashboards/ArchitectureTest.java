package io.regchain.dashboards;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The pages see the published API of the hub, not its insides. */
class ArchitectureTest {
    private static final JavaClasses DASHBOARDS = HouseRules.classesOf("io.regchain.dashboards");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(DASHBOARDS);
    }

    @Test
    void pages_see_neither_contracts_nor_chains() {
        independent(
                        "pages read the published API",
                        "io.regchain.dashboards..",
                        "io.regchain.supervision.contract..",
                        "io.regchain.supervision.observer..",
                        "io.regchain.supervision.relay..",
                        "io.regchain.supervision.gateway..",
                        "io.regchain.supervision.index..",
                        "io.regchain.ledger..",
                        "io.regchain.registry..",
                        "io.regchain.identity..",
                        "io.regchain.localchain..",
                        "io.regchain.cli..")
                .check(DASHBOARDS);
    }
}
