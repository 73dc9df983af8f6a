package io.regchain.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final Optional<Bytes> VALUE = Optional.of(Bytes.utf8("1"));

    private static Trace trace(TraceStep... steps) {
        return new Trace(Hash32.ZERO, call(List.of(steps)));
    }

    private static TraceCall call(List<TraceStep> steps) {
        return new TraceCall("key:a", "a", "run", Bytes.EMPTY, steps, Bytes.EMPTY, "", "");
    }

    @Test
    void whatACallTellsCanBeReadAgainOutsideOfItAndTheOtherWayRound() {
        Trace trace = trace(
                new TraceStep.Read("a/x", VALUE),
                new TraceStep.Call(call(List.of(new TraceStep.ReadAgain("a/x"), new TraceStep.Write("b/y", VALUE)))),
                new TraceStep.ReadAgain("b/y"));
        assertThat(Trace.decode(trace.canonical())).isEqualTo(trace);
    }

    @Test
    void aReadAgainOfWhatNoStepBeforeTellsOfIsMalformed() {
        Bytes later = trace(new TraceStep.ReadAgain("a/x"), new TraceStep.Read("a/x", VALUE))
                .canonical();
        assertThatThrownBy(() -> Trace.decode(later))
                .isInstanceOf(DecodeException.class)
                .hasMessage("a trace reads again what no step before tells of");
    }

    /** Sixteen lists within one another, each said to fill the rest of a megabyte, would ask for 60 MB of room. */
    @Test
    void listsWithinListsMakeNoRoomForWhatTheyOnlyClaim() {
        int size = 1 << 20;
        CanonicalWriter claims = new CanonicalWriter("regchain/trace/1").hash(Hash32.ZERO);
        for (int depth = 0; depth < Trace.MAX_DEPTH; depth++) {
            claims.text("")
                    .text("")
                    .text("")
                    .bytes(Bytes.EMPTY)
                    .u32(size - 1_000)
                    .u8(3);
        }
        Bytes bytes = claims.fixed(new byte[size]).toBytes();
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> Trace.decode(bytes)).isInstanceOf(DecodeException.class);
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(4L << 20);
    }
}
