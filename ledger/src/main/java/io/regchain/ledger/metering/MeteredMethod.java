package io.regchain.ledger.metering;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts fuel into one method, and tells whether it is there. Two locals are added: the {@link Fuel} and the method's depth.
 * <ul>
 *   <li>at the start {@link Fuel#enter}: charges all instructions once and counts the depth;
 *   <li>before each jump backwards {@link Fuel#burn}: charges what lies between target and jump, so that no instruction
 *       runs twice without being paid twice;
 *   <li>where an exception is caught {@link Fuel#caught}: puts the depth right, and throws again in a stopped transaction;
 *   <li>before each array and around each library call that may make something large: its size, see {@link Growth};
 *   <li>before each return {@link Fuel#leave}.
 * </ul>
 */
final class MeteredMethod {
    private static final String FUEL = Type.getInternalName(Fuel.class);

    private final MethodNode method;
    private final int fuel;
    private final int depth;
    private final List<AbstractInsnNode> original;

    private MeteredMethod(MethodNode method) {
        this.method = method;
        this.fuel = method.maxLocals;
        this.depth = method.maxLocals + 1;
        this.original = List.of(method.instructions.toArray());
    }

    /** Constants are made before any transaction runs, and pay nothing. */
    static boolean needsFuel(MethodNode method) {
        return (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0
                && !method.name.equals("<clinit>")
                && !copiesConstants(method);
    }

    /**
     * The {@code values()} that the compiler writes for an enum. The JDK calls it behind {@code valueOf}, {@code EnumMap} and
     * {@code switch} the first time only and remembers what it got: whoever comes first must not pay for all.
     */
    private static boolean copiesConstants(MethodNode method) {
        List<Integer> does = real(List.of(method.instructions.toArray())).stream()
                .map(AbstractInsnNode::getOpcode)
                .toList();
        return method.name.equals("values")
                && does.equals(List.of(Opcodes.GETSTATIC, Opcodes.INVOKEVIRTUAL, Opcodes.CHECKCAST, Opcodes.ARETURN));
    }

    static void meter(MethodNode method) {
        new MeteredMethod(method).meter();
    }

    private void meter() {
        backwardJumps(original).forEach(this::chargeJump);
        handlers(method).forEach(this::chargeHandler);
        original.forEach(this::chargeSize);
        original.stream().filter(MeteredMethod::returns).forEach(this::leave);
        original.forEach(this::extendFrame);
        enter();
        method.maxLocals += 2;
        method.maxStack += 4;
    }

    private void enter() {
        InsnList code = new InsnList();
        code.add(number(Weights.of(original)));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, FUEL, "enter", "(I)L" + FUEL + ";"));
        code.add(new VarInsnNode(Opcodes.ASTORE, fuel));
        code.add(new VarInsnNode(Opcodes.ALOAD, fuel));
        code.add(call("depth", "()I"));
        code.add(new VarInsnNode(Opcodes.ISTORE, depth));
        method.instructions.insert(code);
    }

    private void chargeJump(Jump jump) {
        int weight = Weights.of(original.subList(jump.target(), jump.position() + 1));
        method.instructions.insertBefore(original.get(jump.position()), burn(weight));
    }

    private InsnList burn(int ticks) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, fuel));
        code.add(number(ticks));
        code.add(call("burn", "(I)V"));
        return code;
    }

    private void chargeHandler(LabelNode handler) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, fuel));
        code.add(new VarInsnNode(Opcodes.ILOAD, depth));
        code.add(number(Weights.of(original) + Weights.EXCEPTION));
        code.add(call("caught", "(II)V"));
        method.instructions.insertBefore(firstReal(handler), code);
    }

    private void chargeSize(AbstractInsnNode instruction) {
        switch (Growth.of(instruction)) {
            case NONE -> {}
            case ARRAY ->
                method.instructions.insertBefore(
                        instruction, onTop("array", "(II)V", Optional.of(number(Growth.bytesEach(instruction)))));
            case NUMBER -> method.instructions.insertBefore(instruction, onTop("sized", "(I)V", Optional.empty()));
            case ARGUMENT ->
                method.instructions.insertBefore(
                        instruction, onTop("grown", "(Ljava/lang/Object;)V", Optional.empty()));
            case DEAR -> method.instructions.insertBefore(instruction, burn(Growth.price(instruction)));
            case RESULT ->
                method.instructions.insert(instruction, onTop("grown", "(Ljava/lang/Object;)V", Optional.empty()));
        }
    }

    /** Hands a copy of what lies on top of the stack to the fuel. */
    private InsnList onTop(String name, String descriptor, Optional<AbstractInsnNode> second) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ALOAD, fuel));
        code.add(new InsnNode(Opcodes.SWAP));
        second.ifPresent(code::add);
        code.add(call(name, descriptor));
        return code;
    }

    private void leave(AbstractInsnNode at) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, fuel));
        code.add(new VarInsnNode(Opcodes.ILOAD, depth));
        code.add(call("leave", "(I)V"));
        method.instructions.insertBefore(at, code);
    }

    /** Each frame tells the verifier of the two locals too. */
    private void extendFrame(AbstractInsnNode instruction) {
        if (instruction instanceof FrameNode frame) {
            List<Object> locals = new ArrayList<>(frame.local);
            int slots = locals.stream().mapToInt(MeteredMethod::slots).sum();
            while (slots < fuel) {
                locals.add(Opcodes.TOP);
                slots++;
            }
            locals.add(FUEL);
            locals.add(Opcodes.INTEGER);
            frame.local = locals;
        }
    }

    private static int slots(Object type) {
        return type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE) ? 2 : 1;
    }

    private static MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, FUEL, name, descriptor);
    }

    private static AbstractInsnNode number(int value) {
        return value <= Short.MAX_VALUE ? new IntInsnNode(Opcodes.SIPUSH, value) : new LdcInsnNode(value);
    }

    private static boolean returns(AbstractInsnNode instruction) {
        return instruction.getOpcode() >= Opcodes.IRETURN && instruction.getOpcode() <= Opcodes.RETURN;
    }

    /** @param target the position jumped to, at or before {@code position} */
    private record Jump(int position, int target) {}

    private static List<Jump> backwardJumps(List<AbstractInsnNode> code) {
        List<Jump> jumps = new ArrayList<>();
        for (int i = 0; i < code.size(); i++) {
            int position = i;
            targets(code.get(i))
                    .map(code::indexOf)
                    .filter(target -> target <= position)
                    .min(Integer::compare)
                    .ifPresent(target -> jumps.add(new Jump(position, target)));
        }
        return jumps;
    }

    private static Stream<LabelNode> targets(AbstractInsnNode instruction) {
        return switch (instruction) {
            case JumpInsnNode jump -> Stream.of(jump.label);
            case TableSwitchInsnNode table -> Stream.concat(table.labels.stream(), Stream.of(table.dflt));
            case LookupSwitchInsnNode lookup -> Stream.concat(lookup.labels.stream(), Stream.of(lookup.dflt));
            default -> Stream.empty();
        };
    }

    private static SequencedSet<LabelNode> handlers(MethodNode method) {
        SequencedSet<LabelNode> handlers = new LinkedHashSet<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            handlers.add(block.handler);
        }
        return handlers;
    }

    private static AbstractInsnNode firstReal(AbstractInsnNode from) {
        AbstractInsnNode at = from;
        while (at.getOpcode() < 0) {
            at = at.getNext();
        }
        return at;
    }

    /** What is wrong with the fuel in this method, if anything. */
    static Optional<String> missingFuel(MethodNode method) {
        if (!needsFuel(method)) {
            return Optional.empty();
        }
        List<AbstractInsnNode> code = List.of(method.instructions.toArray());
        List<AbstractInsnNode> real = real(code);
        if (real.size() < 2 || !isFuel(real.get(1), "enter")) {
            return Optional.of("its start is not metered");
        }
        if (!backwardJumps(code).stream().allMatch(jump -> isFuel(real, code.get(jump.position()), -1, "burn"))) {
            return Optional.of("a loop in it is not metered");
        }
        return handlers(method).stream().allMatch(handler -> isFuel(real, firstReal(handler), 3, "caught"))
                ? Optional.empty()
                : Optional.of("a catch in it is not metered");
    }

    private static List<AbstractInsnNode> real(List<AbstractInsnNode> code) {
        return code.stream().filter(each -> each.getOpcode() >= 0).toList();
    }

    /** Whether that method of the fuel is called so many instructions after {@code from}, or before it. */
    private static boolean isFuel(List<AbstractInsnNode> real, AbstractInsnNode from, int distance, String name) {
        int at = real.indexOf(from) + distance;
        return at >= 0 && at < real.size() && isFuel(real.get(at), name);
    }

    private static boolean isFuel(AbstractInsnNode instruction, String name) {
        return instruction instanceof MethodInsnNode call && call.owner.equals(FUEL) && call.name.equals(name);
    }
}
