package io.regchain.ledger.storage;

import io.regchain.ledger.execution.ExecutedTransaction;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.trace.Trace;
import java.util.List;
import java.util.Optional;

/** What came of the transactions of each block: receipts and traces. Derived from the blocks; forced now and then. */
final class ResultLog implements AutoCloseable {
    static final String PREFIX = "results";
    private static final String DOMAIN = "regchain/results/1";
    private static final int MAX_RECORD = 8 * Block.MAX_BYTES;

    private final SegmentedLog log;

    ResultLog(Disk disk, Height base, long segmentBytes) {
        this.log = new SegmentedLog(disk, PREFIX, base, MAX_RECORD, segmentBytes);
    }

    /** @return how many bytes were added */
    int append(List<ExecutedTransaction> executed) {
        Bytes content = encode(
                executed.stream().map(ExecutedTransaction::receipt).toList(),
                executed.stream().map(ExecutedTransaction::trace).toList());
        log.append(content);
        return content.size();
    }

    /** The results of a block whose transactions were executed elsewhere. */
    void appendWithoutTraces(List<Receipt> receipts) {
        log.append(encode(receipts, List.of()));
    }

    private static Bytes encode(List<Receipt> receipts, List<Trace> traces) {
        return new CanonicalWriter(DOMAIN)
                .list(receipts, (w, receipt) -> w.bytes(receipt.canonical()))
                .list(traces, (w, trace) -> w.bytes(trace.canonical()))
                .toBytes();
    }

    List<Receipt> receipts(Height height) {
        return reader(height).list(r -> Receipt.decode(r.bytes()));
    }

    /** Empty when the block was not executed here. */
    Optional<Trace> trace(Height height, int index) {
        CanonicalReader in = reader(height);
        in.list(CanonicalReader::bytes);
        List<Bytes> traces = in.list(CanonicalReader::bytes);
        return traces.isEmpty() ? Optional.empty() : Optional.of(Trace.decode(traces.get(index)));
    }

    private CanonicalReader reader(Height height) {
        return new CanonicalReader(DOMAIN, log.read(height));
    }

    Height next() {
        return log.next();
    }

    Height first() {
        return log.first();
    }

    void force() {
        log.force();
    }

    void cutBackTo(Height last) {
        log.cutBackTo(last);
    }

    void restartAt(Height base) {
        log.restartAt(base);
    }

    void dropBelow(Height height) {
        log.dropBelow(height);
    }

    @Override
    public void close() {
        log.close();
    }
}
