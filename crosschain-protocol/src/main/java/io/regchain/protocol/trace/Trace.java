package io.regchain.protocol.trace;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;
import java.util.TreeSet;

/** The execution of one transaction as a call tree; its hash stands in the receipt. */
public record Trace(Hash32 transactionId, TraceCall root) {
    public static final int MAX_DEPTH = 16;
    private static final String DOMAIN = "regchain/trace/1";

    public Hash32 hash() {
        return Sm3.hash(canonical());
    }

    public Bytes canonical() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN).hash(transactionId);
        writeCall(out, root);
        return out.toBytes();
    }

    private static void writeCall(CanonicalWriter out, TraceCall call) {
        out.text(call.caller()).text(call.contract()).text(call.method()).bytes(call.arguments());
        out.list(call.steps(), Trace::writeStep);
        out.bytes(call.result()).text(call.code()).text(call.message());
    }

    private static void writeStep(CanonicalWriter out, TraceStep step) {
        switch (step) {
            case TraceStep.Read read -> writeOptional(out.u8(0).text(read.key()), read.value());
            case TraceStep.ReadAgain read -> out.u8(4).text(read.key());
            case TraceStep.Write write -> writeOptional(out.u8(1).text(write.key()), write.value());
            case TraceStep.Emit emit ->
                out.u8(2)
                        .text(emit.event().contract())
                        .text(emit.event().name())
                        .bytes(emit.event().data());
            case TraceStep.Call call -> writeCall(out.u8(3), call.call());
        }
    }

    private static void writeOptional(CanonicalWriter out, Optional<Bytes> value) {
        out.flag(value.isPresent());
        value.ifPresent(out::bytes);
    }

    /**
     * @throws DecodeException when the bytes are not exactly one canonical trace of at most {@value MAX_DEPTH} levels, or a
     *     key is read again that no step before tells of
     */
    public static Trace decode(Bytes canonical) {
        CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
        Trace trace = new Trace(in.hash(), readCall(in, 1, new TreeSet<>()));
        in.end();
        return trace;
    }

    /** @param told the keys that steps before tell of */
    private static TraceCall readCall(CanonicalReader in, int depth, TreeSet<String> told) {
        if (depth > MAX_DEPTH) {
            throw new DecodeException("a trace is at most " + MAX_DEPTH + " calls deep");
        }
        return new TraceCall(
                in.text(),
                in.text(),
                in.text(),
                in.bytes(),
                in.list(r -> readStep(r, depth, told)),
                in.bytes(),
                in.text(),
                in.text());
    }

    private static TraceStep readStep(CanonicalReader in, int depth, TreeSet<String> told) {
        return switch (in.u8()) {
            case 0 -> new TraceStep.Read(key(in, told), readOptional(in));
            case 1 -> new TraceStep.Write(key(in, told), readOptional(in));
            case 2 -> new TraceStep.Emit(new Event(in.text(), in.text(), in.bytes()));
            case 3 -> new TraceStep.Call(readCall(in, depth + 1, told));
            case 4 -> new TraceStep.ReadAgain(toldKey(in, told));
            default -> throw new DecodeException("no trace step has this number");
        };
    }

    private static String key(CanonicalReader in, TreeSet<String> told) {
        String key = in.text();
        told.add(key);
        return key;
    }

    private static String toldKey(CanonicalReader in, TreeSet<String> told) {
        String key = in.text();
        if (!told.contains(key)) {
            throw new DecodeException("a trace reads again what no step before tells of");
        }
        return key;
    }

    private static Optional<Bytes> readOptional(CanonicalReader in) {
        return in.flag() ? Optional.of(in.bytes()) : Optional.empty();
    }
}
