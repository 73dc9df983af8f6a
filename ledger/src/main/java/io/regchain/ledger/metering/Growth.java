package io.regchain.ledger.metering;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** How an instruction may cost more than it looks, and thus where its size is to be seen and charged. */
enum Growth {
    NONE,
    /** Of the length on top of the stack. */
    ARRAY,
    /** As large as the number on top of the stack says. */
    NUMBER,
    /** By as much as the last argument, on top of the stack, holds. */
    ARGUMENT,
    /** Its result is what it made. */
    RESULT,
    /** Nothing large, but work far beyond that of other library calls; see {@link #price}. */
    DEAR;

    private static final int SIGNATURE_CHECK = 8_000;
    private static final int CERTIFICATE_CHECK = 15 * SIGNATURE_CHECK;
    private static final int DOCUMENT_CHECK = 40_000;

    static Growth of(AbstractInsnNode instruction) {
        if (instruction.getOpcode() == Opcodes.NEWARRAY || instruction.getOpcode() == Opcodes.ANEWARRAY) {
            return ARRAY;
        }
        return switch (instruction) {
            case InvokeDynamicInsnNode made ->
                made.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory") ? RESULT : NONE;
            case MethodInsnNode call -> CodeScope.isContractCode(call.owner) ? NONE : of(call);
            default -> NONE;
        };
    }

    private static Growth of(MethodInsnNode call) {
        if (price(call) > 0) {
            return DEAR;
        }
        Type[] arguments = Type.getArgumentTypes(call.desc);
        Type last = arguments.length == 0 ? Type.VOID_TYPE : arguments[arguments.length - 1];
        if (makesRoom(call) && last.getSort() == Type.INT) {
            return NUMBER;
        }
        if (takesOver(call) && (last.getSort() == Type.OBJECT || last.getSort() == Type.ARRAY)) {
            return ARGUMENT;
        }
        return returnsText(call) ? RESULT : NONE;
    }

    /** The ticks of a library call that is dear, else 0. A signature check takes as long as a hundred host calls. */
    static int price(AbstractInsnNode instruction) {
        return instruction instanceof MethodInsnNode call
                ? switch (call.owner + "." + call.name) {
                    case "io/regchain/protocol/crypto/Sm2PublicKey.verify" -> SIGNATURE_CHECK;
                    case "io/regchain/protocol/lightclient/CertificateVerifier.verify",
                            "io/regchain/protocol/lightclient/LightClient.advance" -> CERTIFICATE_CHECK;
                    case "com/networknt/schema/Schema.validate",
                            "com/apicatalog/rdf/canon/RdfCanon.provide",
                            "com/apicatalog/jsonld/api/ToRdfApi.provide" -> DOCUMENT_CHECK;
                    default -> 0;
                }
                : 0;
    }

    /** {@code new ArrayList(int)}, {@code repeat(int)}, {@code copyOf(array, int)}. */
    private static boolean makesRoom(MethodInsnNode call) {
        return call.name.equals("<init>") && call.owner.startsWith("java/")
                || call.name.equals("repeat")
                || call.name.startsWith("copyOf")
                || call.name.equals("setLength");
    }

    /** {@code new ArrayList(other)}, {@code addAll(other)}, {@code append(text)}, {@code encode(tree)}. */
    private static boolean takesOver(MethodInsnNode call) {
        return call.name.equals("<init>") && call.owner.startsWith("java/util/")
                || call.name.endsWith("All") && !call.owner.equals("java/lang/String")
                || call.name.equals("append")
                || call.name.equals("insert")
                || call.name.equals("copyOf")
                || call.owner.equals("io/regchain/protocol/canonical/CanonicalJson");
    }

    private static boolean returnsText(MethodInsnNode call) {
        return switch (Type.getReturnType(call.desc).getDescriptor()) {
            case "Ljava/lang/String;", "Lio/regchain/protocol/base/Bytes;", "[B", "Ljava/math/BigInteger;" -> true;
            default -> false;
        };
    }

    /** The bytes of one element of the array made here. */
    static int bytesEach(AbstractInsnNode instruction) {
        if (!(instruction instanceof IntInsnNode made)) {
            return 8;
        }
        return switch (made.operand) {
            case Opcodes.T_BOOLEAN, Opcodes.T_BYTE -> 1;
            case Opcodes.T_CHAR, Opcodes.T_SHORT -> 2;
            case Opcodes.T_INT, Opcodes.T_FLOAT -> 4;
            default -> 8;
        };
    }
}
