package io.regchain.ledger;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import io.regchain.protocol.architecture.PureRules;
import org.junit.jupiter.api.Test;

/** The parts of the engine that decide are pure; the actors and the disk stand around them. */
class ArchitectureTest {
    private static final JavaClasses LEDGER = HouseRules.classesOf("io.regchain.ledger");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(LEDGER);
    }

    @Test
    void consensus_execution_and_contracts_are_pure() {
        PureRules.pure(
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.state..",
                        "io.regchain.ledger.contract..")
                .check(LEDGER);
    }

    @Test
    void consensus_execution_and_contracts_start_no_threads() {
        PureRules.withoutThreads(
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.state..",
                        "io.regchain.ledger.contract..")
                .check(LEDGER);
    }

    @Test
    void the_consensus_core_knows_neither_execution_nor_disk_nor_actors() {
        independent(
                        "consensus decides on blocks, whatever they hold and wherever they lie",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.contract..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.validator..",
                        "io.regchain.ledger.testkit..")
                .check(LEDGER);
    }

    @Test
    void execution_knows_neither_consensus_nor_disk_nor_actors() {
        independent(
                        "a block executes the same wherever it came from",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.validator..",
                        "io.regchain.ledger.testkit..")
                .check(LEDGER);
    }

    @Test
    void the_state_knows_neither_blocks_nor_disk() {
        independent(
                        "the state is a map; where its nodes lie is behind a port",
                        "io.regchain.ledger.state..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.contract..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.testkit..")
                .check(LEDGER);
    }

    @Test
    void the_contract_api_stands_alone() {
        independent(
                        "contracts see nothing but their context",
                        "io.regchain.ledger.contract..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.execution..",
                        "io.regchain.ledger.mempool..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.validator..",
                        "io.regchain.ledger.testkit..")
                .check(LEDGER);
    }

    @Test
    void storage_knows_no_actors() {
        independent(
                        "the disk serves whoever asks",
                        "io.regchain.ledger.storage..",
                        "io.regchain.ledger.node..",
                        "org.apache.pekko..")
                .check(LEDGER);
    }

    @Test
    void a_validator_knows_no_actors() {
        independent(
                        "actors and the simulator drive the same validator",
                        "io.regchain.ledger.validator..",
                        "io.regchain.ledger.node..",
                        "io.regchain.ledger.simulation..",
                        "io.regchain.ledger.testkit..",
                        "org.apache.pekko..")
                .check(LEDGER);
    }

    @Test
    void the_engine_knows_no_module_above_it() {
        independent(
                        "both layers run on the same engine",
                        "io.regchain.ledger..",
                        "io.regchain.registry..",
                        "io.regchain.identity..",
                        "io.regchain.supervision..",
                        "io.regchain.localchain..",
                        "io.regchain.dashboards..",
                        "io.regchain.cli..")
                .check(LEDGER);
    }
}
