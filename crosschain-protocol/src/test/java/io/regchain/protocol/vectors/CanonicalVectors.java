package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.sample.SampleBlock;
import io.regchain.protocol.trace.Trace;
import java.util.List;
import java.util.function.Consumer;

/** The canonical bytes of one block and all that belongs to it, and bytes that no reader may accept. */
final class CanonicalVectors implements VectorFile {
    private final ArrayNode values = Json.array();
    private final ArrayNode refused = Json.array();

    @Override
    public String name() {
        return "canonical.json";
    }

    @Override
    public ObjectNode content() {
        values.removeAll();
        refused.removeAll();
        header();
        validatorSet();
        commit();
        SampleBlock.transactions().forEach(this::transaction);
        SampleBlock.receipts().forEach(this::receipt);
        SampleBlock.traces().forEach(this::trace);
        value("block", "regchain/block/1", SampleBlock.block().canonical());
        refusals();
        ObjectNode file = Json.object();
        file.put("description", "Canonical bytes: each value with its fields, its bytes and their SM3.");
        file.set("values", values);
        file.set("refused", refused);
        return file;
    }

    private ObjectNode value(String name, String domain, Bytes bytes) {
        return values.addObject()
                .put("name", name)
                .put("domain", domain)
                .put("bytes", bytes.toHex())
                .put("sm3", Sm3.hash(bytes).toHex());
    }

    private void header() {
        BlockHeader header = SampleBlock.header();
        value("header", "regchain/header/1", header.canonical())
                .putObject("fields")
                .put("version", header.version())
                .put("chainId", header.chainId().value())
                .put("height", header.height().value())
                .put("parentHash", header.parentHash().toHex())
                .put("time", header.time().epochMillis())
                .put("proposer", header.proposer().toHex())
                .put("transactionRoot", header.transactionRoot().toHex())
                .put("receiptRoot", header.receiptRoot().toHex())
                .put("stateRoot", header.stateRoot().toHex())
                .put("validatorSetHash", header.validatorSetHash().toHex())
                .put("nextValidatorSetHash", header.nextValidatorSetHash().toHex());
    }

    private void validatorSet() {
        ObjectNode value = value(
                "validator set",
                "regchain/validator-set/1",
                SampleBlock.validators().canonical());
        value.putObject("fields").set("validators", BlockJson.of(SampleBlock.validators()));
    }

    private void commit() {
        BlockHeader header = SampleBlock.header();
        Round round = new Round(3);
        byte[] sealed = CommitCertificate.sealedBytes(header.chainId(), header.height(), round, header.hash());
        value("what a validator seals", "regchain/commit/1", Bytes.wrap(sealed))
                .putObject("fields")
                .put("chainId", header.chainId().value())
                .put("height", header.height().value())
                .put("round", round.value())
                .put("blockHash", header.hash().toHex());
    }

    private void transaction(Transaction transaction) {
        value("transaction without signature", "regchain/transaction/1", Bytes.wrap(transaction.signedBytes()))
                .putObject("fields")
                .put("chainId", transaction.chainId().value())
                .put("sender", transaction.sender().toHex())
                .put("sequence", transaction.sequence().value())
                .put("contract", transaction.contract())
                .put("method", transaction.method())
                .put("arguments", transaction.arguments().toUtf8());
        value("transaction", "regchain/signed-transaction/1", transaction.canonical())
                .putObject("fields")
                .put("unsigned", Bytes.wrap(transaction.signedBytes()).toHex())
                .put("signature", transaction.signature().toHex());
    }

    private void receipt(Receipt receipt) {
        ObjectNode fields = value("receipt", "regchain/receipt/1", receipt.canonical())
                .putObject("fields")
                .put("transactionId", receipt.transactionId().toHex())
                .put("outcome", receipt.outcome().name())
                .put("code", receipt.code())
                .put("message", receipt.message())
                .put("result", receipt.result().toUtf8());
        ArrayNode events = fields.putArray("events");
        receipt.events().forEach(event -> events.addObject()
                .put("contract", event.contract())
                .put("name", event.name())
                .put("data", event.data().toUtf8()));
        fields.put("traceHash", receipt.traceHash().toHex()).put("metered", receipt.metered());
    }

    private void trace(Trace trace) {
        value("trace", "regchain/trace/1", trace.canonical())
                .putObject("fields")
                .set("root", TraceJson.of(trace.root()));
    }

