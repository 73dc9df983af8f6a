package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The cross-chain port: state with proof, waiting for blocks, handing transactions in. Nothing it sends changes a chain. */
final class PortChecks {
    private static final String ABSENT_KEY = "conformance-kit/nothing-stands-here";
    private static final int SHORT_WAIT_MILLIS = 300;
    private static final long FAR_ABOVE = 1_000_000;

    private final NodeUnderTest node;
    private final Walk walk;

    PortChecks(NodeUnderTest node, Walk walk) {
        this.node = node;
        this.walk = walk;
    }

    void make(Sample sample) {
        present(sample);
        StateReading.of(node, walk, Check.STATE_ABSENT, sample.tip(), ABSENT_KEY)
                .ifPresent(proven -> node.expect(
                        Check.STATE_ABSENT,
                        proven.exchange(),
                        proven.value().isEmpty(),
                        () -> "a value of " + proven.value().map(Bytes::size).orElse(0) + " bytes",
                        "nothing: no contract has this name"));
        await(sample.tip());
        submit();
    }

    private void present(Sample sample) {
        if (sample.objects().isEmpty()) {
            ObjectChecks.noObject(node, List.of(Check.STATE_PRESENT));
            return;
        }
        Sample.Written written = sample.objects().get(0);
        StateReading.of(
                        node,
                        walk,
                        Check.STATE_PRESENT,
                        written.height(),
                        written.name().stateKey())
                .ifPresent(proven -> node.expect(
                        Check.STATE_PRESENT,
                        proven.exchange(),
                        proven.value().isPresent(),
                        () -> "no value",
                        "the snapshot that the block wrote"));
    }

    private void await(long tip) {
        if (tip > 0) {
            await(Check.AWAIT_PAST, 0, tip);
        } else {
            node.notApplicable(
                    Check.AWAIT_PAST, "the chain has one block", "Let the chain make a block, then run the kit again.");
        }
        await(Check.AWAIT_FUTURE, tip + FAR_ABOVE, tip);
    }

    private void await(Check check, long above, long tip) {
        Duration wait = Duration.ofMillis(SHORT_WAIT_MILLIS);
        Exchange exchange = node.ask(
                NodeMethods.AWAIT_BLOCK,
                node.question().put("above", Long.toString(above)).put("maxWaitMillis", SHORT_WAIT_MILLIS),
                ConnectEncoding.JSON,
                wait);
        node.read(check, NodeMethods.AWAIT_BLOCK, exchange, ConnectEncoding.JSON)
                .ifPresent(reply -> node.expect(
                        check,
                        exchange,
                        reply.number("height") >= tip && reply.number("height") < tip + FAR_ABOVE,
                        () -> "height " + Long.toUnsignedString(reply.number("height")),
                        "the latest final height, " + tip + " or somewhat above"));
    }

    private void submit() {
        Exchange exchange = node.ask(
                NodeMethods.SUBMIT_TRANSACTION,
                node.question()
                        .put("transaction", NodeUnderTest.base64(falselySigned().canonical())),
                ConnectEncoding.JSON,
                Duration.ZERO);
        if (exchange.status() != 200) {
            Refusals.expect(node, Check.SUBMIT, exchange, Refusals.INVALID_ARGUMENT);
            return;
        }
        node.read(Check.SUBMIT, NodeMethods.SUBMIT_TRANSACTION, exchange, ConnectEncoding.JSON)
                .ifPresent(reply -> node.expect(
                        Check.SUBMIT,
                        exchange,
                        reply.has("refusal")
                                && !reply.message("refusal").text("code").isBlank()
                                && !reply.message("refusal").text("message").isBlank()
                                && !reply.has("proven"),
                        () -> reply.has("refusal") ? "a refusal without code or message" : "it was taken",
                        "a refusal with code and message"));
    }

    /** Signed by nobody: r = s = 1 has the form of a signature, and is none of this key. */
    private Transaction falselySigned() {
        byte[] scalar =
                Sm3.hash("conformance kit".getBytes(StandardCharsets.US_ASCII)).toArray();
        scalar[0] = 1; // below the order of the curve
        byte[] signature = new byte[Sm2Signature.SIZE];
        Arrays.fill(signature, Sm2Signature.SIZE / 2 - 1, Sm2Signature.SIZE / 2, (byte) 1);
        Arrays.fill(signature, Sm2Signature.SIZE - 1, Sm2Signature.SIZE, (byte) 1);
        return new Transaction(
                node.network(),
                Sm2PrivateKey.of(scalar).publicKey(),
                new Sequence(0),
                "conformance-kit",
                "nothing",
                Bytes.utf8("{}"),
                Sm2Signature.of(signature));
    }
}
