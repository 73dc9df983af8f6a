package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;

/**
 * Code of the stack machine: {@code 'S' 1}, then instructions of two bytes each, operation and operand.
 *
 * @param code that {@link #problem} has nothing against
 */
record StackProgram(Bytes code) {
    static final int HEADER = 2;

    /** Numbers on a stack of at most 16, keys {@code k0} to {@code k255}. */
    enum Op {
        /** Pushes the operand. */
        PUSH,
        ADD,
        /** Pushes the number under the operand's key, 0 when there is none. */
        READ,
        WRITE,
        /** Emits {@code counted} with the number. */
        EMIT,
        /** Goes on at the instruction with the operand's number. */
        JUMP,
        /** Calls {@code run} of the contract {@code c<operand>} with the number, and pushes what it returns. */
        CALL,
        /** Refuses with the code {@code STACK_REFUSED}. */
        REFUSE,
        /** Pushes the first byte of the SM3 of the number's text. */
        HASH,
        RETURN
    }

    static StackProgram of(Object... opsAndOperands) {
        byte[] code = new byte[HEADER + opsAndOperands.length];
        code[0] = 'S';
        code[1] = 1;
        for (int i = 0; i < opsAndOperands.length; i += 2) {
            code[HEADER + i] = (byte) ((Op) opsAndOperands[i]).ordinal();
            code[HEADER + i + 1] = ((Integer) opsAndOperands[i + 1]).byteValue();
        }
        return new StackProgram(Bytes.wrap(code));
    }

    static Optional<Refusal> problem(Bytes code) {
        byte[] bytes = code.unsafeArray();
        if (bytes.length < HEADER + 2 || bytes.length % 2 != 0 || bytes[0] != 'S' || bytes[1] != 1) {
            return malformed("it is no program of the stack machine");
        }
        StackProgram program = new StackProgram(code);
        for (int i = 0; i < program.length(); i++) {
            if (Byte.toUnsignedInt(bytes[HEADER + 2 * i]) >= Op.values().length) {
                return malformed("instruction " + i + " does not exist");
            }
            if (program.op(i) == Op.JUMP && program.operand(i) >= program.length()) {
                return malformed("instruction " + i + " jumps out of the program");
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> malformed(String why) {
        return Optional.of(new Refusal("CODE_MALFORMED", why));
    }

    int length() {
        return (code.size() - HEADER) / 2;
    }

    Op op(int at) {
        return Op.values()[code.unsafeArray()[HEADER + 2 * at]];
    }

    int operand(int at) {
        return Byte.toUnsignedInt(code.unsafeArray()[HEADER + 2 * at + 1]);
    }
}