    private void refusals() {
        Bytes header = SampleBlock.header().canonical();
        refuse("a byte is missing at the end", "regchain/header/1", cut(header, 1), BlockHeader::decode);
        refuse("a byte is left over", "regchain/header/1", concat(header, "00"), BlockHeader::decode);
        refuse("another domain", "regchain/header/1", SampleBlock.block().canonical(), BlockHeader::decode);
        refuse(
                "a header of version 2",
                "regchain/header/1",
                replaced(header, "00000001", "00000002"),
                BlockHeader::decode);
        refuse(
                "a chain id in capitals",
                "regchain/header/1",
                replaced(header, "6a69616e", "4a69616e"),
                BlockHeader::decode);
        refuse(
                "a negative height",
                "regchain/header/1",
                replaced(header, "000000000000000c", "800000000000000c"),
                BlockHeader::decode);
        refuse("a proposer off the curve", "regchain/header/1", proposerOffTheCurve(), BlockHeader::decode);
        Bytes receipt = SampleBlock.receipts().get(0).canonical();
        String id = SampleBlock.receipts().get(0).transactionId().toHex();
        refuse(
                "an outcome without a name",
                "regchain/receipt/1",
                replaced(receipt, id + "00", id + "03"),
                Receipt::decode);
        Bytes transaction = SampleBlock.transactions().get(0).canonical();
        refuse("a signature cut short", "regchain/signed-transaction/1", cut(transaction, 1), Transaction::decode);
        Bytes block = SampleBlock.block().canonical();
        refuse("a list that claims too many entries", "regchain/block/1", tooMany(block), Block::decode);
        Bytes trace = SampleBlock.traces().get(0).canonical();
        refuse("an absence flag of 2", "regchain/trace/1", absenceFlag(trace), Trace::decode);
        refuse("a read again of what nothing told", "regchain/trace/1", readAgainFirst(trace), Trace::decode);
        Bytes stateProof = new StateProof(List.of(), java.util.Optional.empty()).canonical();
        refuse(
                "a state proof with half a leaf",
                "regchain/state-proof/1",
                replaced(stateProof, "0000000000", "0000000001"),
                StateProof::decode);
        Bytes ordered = new OrderedProof(0, 1, List.of()).canonical();
        refuse(
                "an index outside the list",
                "regchain/ordered-proof/1",
                replaced(ordered, "0000000000000001", "0000000100000001"),
                OrderedProof::decode);
    }

    private static Bytes proposerOffTheCurve() {
        BlockHeader header = SampleBlock.header();
        String key = header.proposer().toHex();
        String off = key.substring(0, 128) + (key.endsWith("00") ? "01" : "00");
        return replaced(header.canonical(), key, off);
    }

    private static Bytes tooMany(Bytes block) {
        String header = SampleBlock.header().canonical().toHex();
        return replaced(block, header + "00000003", header + "7fffffff");
    }

    private static Bytes absenceFlag(Bytes trace) {
        String key = Bytes.utf8("accounts/b").toHex();
        return replaced(trace, "010000000a" + key + "01", "010000000a" + key + "02");
    }

    private static Bytes readAgainFirst(Bytes trace) {
        String key = "0000000a" + Bytes.utf8("accounts/a").toHex();
        String value = "0000000d" + Bytes.utf8("{\"units\":100}").toHex();
        return replaced(trace, "00" + key + "01" + value, "04" + key);
    }

    private static Bytes cut(Bytes bytes, int last) {
        return Bytes.wrap(java.util.Arrays.copyOf(bytes.toArray(), bytes.size() - last));
    }

    private static Bytes concat(Bytes bytes, String hex) {
        return Bytes.ofHex(bytes.toHex() + hex);
    }

    private static Bytes replaced(Bytes bytes, String hex, String by) {
        String text = bytes.toHex();
        int at = text.indexOf(hex);
        if (at < 0 || at % 2 != 0) {
            throw new AssertionError(hex + " does not occur in " + text);
        }
        return Bytes.ofHex(text.substring(0, at) + by + text.substring(at + hex.length()));
    }

    private void refuse(String why, String domain, Bytes bytes, Consumer<Bytes> decoder) {
        try {
            decoder.accept(bytes);
        } catch (DecodeException e) {
            refused.addObject().put("why", why).put("domain", domain).put("bytes", bytes.toHex());
            return;
        }
        throw new AssertionError("accepted: " + why);
    }
}
