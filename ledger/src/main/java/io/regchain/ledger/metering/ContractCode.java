package io.regchain.ledger.metering;

import io.regchain.protocol.base.Hash32;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Contract classes with all contract code that they can reach: every class that a reached class mentions counts as reached,
 * with all its methods, so that no dynamic call can lead out of what was looked at.
 */
final class ContractCode {
    private final ClassFiles files;
    private final SortedMap<String, Reached> reached = new TreeMap<>();

    /** @param file hash of the class file  @param path how it was reached, method by method, from the contract on */
    record Reached(ClassNode code, Hash32 file, String path) {}

    private ContractCode(ClassFiles files) {
        this.files = files;
    }

    static SortedMap<String, Reached> reachedFrom(Collection<String> roots, ClassFiles files) {
        ContractCode walk = new ContractCode(files);
        Deque<Reached> open = new ArrayDeque<>();
        roots.forEach(root -> walk.reach(root, "", open));
        while (!open.isEmpty()) {
            walk.follow(open.removeFirst(), open);
        }
        return walk.reached;
    }

    private void follow(Reached from, Deque<Reached> open) {
        String name = from.code().name.replace('/', '.');
        References.ofClass(from.code()).forEach(each -> reach(each, from.path() + name + " → ", open));
        for (MethodNode method : from.code().methods) {
            References.ofMethod(method)
                    .forEach(each -> reach(each, from.path() + name + "." + method.name + " → ", open));
        }
    }

    private void reach(String name, String path, Deque<Reached> open) {
        if (CodeScope.isContractCode(name) && !reached.containsKey(name)) {
            files.read(name).ifPresent(found -> {
                Reached next = new Reached(found.code(), found.hash(), path);
                reached.put(name, next);
                open.addLast(next);
            });
        }
    }
}
