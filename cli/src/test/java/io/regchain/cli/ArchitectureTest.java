package io.regchain.cli;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import org.junit.jupiter.api.Test;

/** The command line wires; it decides nothing. */
class ArchitectureTest {
    private static final JavaClasses COMMAND_LINE = HouseRules.classesOf("io.regchain.cli");

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(COMMAND_LINE);
    }

    @Test
    void commands_see_no_insides_of_the_engine() {
        independent(
                        "the command line wires what the modules offer",
                        "io.regchain.cli..",
                        "io.regchain.ledger.consensus..",
                        "io.regchain.ledger.storage..",
                        "io.regchain.protocol.wire.v1..")
                .check(COMMAND_LINE);
    }
}
