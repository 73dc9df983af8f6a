package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes one key, and then does what no contract should, by the name of its method. */
public final class RunawayContract implements Contract {
    @Override
    public String name() {
        return "runaway";
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        context.write("trace-of-it", TextNode.valueOf("must never be seen"));
        switch (method) {
            case "loop" -> loop();
            case "loopAndCatch" -> loopAndCatch();
            case "loopInLambda" -> IntStream.range(0, Integer.MAX_VALUE).forEach(i -> fibonacci(2));
            case "loopThroughCatch" -> loopThroughCatch();
            case "recurse" -> recurse(0);
            case "recurseAndCatch" -> recurseAndCatch();
            case "recurseInConstructor" -> new Endless();
            case "call" -> context.call("runaway", "call", arguments);
            case "write" -> writeTooMuch(context);
            case "emit" -> emitTooMuch(context);
            case "throw" -> throw new IllegalStateException("a detail that no receipt may show");
            case "failInLibrary" -> List.of().get(7);
            case "allocate" -> allocate();
            case "allocateAtOnce" -> keep(new long[1 << 30]);
            case "doubleText" -> doubleText();
            case "doubleList" -> doubleList();
            case "repeatText" -> keep("x".repeat(Integer.MAX_VALUE - 9));
            case "nestValue" -> context.write("nested", nest());
            case "shareValue" -> context.write("shared", share());
            default -> throw new IllegalArgumentException(method);
        }
        return TextNode.valueOf("done");
    }

    private static void loop() {
        while (true) {}
    }

    private static void loopAndCatch() {
        while (true) {
            try {
                loop();
            } catch (Throwable stubborn) {
                fibonacci(1);
            } finally {
                fibonacci(2);
            }
        }
    }

    private static void loopThroughCatch() {
        int count = 0;
        while (count >= 0) {
            try {
                throw new IllegalArgumentException("again");
            } catch (IllegalArgumentException again) {
                count = count == 7 ? 0 : count + 1;
            }
        }
    }

    private static long fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static int recurseAndCatch() {
        try {
            return recurseAndCatch() + 1;
        } catch (RuntimeException stubborn) {
            return recurseAndCatch();
        }
    }

    private static final class Endless {
        private final Endless next = new Endless();

        @Override
        public String toString() {
            return next.toString();
        }
    }

    private static void writeTooMuch(ContractContext context) {
        JsonNode big = TextNode.valueOf("x".repeat(50_000));
        for (int i = 0; i < 1_000; i++) {
            context.write("key-" + i, big);
        }
    }

    private static void emitTooMuch(ContractContext context) {
        for (int i = 0; i < 100_000; i++) {
            context.emit("happened", CanonicalJson.object());
        }
    }

    private static void allocate() {
        List<byte[]> kept = new ArrayList<>();
        while (true) {
            kept.add(new byte[1_000]);
        }
    }

    private static void keep(Object value) {
        if (value.equals("nothing")) {
            loop();
        }
    }

    private static void doubleText() {
        String text = "x";
        while (true) {
            text = text + text;
        }
    }

    private static void doubleList() {
        List<String> list = new ArrayList<>(List.of("x"));
        while (true) {
            list.addAll(list);
        }
    }

    private static ObjectNode nest() {
        ObjectNode inner = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 20_000; i++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            outer.set("a", inner);
            inner = outer;
        }
        return inner;
    }

    /** Small in memory, 2^60 values when it is written out. */
    private static ObjectNode share() {
        ObjectNode inner = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 60; i++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            outer.set("a", inner);
            outer.set("b", inner);
            inner = outer;
        }
        return inner;
    }
}
