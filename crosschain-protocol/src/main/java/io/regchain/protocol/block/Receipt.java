package io.regchain.protocol.block;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.util.List;

/**
 * What became of a transaction; leaf of the receipt root.
 *
 * @param code empty on success, else the {@code Refusal} code
 * @param message empty on success, else the refusal's message for people
 * @param result canonical JSON on success, else empty
 * @param events empty unless the outcome is success
 * @param traceHash SM3 of the canonical {@code Trace}, so that the trace is proven with the receipt
 * @param metered units of work charged
 */
public record Receipt(
        Hash32 transactionId,
        Outcome outcome,
        String code,
        String message,
        Bytes result,
        List<Event> events,
        Hash32 traceHash,
        long metered) {
    private static final String DOMAIN = "regchain/receipt/1";

    /** Success; refused by a contract's rule; or stopped by the engine (limit passed, unknown contract, bad arguments). */
    public enum Outcome {
        SUCCESS,
        REFUSED,
        STOPPED
    }

    public Receipt {
        events = List.copyOf(events);
    }

    public boolean succeeded() {
        return outcome == Outcome.SUCCESS;
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .hash(transactionId)
                .u8(outcome.ordinal())
                .text(code)
                .text(message)
                .bytes(result)
                .list(events, (w, e) -> w.text(e.contract()).text(e.name()).bytes(e.data()))
                .hash(traceHash)
                .u64(metered)
                .toBytes();
    }

    /** @throws DecodeException when the bytes are not exactly one canonical receipt */
    public static Receipt decode(Bytes canonical) {
        CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
        Hash32 id = in.hash();
        int outcome = in.u8();
        if (outcome >= Outcome.values().length) {
            throw new DecodeException("no receipt outcome has the number " + outcome);
        }
        Receipt receipt = new Receipt(
                id,
                Outcome.values()[outcome],
                in.text(),
                in.text(),
                in.bytes(),
                in.list(r -> new Event(r.text(), r.text(), r.bytes())),
                in.hash(),
                in.u64());
        in.end();
        return receipt;
    }
}
