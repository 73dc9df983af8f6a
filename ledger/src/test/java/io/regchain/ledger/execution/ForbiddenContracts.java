package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Contracts that may not run: one for each thing that contract code cannot do. */
public final class ForbiddenContracts {
    private ForbiddenContracts() {}

    /** All but the method, which differs. */
    interface Named extends Contract {
        @Override
        default String name() {
            return "forbidden";
        }
    }

    public static final class ReflectiveClock implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            try {
                Object now = Class.forName("java.time.Instant").getMethod("now").invoke(null);
                return TextNode.valueOf(String.valueOf(now));
            } catch (ReflectiveOperationException e) {
                return TextNode.valueOf("no clock");
            }
        }
    }

    public static final class DistantClock implements Contract, Named {
        private static final class Further {
            static long millis() {
                return Instant.now().toEpochMilli();
            }
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return further();
        }

        private static JsonNode further() {
            return LongNode.valueOf(Further.millis());
        }
    }

    public static final class HandedClock implements Contract, Named {
        private final LongSupplier clock;

        HandedClock(LongSupplier clock) {
            this.clock = clock;
        }

        static HandedClock made() {
            return new HandedClock(System::nanoTime);
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return LongNode.valueOf(clock.getAsLong());
        }
    }

    public static final class Random implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return TextNode.valueOf(UUID.randomUUID().toString());
        }
    }

    public static final class KeyMaker implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return TextNode.valueOf(
                    Sm2PrivateKey.generate(new SecureRandom()).publicKey().toHex());
        }
    }

    public static final class Threaded implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            Thread.ofVirtual().start(() -> context.write("later", arguments));
            return arguments;
        }
    }

    public static final class Locking implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            synchronized (Locking.class) {
                return arguments;
            }
        }
    }

    public static final class Environment implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return TextNode.valueOf(String.valueOf(System.getenv("HOME")));
        }
    }

    public static final class DefaultLocale implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return TextNode.valueOf(String.format("%d", arguments.size()));
        }
    }

    public static final class Remembering implements Contract, Named {
        private long calls;

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            calls++;
            return LongNode.valueOf(calls);
        }
    }

    public static final class EndlessStream implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return LongNode.valueOf(Stream.generate(Object::new).count());
        }
    }

    public static final class LibraryDecidesHowOften implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            List<String> words = new ArrayList<>(List.of("b", "a"));
            words.sort(Comparator.comparing(String::length));
            return TextNode.valueOf(String.join("", words));
        }
    }

    public static final class PatternFromInput implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return LongNode.valueOf("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches(method) ? 1 : 0);
        }
    }

    public static final class Powers implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return LongNode.valueOf((long) Math.sin(arguments.size()));
        }
    }

    public static final class IdentityHash implements Contract, Named {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return LongNode.valueOf(new Object().hashCode());
        }
    }
}
