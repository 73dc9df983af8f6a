package io.regchain.localchain.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.wire.Operation;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Table 4, second function, and the traces that prove what it says. */
final class TransactionChecks {
    private final NodeUnderTest node;
    private final Walk walk;

    TransactionChecks(NodeUnderTest node, Walk walk) {
        this.node = node;
        this.walk = walk;
    }

    /** A transaction with its receipt, as the node showed them. */
    private record Shown(Reply reply, Transaction transaction, Receipt receipt) {}

    ObjectNode question(Sample.Place place) {
        return node.question()
                .put("transactionId", NodeUnderTest.base64(place.transaction().toBytes()));
    }

    /** The trace of the transaction, when the receipt's hash proves it. */
    Optional<Trace> make(Sample.Place place) {
        Optional<Shown> shown = node.call(
                        Check.TRANSACTION,
                        NodeMethods.GET_TRANSACTION,
                        question(place).put("height", Long.toString(place.height())))
                .flatMap(reply -> shown(place, reply, Check.TRANSACTION));
        shown.ifPresent(read -> {
            node.expect(
                    Check.TRANSACTION_SIGNATURE,
                    read.reply().exchange(),
                    read.transaction().signatureValid(),
                    () -> "the signature does not hold under the sender's key "
                            + read.transaction().sender().toHex(),
                    "an SM2 signature over the unsigned transaction");
            walk.header(place.height()).ifPresent(header -> proofs(place, read, header));
        });
        Optional<Trace> trace = trace(place, shown);
        if (shown.isPresent() && trace.isPresent()) {
            operations(shown.get(), trace.get());
        }
        return trace;
    }

    private Optional<Shown> shown(Sample.Place place, Reply reply, Check check) {
        Reply proven = reply.message("proven");
        Optional<Transaction> transaction = node.decode(
                check,
                reply.exchange(),
                "proven.transaction: one canonical transaction",
                () -> proven.decoded("transaction", Transaction::decode));
        Optional<Receipt> receipt = node.decode(
                check,
                reply.exchange(),
                "proven.receipt: one canonical receipt",
                () -> proven.decoded("receipt", Receipt::decode));
        if (transaction.isEmpty() || receipt.isEmpty()) {
            return Optional.empty();
        }
        boolean asked = node.expect(
                check,
                reply.exchange(),
                transaction.get().id().equals(place.transaction()) && proven.number("height") == place.height(),
                () -> "transaction " + transaction.get().id() + " of block " + proven.number("height"),
                "transaction " + place.transaction() + " of block " + place.height());
        return asked ? Optional.of(new Shown(reply, transaction.get(), receipt.get())) : Optional.empty();
    }

    private void proofs(Sample.Place place, Shown shown, BlockHeader header) {
        Reply proven = shown.reply().message("proven");
        Exchange exchange = shown.reply().exchange();
        Optional<OrderedProof> transactionProof = node.decode(
                Check.TRANSACTION_PROOF,
                exchange,
                "proven.transaction_proof: one canonical ordered proof",
                () -> proven.decoded("transaction_proof", OrderedProof::decode));
        transactionProof.ifPresent(proof -> node.expect(
                Check.TRANSACTION_PROOF,
                exchange,
                proof.verify(header.transactionRoot(), shown.transaction().canonical())
                        && proof.index() == proven.number("index"),
                () -> "place " + proven.number("index") + "; the proof is of place " + proof.index() + " of "
                        + proof.size() + " and does "
                        + (proof.verify(
                                        header.transactionRoot(),
                                        shown.transaction().canonical())
                                ? ""
                                : "not ") + "lead to the transaction root " + header.transactionRoot(),
                "a proof of this place under the transaction root of block " + place.height()));
        node.decode(
                        Check.RECEIPT_PROOF,
                        exchange,
                        "proven.receipt_proof: one canonical ordered proof",
                        () -> proven.decoded("receipt_proof", OrderedProof::decode))
                .ifPresent(proof -> node.expect(
                        Check.RECEIPT_PROOF,
                        exchange,
                        shown.receipt().transactionId().equals(place.transaction())
                                && proof.index() == proven.number("index")
                                && proof.verify(
                                        header.receiptRoot(), shown.receipt().canonical()),
                        () -> "a receipt of " + shown.receipt().transactionId() + " at place " + proof.index()
                                + ", not proven under " + header.receiptRoot() + " or of another place than "
                                + proven.number("index"),
                        "the receipt of " + place.transaction() + ", proven at the same place"));
    }

    private Optional<Trace> trace(Sample.Place place, Optional<Shown> shown) {
        return node.call(Check.TRACE, NodeMethods.TRACE_TRANSACTION, question(place))
                .flatMap(reply -> {
                    Optional<Trace> trace = node.decode(
                            Check.TRACE,
                            reply.exchange(),
                            "trace: one canonical trace",
                            () -> reply.decoded("trace", Trace::decode));
                    Optional<Receipt> receipt = shown.map(Shown::receipt)
                            .or(() -> shown(place, reply, Check.TRACE).map(Shown::receipt));
                    if (trace.isEmpty() || receipt.isEmpty()) {
                        return Optional.empty();
                    }
                    boolean holds = node.expect(
                            Check.TRACE,
                            reply.exchange(),
                            trace.get().hash().equals(receipt.get().traceHash())
                                    && trace.get().transactionId().equals(place.transaction()),
                            () -> "a trace of " + trace.get().transactionId() + " with the hash "
                                    + trace.get().hash(),
                            "the trace of " + place.transaction() + " with the receipt's hash "
                                    + receipt.get().traceHash());
                    return holds ? trace : Optional.empty();
                });
    }

    private void operations(Shown shown, Trace trace) {
        List<String> named = shown.reply().list("operations").stream()
                .map(TransactionChecks::line)
                .toList();
        List<String> traced = Operation.of(trace, shown.receipt()).stream()
                .map(operation -> line(
                        operation.index(),
                        operation.parent().map(Integer::longValue),
                        operation.type(),
                        operation.caller(),
                        operation.state().name(),
                        operation.code()))
                .toList();
        node.agree(Check.OPERATIONS, shown.reply().exchange(), "operations", named, traced);
    }

    private static String line(Reply operation) {
        return line(
                operation.number("index"),
                operation.has("parent") ? Optional.of(operation.number("parent")) : Optional.empty(),
                operation.text("type"),
                operation.text("caller"),
                operation.text("state"),
                operation.text("code"));
    }

    private static String line(
            long index, Optional<Long> parent, String type, String caller, String state, String code) {
        return index + parent.map(p -> " in " + p).orElse("") + ": " + type + " by " + caller + " " + state
                + (code.isEmpty() ? "" : " " + code);
    }

    /** Looked up without a height, and asked for in a block that does not hold it. */
    void height(Sample.Place place) {
        node.call(Check.TRANSACTION_HEIGHT, NodeMethods.GET_TRANSACTION, question(place))
                .ifPresent(reply -> node.agree(
                        Check.TRANSACTION_HEIGHT,
                        reply.exchange(),
                        "proven.height",
                        reply.message("proven").number("height"),
                        place.height()));
        Exchange elsewhere = node.ask(
                NodeMethods.GET_TRANSACTION,
                question(place).put("height", Long.toString(place.height() - 1)),
                ConnectEncoding.JSON,
                Duration.ZERO);
        Refusals.expect(node, Check.TRANSACTION_HEIGHT, elsewhere, Refusals.NOT_FOUND);
    }
}
