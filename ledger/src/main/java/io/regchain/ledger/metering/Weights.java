package io.regchain.ledger.metering;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * What a stretch of instructions costs when it runs once. Plain instructions are free: whoever wants to run many of them
 * must jump back or call, and pays there. A call of the library does work that is not metered, a new object takes memory.
 */
final class Weights {
    private static final int STEP = 1;
    private static final int LIBRARY_CALL = 4;
    private static final int NEW_OBJECT = 8;
    /** An exception looks up the whole stack when it is made, whoever makes it. */
    static final int EXCEPTION = 400;

    private Weights() {}

    static int of(List<AbstractInsnNode> instructions) {
        return STEP + instructions.stream().mapToInt(Weights::of).sum();
    }

    private static int of(AbstractInsnNode instruction) {
        return switch (instruction) {
            case MethodInsnNode call -> CodeScope.isContractCode(call.owner) ? 0 : LIBRARY_CALL;
            case InvokeDynamicInsnNode made -> NEW_OBJECT;
            case TypeInsnNode made
            when made.desc.endsWith("Exception") || made.desc.endsWith("Error") ->
                made.getOpcode() == Opcodes.NEW ? EXCEPTION : 0;
            default -> allocates(instruction.getOpcode()) ? NEW_OBJECT : 0;
        };
    }

    private static boolean allocates(int opcode) {
        return opcode == Opcodes.NEW || opcode == Opcodes.NEWARRAY || opcode == Opcodes.ANEWARRAY;
    }
}
