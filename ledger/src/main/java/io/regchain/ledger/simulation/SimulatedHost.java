package io.regchain.ledger.simulation;

import io.regchain.ledger.validator.Host;
import io.regchain.ledger.validator.Mailbox;
import io.regchain.ledger.validator.Part;
import io.regchain.ledger.validator.Timers;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Function;

/** Runs the parts of one life of a validator on the schedule. Each part takes its messages in order, one at a time. */
final class SimulatedHost implements Host {
    private static final int THINKING_MILLIS = 2;

    private final SimulatedNode node;
    private final ChainSimulation chain;
    private final int life;

    SimulatedHost(SimulatedNode node, ChainSimulation chain, int life) {
        this.node = node;
        this.chain = chain;
        this.life = life;
    }

    @Override
    public <M> Mailbox<M> start(String name, Place place, Function<Surroundings<M>, Part<M>> make) {
        Running<M> running = new Running<>(place);
        running.part = make.apply(new Surroundings<>(running, running.timers));
        return running;
    }

    private final class Running<M> implements Mailbox<M> {
        private final Place place;
        private final RunningTimers timers = new RunningTimers();
        private Part<M> part = message -> {
            throw new IllegalStateException("a part was told something while it was being made");
        };
        /** Messages do not overtake each other. */
        private long last;

        /** Until when the disk keeps this part waiting. */
        private long busy;

        Running(Place place) {
            this.place = place;
        }

        @Override
        public void tell(M message) {
            long delay = chain.random().nextInt(THINKING_MILLIS);
            last = Math.max(last, chain.now() + delay);
            chain.schedule().at(last, () -> deliver(message));
        }

        private void deliver(M message) {
            if (chain.now() < busy) {
                chain.schedule().at(busy, () -> deliver(message));
                return;
            }
            node.live(life, () -> {
                part.receive(message);
                if (place == Place.DISK) {
                    busy = chain.now() + node.takeDiskDelay();
                }
            });
        }

        private final class RunningTimers implements Timers<M> {
            private final TreeMap<String, Long> current = new TreeMap<>();
            private long started;

            @Override
            public void start(String name, M message, Duration delay) {
                long mine = ++started;
                current.put(name, mine);
                chain.schedule().after(delay.toMillis(), () -> {
                    if (current.getOrDefault(name, 0L) == mine) {
                        deliver(message);
                    }
                });
            }

            @Override
            public void cancel(String name) {
                current.remove(name);
            }
        }
    }
}
