package io.regchain.ledger.metering;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The classes that a class, or one of its methods, mentions, by internal name. */
final class References {
    private final SequencedSet<String> names = new LinkedHashSet<>();

    private References() {}

    /** Of the class itself: what it extends, implements, and has as fields. */
    static SequencedSet<String> ofClass(ClassNode owner) {
        References found = new References();
        found.names.add(owner.superName);
        found.names.addAll(owner.interfaces);
        for (FieldNode field : owner.fields) {
            found.type(Type.getType(field.desc));
        }
        return found.names;
    }

    static SequencedSet<String> ofMethod(MethodNode method) {
        References found = new References();
        found.type(Type.getMethodType(method.desc));
        for (AbstractInsnNode instruction : method.instructions) {
            found.instruction(instruction);
        }
        return found.names;
    }

    private void instruction(AbstractInsnNode instruction) {
        switch (instruction) {
            case MethodInsnNode call -> {
                type(Type.getObjectType(call.owner));
                type(Type.getMethodType(call.desc));
            }
            case FieldInsnNode field -> {
                type(Type.getObjectType(field.owner));
                type(Type.getType(field.desc));
            }
            case TypeInsnNode made -> type(Type.getObjectType(made.desc));
            case LdcInsnNode constant -> constant(constant.cst);
            case InvokeDynamicInsnNode linked -> {
                type(Type.getMethodType(linked.desc));
                each(linked.bsmArgs, this::constant);
            }
            default -> {}
        }
    }

    private void constant(Object value) {
        switch (value) {
            case Type type -> type(type);
            case Handle handle -> type(Type.getObjectType(handle.getOwner()));
            default -> {}
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.OBJECT -> names.add(type.getInternalName());
            case Type.ARRAY -> type(type.getElementType());
            case Type.METHOD -> {
                type(type.getReturnType());
                each(type.getArgumentTypes(), this::type);
            }
            default -> {}
        }
    }

    private static <T> void each(T[] values, Consumer<T> what) {
        for (T value : values) {
            what.accept(value);
        }
    }
}
