package io.regchain.ledger.metering;

import io.regchain.ledger.contract.Contract;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether native contracts may run: all code they can reach is metered and keeps to {@link LibraryRules}. Constants of all
 * that code are made here, before the first transaction, so that no transaction pays for them.
 */
public final class ContractCodeCheck {
    /** What a class may not do depends on class files only, and these do not change while the program runs. */
    private static final ClassValue<Findings> FINDINGS = new ClassValue<>() {
        @Override
        protected Findings computeValue(Class<?> type) {
            return look(type);
        }
    };

    /** @param hash of all class files reached, in the order of their names */
    private record Findings(Hash32 hash, List<String> offences) {}

    private ContractCodeCheck() {}

    /**
     * @return a hash of the contract's code
     * @throws UnfitContract naming every offence with the path of calls that leads to it
     */
    public static Hash32 require(Contract contract) {
        List<String> offences = new ArrayList<>();
        CanonicalWriter hashes = new CanonicalWriter("regchain/native-code/v1");
        for (Class<?> type : typesIn(contract)) {
            Findings findings = FINDINGS.get(type);
            offences.addAll(findings.offences());
            hashes.hash(findings.hash());
        }
        if (!offences.isEmpty()) {
            throw new UnfitContract(contract.name(), offences);
        }
        return hashes.toHash();
    }

    private static Findings look(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        SortedMap<String, ContractCode.Reached> reached =
                ContractCode.reachedFrom(List.of(declaring(type)), ClassFiles.of(loader));
        if (reached.isEmpty()) {
            return new Findings(
                    Hash32.ZERO,
                    List.of(type.getName() + " is no class of this house that has a class file to look at"));
        }
        List<String> offences = CodeRules.offences(reached);
        if (offences.isEmpty()) {
            reached.keySet().forEach(name -> initialize(CodeRules.dotted(name), loader));
        }
        return new Findings(hash(reached), offences);
    }

    private static Hash32 hash(SortedMap<String, ContractCode.Reached> reached) {
        CanonicalWriter files = new CanonicalWriter("regchain/class-files/v1");
        reached.values().forEach(each -> files.hash(each.file()));
        return files.toHash();
    }

    private static void initialize(String name, ClassLoader loader) {
        try {
            Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class file was there that cannot be loaded: " + name, e);
        }
    }

    /** A lambda's code stands in the class that it was written in. */
    private static String declaring(Class<?> type) {
        String name = type.getName().replace('.', '/');
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /** The contract's own class, and those of all contract code that it was handed when it was made. */
    private static List<Class<?>> typesIn(Contract contract) {
        List<Class<?>> types = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(contract));
        types.add(contract.getClass());
        while (!open.isEmpty()) {
            Object value = open.removeFirst();
            if (seen.add(value)) {
                if (isContractCode(value.getClass())) {
                    types.add(value.getClass());
                }
                open.addAll(parts(value));
            }
        }
        return types;
    }

    private static boolean isContractCode(Class<?> type) {
        return CodeScope.isContractCode(declaring(type));
    }

    private static List<Object> parts(Object value) {
        if (value instanceof Iterable<?> elements) {
            List<Object> parts = new ArrayList<>();
            elements.forEach(parts::add);
            return parts;
        }
        if (value instanceof Map<?, ?> entries) {
            return List.copyOf(entries.values());
        }
        return isContractCode(value.getClass()) ? fields(value) : List.of();
    }

    private static List<Object> fields(Object value) {
        List<Object> parts = new ArrayList<>();
        for (Field field : value.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                Object part = read(field, value);
                if (part != null) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    private static @Nullable Object read(Field field, Object value) {
        try {
            field.setAccessible(true);
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field " + field + " cannot be looked into", e);
        }
    }

    /** A contract that this build did not meter, or that does what contracts must not. */
    public static final class UnfitContract extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnfitContract(String contract, List<String> offences) {
            super("the contract " + contract + " may not run:\n  "
                    + String.join("\n  ", new TreeSet<>(offences))
                    + "\nContract classes are metered by the build (Maven, phase compile); see docs/decisions/0013.");
        }
    }
}
