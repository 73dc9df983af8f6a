package io.regchain.protocol;

import static io.regchain.protocol.architecture.HouseRules.independent;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.regchain.protocol.architecture.HouseRules;
import io.regchain.protocol.architecture.PureRules;
import org.junit.jupiter.api.Test;

/** The whole protocol is pure, and its packages build on each other in one direction. */
class ArchitectureTest {
    private static final JavaClasses PROTOCOL = HouseRules.classesOf("io.regchain.protocol");
    private static final String[] HASHED = {
        "io.regchain.protocol.base..",
        "io.regchain.protocol.block..",
        "io.regchain.protocol.calendar..",
        "io.regchain.protocol.canonical..",
        "io.regchain.protocol.crypto..",
        "io.regchain.protocol.evidence..",
        "io.regchain.protocol.lightclient..",
        "io.regchain.protocol.merkle..",
        "io.regchain.protocol.object..",
        "io.regchain.protocol.packet..",
        "io.regchain.protocol.trace..",
        "io.regchain.protocol.wire",
        "io.regchain.protocol.wire.connect.."
    };

    @Test
    void the_rules_of_every_module_hold() {
        HouseRules.everywhere().check(PROTOCOL);
    }

    @Test
    void the_protocol_is_pure() {
        PureRules.pure(HASHED).check(PROTOCOL);
    }

    @Test
    void no_threads_but_for_tables_of_what_was_decoded_lately() {
        PureRules.withoutThreads(
                        "io.regchain.protocol.base..",
                        "io.regchain.protocol.block..",
                        "io.regchain.protocol.calendar..",
                        "io.regchain.protocol.canonical..",
                        "io.regchain.protocol.evidence..",
                        "io.regchain.protocol.lightclient..",
                        "io.regchain.protocol.merkle..",
                        "io.regchain.protocol.object..",
                        "io.regchain.protocol.packet..",
                        "io.regchain.protocol.trace..",
                        "io.regchain.protocol.wire")
                .check(PROTOCOL);
    }

    @Test
    void the_protocol_stands_alone() {
        independent(
                        "an outsider implements the protocol without the rest of the house",
                        "io.regchain.protocol..",
                        "io.regchain.ledger..",
                        "io.regchain.registry..",
                        "io.regchain.identity..",
                        "io.regchain.supervision..",
                        "io.regchain.localchain..",
                        "io.regchain.dashboards..",
                        "io.regchain.cli..")
                .check(PROTOCOL);
    }

    @Test
    void codes_stand_at_the_bottom() {
        independent(
                        "the codes of chains, people and companies need no chain",
                        "io.regchain.protocol.base..",
                        "io.regchain.protocol.block..",
                        "io.regchain.protocol.merkle..",
                        "io.regchain.protocol.lightclient..",
                        "io.regchain.protocol.object..",
                        "io.regchain.protocol.packet..",
                        "io.regchain.protocol.evidence..",
                        "io.regchain.protocol.wire..")
                .check(PROTOCOL);
    }

    @Test
    void crypto_knows_no_chain() {
        independent(
                        "keys and signatures are used by chains and know none",
                        "io.regchain.protocol.crypto..",
                        "io.regchain.protocol.block..",
                        "io.regchain.protocol.merkle..",
                        "io.regchain.protocol.lightclient..",
                        "io.regchain.protocol.object..",
                        "io.regchain.protocol.packet..",
                        "io.regchain.protocol.evidence..",
                        "io.regchain.protocol.wire..")
                .check(PROTOCOL);
    }

    @Test
    void trees_know_no_blocks() {
        independent(
                        "a proof is checked against a root, wherever the root comes from",
                        "io.regchain.protocol.merkle..",
                        "io.regchain.protocol.lightclient..",
                        "io.regchain.protocol.object..",
                        "io.regchain.protocol.packet..",
                        "io.regchain.protocol.evidence..",
                        "io.regchain.protocol.wire..")
                .check(PROTOCOL);
    }

    @Test
    void blocks_know_no_transport() {
        independent(
                        "canonical bytes are ours, transport bytes are Protobuf's",
                        "io.regchain.protocol.block..",
                        "io.regchain.protocol.wire..",
                        "io.regchain.protocol.evidence..",
                        "io.regchain.protocol.lightclient..",
                        "com.google.protobuf..")
                .check(PROTOCOL);
    }
}
