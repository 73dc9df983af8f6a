package io.regchain.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Samples of running Java code, 10 ms apart on each processor.
 *
 * @param stacks of each sample the methods on its stack, the running one first
 */
public record Samples(List<List<String>> stacks) {
    private static final int TOP = 25;
    private static final String HOUSE = "io.regchain.";
    private static final String CRYPTO = "io.regchain.protocol.crypto.";
    private static final String LIBRARIES = "libraries and runtime";

    public Samples {
        stacks = List.copyOf(stacks);
    }

    /** How much of the time each part took, as told by {@code part}; the shares add up to 1. */
    public Map<String, Double> shares(Function<List<String>, String> part) {
        Map<String, Double> shares = new TreeMap<>();
        stacks.forEach(stack -> shares.merge(part.apply(stack), 1.0 / stacks.size(), Double::sum));
        return shares;
    }

    /** The lines of three tables. */
    public List<String> tables() {
        List<String> lines = new ArrayList<>();
        lines.add("profile: " + stacks.size() + " samples of running Java code, 10 ms apart");
        lines.addAll(table("by the first package of this program on the stack", Samples::house));
        lines.addAll(table("by method, itself", stack -> stack.get(0)));
        lines.addAll(
                table("by who asked: the first method of this program outside its crypto package", Samples::caller));
        return lines;
    }

    /** The package of ours nearest to the top of the stack, so that library code counts for its caller. */
    private static String house(List<String> stack) {
        return stack.stream()
                .filter(method -> method.startsWith(HOUSE))
                .map(Samples::packageOf)
                .findFirst()
                .orElse(LIBRARIES);
    }

    private static String packageOf(String method) {
        String type = method.substring(0, method.lastIndexOf('.'));
        return type.substring(0, type.lastIndexOf('.'));
    }

    private static String caller(List<String> stack) {
        return stack.stream()
                .filter(method -> method.startsWith(HOUSE) && !method.startsWith(CRYPTO))
                .findFirst()
                .orElse(LIBRARIES);
    }

    private List<String> table(String title, Function<List<String>, String> by) {
        List<String> lines = new ArrayList<>(List.of("", title));
        shares(by).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(TOP)
                .forEach(entry -> lines.add(
                        String.format(Locale.ROOT, "  %5.1f %%  %s", 100 * entry.getValue(), entry.getKey())));
        return lines;
    }
}
