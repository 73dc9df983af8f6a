package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A second kind of contract: numbers on a stack, deployed as bytes. Small enough to be read, and to show the port's shape. */
final class StackRuntime implements ContractRuntime.ForDeployedCode {
    private static final int MAX_STACK = 16;

    @Override
    public Optional<Code> find(String contract, StateReader state) {
        return DeployedCode.find(contract, state).map(Program::new);
    }

    @Override
    public Optional<Refusal> problem(Bytes code) {
        return StackProgram.problem(code);
    }

    private record Program(DeployedCode deployed) implements Code {
        @Override
        public Hash32 hash() {
            return deployed.hash();
        }

        @Override
        public JsonNode invoke(RuntimeHost host, String method, ObjectNode arguments) {
            return new Machine(new StackProgram(deployed.bytes()), host)
                    .run(arguments.path("n").longValue());
        }
    }

    private static final class Machine {
        private final StackProgram program;
        private final RuntimeHost host;
        private final Deque<Long> stack = new ArrayDeque<>();

        Machine(StackProgram program, RuntimeHost host) {
            this.program = program;
            this.host = host;
        }

        JsonNode run(long argument) {
            push(argument);
            int at = 0;
            while (at < program.length()) {
                host.work(1);
                StackProgram.Op op = program.op(at);
                int operand = program.operand(at);
                if (op == StackProgram.Op.RETURN) {
                    return LongNode.valueOf(pop());
                }
                step(op, operand);
                at = op == StackProgram.Op.JUMP ? operand : at + 1;
            }
            throw new ContractFault("the program ended without returning");
        }

        private void step(StackProgram.Op op, int operand) {
            switch (op) {
                case PUSH -> push(operand);
                case ADD -> push(pop() + pop());
                case READ ->
                    push(host.read("k" + operand).map(JsonNode::longValue).orElse(0L));
                case WRITE -> host.write("k" + operand, LongNode.valueOf(pop()));
                case EMIT -> host.emit("counted", CanonicalJson.object().put("n", pop()));
                case CALL -> {
                    ObjectNode arguments = CanonicalJson.object().put("n", pop());
                    push(host.call("c" + operand, "run", arguments).longValue());
                }
                case REFUSE -> throw new ContractRefusal("STACK_REFUSED", "the program says no");
                case HASH ->
                    push(Byte.toUnsignedLong(
                            host.sm3(Bytes.utf8(Long.toString(pop()))).unsafeArray()[0]));
                case JUMP, RETURN -> {}
            }
        }

        private void push(long value) {
            if (stack.size() == MAX_STACK) {
                throw new ContractFault("the stack is full");
            }
            stack.push(value);
        }

        private long pop() {
            if (stack.isEmpty()) {
                throw new ContractFault("the stack is empty");
            }
            return stack.pop();
        }
    }
}
