package io.regchain.bench.calls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps a number of calls of every market in flight, each on a thread of its own that makes one after the other. */
final class CallDriver implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    CallDriver(List<CallingMarket> markets, int inFlight) {
        for (CallingMarket market : markets) {
            for (int i = 0; i < inFlight; i++) {
                threads.add(Thread.ofVirtual().start(() -> run(market)));
            }
        }
    }

    private void run(CallingMarket market) {
        try {
            while (!stopped) {
                nanos.add(market.call("bench-" + numbers.getAndIncrement()));
            }
        } catch (RuntimeException e) {
            if (!stopped) {
                failures.add(e);
            }
        }
    }

    /** Calls that ended since the last question, as the milliseconds each took, in order. */
    double[] ended() {
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    "the load stopped: " + failures.element().getMessage(), failures.element());
        }
        List<Long> taken = new ArrayList<>();
        for (Long each = nanos.poll(); each != null; each = nanos.poll()) {
            taken.add(each);
        }
        double[] millis = taken.stream().mapToDouble(each -> each / 1e6).toArray();
        Arrays.sort(millis);
        return millis;
    }

    /** Begins no more calls; those under way are waited for. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
