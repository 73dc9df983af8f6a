package io.regchain.bench;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** What is measured is what users of the engine get. */
class ArchitectureTest {
    private static final JavaClasses BENCH = HouseRules.classesOf("io.regchain.bench")
            .that(com.tngtech.archunit.base.DescribedPredicate.not(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("..jmh_generated..")));

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(BENCH);
    }

    @Test
    void the_ledger_is_measured_through_its_public_api() {
        independent(
                        "a benchmark through the back door measures something else",
                        "io.regchain.bench.ledger..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.mempool..")
                .check(BENCH);
    }

    @Test
    void calls_are_measured_through_the_production_federation() {
        independent(
                        "a benchmark through the back door measures something else",
                        "io.regchain.bench.calls..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.supervision.contract..",
                        "io.regchain.supervision.relay..",
                        "io.regchain.localchain.contract..")
                .check(BENCH);
    }
}
