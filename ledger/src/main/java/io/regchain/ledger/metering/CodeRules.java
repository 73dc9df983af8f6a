package io.regchain.ledger.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** What contract code may not do, whatever it is written for: each rule gives the offence, or nothing. */
final class CodeRules {
    private final ClassNode owner;
    private final boolean contract;
    private final List<String> offences = new ArrayList<>();

    private CodeRules(ClassNode owner) {
        this.owner = owner;
        this.contract = owner.interfaces.contains("io/regchain/ledger/contract/Contract");
    }

    /** @return one sentence per offence, each with the method it was found in */
    static List<String> offences(ClassNode owner) {
        CodeRules rules = new CodeRules(owner);
        rules.parent();
        owner.methods.forEach(rules::method);
        return rules.offences;
    }

    private void parent() {
        boolean fine = owner.superName.startsWith("java/lang/") && LibraryRules.mayExtend(owner.superName)
                || CodeScope.isContractCode(owner.superName);
        if (!fine) {
            offences.add(": extends " + dotted(owner.superName));
        }
    }

    private void method(MethodNode method) {
        if ((method.access & Opcodes.ACC_NATIVE) != 0) {
            offend(method, "is native");
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            offend(method, "is synchronized");
        }
        if (method.name.equals("finalize")) {
            offend(method, "runs whenever memory is collected");
        }
        for (AbstractInsnNode instruction : method.instructions) {
            offence(method, instruction).ifPresent(what -> offend(method, what));
        }
        method.tryCatchBlocks.stream()
                .filter(block -> coversItself(method, block))
                .forEach(block -> offend(method, "catches what its own catch throws"));
        MeteredMethod.missingFuel(method).ifPresent(what -> unmetered(method, what));
    }

    private void offend(MethodNode method, String what) {
        offences.add("." + method.name + " " + what);
    }

    private void unmetered(MethodNode method, String what) {
        offences.add(
                "." + method.name + " is not metered (" + what + "): the class was not built by this project's build");
    }

    private static boolean coversItself(MethodNode method, TryCatchBlockNode block) {
        int handler = method.instructions.indexOf(block.handler);
        return method.instructions.indexOf(block.start) <= handler && handler < method.instructions.indexOf(block.end);
    }

    private Optional<String> offence(MethodNode method, AbstractInsnNode instruction) {
        return switch (instruction) {
            case MethodInsnNode call ->
                LibraryRules.mayNotCall(call.owner, call.name, call.desc).or(() -> pattern(method, call));
            case FieldInsnNode field -> field(method, field);
            case InvokeDynamicInsnNode linked -> linked(linked);
            case LdcInsnNode constant -> constant(constant.cst);
            default -> plain(instruction.getOpcode());
        };
    }

    /** An expression made from input could take for ever to match, or more stack than there is. */
    private static Optional<String> pattern(MethodNode method, MethodInsnNode call) {
        boolean compiles = call.owner.equals("java/util/regex/Pattern") && call.name.equals("compile");
        boolean matches = call.owner.equals("java/lang/String")
                && (call.name.equals("matches") || call.name.equals("split") || call.name.equals("replaceAll"));
        boolean constant = compiles && method.name.equals("<clinit>")
                || matches && loadsConstant(call.getPrevious(), Type.getArgumentTypes(call.desc).length);
        return !(compiles || matches) || constant
                ? Optional.empty()
                : Optional.of("takes a regular expression that is no constant");
    }

    private static boolean loadsConstant(AbstractInsnNode last, int count) {
        AbstractInsnNode at = last;
        for (int i = 0; i < count; i++) {
            if (at instanceof LdcInsnNode) {
                at = at.getPrevious();
            } else {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> plain(int opcode) {
        return switch (opcode) {
            case Opcodes.MONITORENTER -> Optional.of("takes a lock");
            case Opcodes.MULTIANEWARRAY -> Optional.of("makes an array of arrays at once");
            case Opcodes.JSR, Opcodes.RET -> Optional.of("uses subroutines of the old virtual machine");
            default -> Optional.empty();
        };
    }

    /** A contract holds no state of its own: what one validator remembered, another that restarted would not know. */
    private Optional<String> field(MethodNode method, FieldInsnNode field) {
        return switch (field.getOpcode()) {
            case Opcodes.PUTSTATIC ->
                method.name.equals("<clinit>")
                        ? Optional.empty()
                        : Optional.of("writes the static field " + field.name);
            case Opcodes.PUTFIELD ->
                contract && !method.name.equals("<init>") && field.owner.equals(owner.name)
                        ? Optional.of("writes the contract's own field " + field.name)
                        : Optional.empty();
            default -> LibraryRules.mayNotSee(field.owner, field.name);
        };
    }

    private static Optional<String> linked(InvokeDynamicInsnNode linked) {
        if (!LibraryRules.mayLink(linked.bsm.getOwner())) {
            return Optional.of("links through " + dotted(linked.bsm.getOwner()));
        }
        for (Object argument : linked.bsmArgs) {
            if (argument instanceof Handle handle) {
                Optional<String> offence =
                        LibraryRules.mayNotCall(handle.getOwner(), handle.getName(), handle.getDesc());
                if (offence.isPresent() && !LibraryRules.isField(handle)) {
                    return offence;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> constant(Object value) {
        boolean plain = !(value instanceof Handle || value instanceof org.objectweb.asm.ConstantDynamic);
        return plain ? Optional.empty() : Optional.of("holds a method as a constant");
    }

    static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    /** The offences of all that was reached, each with its path. */
    static List<String> offences(SortedMap<String, ContractCode.Reached> reached) {
        List<String> all = new ArrayList<>();
        new TreeMap<>(reached).forEach((name, each) -> offences(each.code())
                .forEach(offence -> all.add(each.path() + dotted(name) + offence)));
        return all;
    }
}
