package io.regchain.ledger.execution;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.execution.StackProgram.Op;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port takes a second kind of contract: code that a transaction brings, beside the native ones. */
class DeployedCodeTest {
    private static final ChainId CHAIN = new ChainId("jiangsu");
    /** Adds what it is given to k0, tells of it, and returns the sum. */
    private static final StackProgram COUNTER =
            StackProgram.of(Op.READ, 0, Op.ADD, 0, Op.WRITE, 0, Op.READ, 0, Op.EMIT, 0, Op.READ, 0, Op.RETURN, 0);

    private final Sm2PrivateKey alice = TestValidators.key("alice");
    private final ContractRuntime runtime = new RuntimeRouter(List.of(
            new NativeContractRuntime(
                    List.of(new CodeContract(), new ScriptContract("a"), new ScriptContract("c7")),
                    (name, fault) -> {}),
            new StackRuntime()));
    private final SortedMap<String, Bytes> state = new TreeMap<>();

    private ExecutedTransaction execute(String contract, String method, ObjectNode arguments) {
        BlockContext block = new BlockContext(CHAIN, new Height(1), new BlockTime(1_770_000_000_000L));
        StateReader before = key -> Optional.ofNullable(state.get(key));
        BlockExecutor executor = new BlockExecutor(runtime, ExecutionLimits.DEFAULT, block, before);
        assertThat(executor.add(Transaction.sign(
                        CHAIN,
                        alice,
                        StateKeys.nextSequence(before, alice.publicKey()),
                        contract,
                        method,
                        CanonicalJson.encode(arguments))))
                .isEmpty();
        ExecutedBlock end = executor.end();
        end.writes().forEach((key, value) -> value.ifPresentOrElse(v -> state.put(key, v), () -> state.remove(key)));
        return end.executed().get(0);
    }

    private Receipt deploy(String name, Bytes code) {
        return deploy(name, code, Sm3.hash(code).toHex());
    }

    private Receipt deploy(String name, Bytes code, String hash) {
        return execute(
                        "code",
                        "deploy",
                        CanonicalJson.object()
                                .put("name", name)
                                .put("hash", hash)
                                .put("code", code.toHex()))
                .receipt();
    }

    private ExecutedTransaction run(String contract, long n) {
        return execute(contract, "run", CanonicalJson.object().put("n", n));
    }

    @Test
    void codeThatATransactionBroughtKeepsStateEmitsAndReturns() {
        assertThat(deploy("counter", COUNTER.code()).succeeded()).isTrue();
        run("counter", 5);
        Receipt receipt = run("counter", 3).receipt();

        assertThat(receipt.result()).isEqualTo(Bytes.utf8("8"));
        assertThat(receipt.events()).containsExactly(new Event("counter", "counted", Bytes.utf8("{\"n\":8}")));
        assertThat(state).containsEntry("counter/k0", Bytes.utf8("8"));
    }

    @Test
    void oneCodeUnderTwoNamesIsKeptOnceAndHasTwoStates() {
        deploy("first", COUNTER.code());
        deploy("second", COUNTER.code());
        run("first", 5);
        run("second", 3);

        assertThat(state.keySet().stream().filter(key -> key.startsWith("code/hash/")))
                .hasSize(1);
        assertThat(state).containsEntry("first/k0", Bytes.utf8("5")).containsEntry("second/k0", Bytes.utf8("3"));
    }

    @Test
    void itIsCalledByANativeContractAndCallsOneAndTheTraceShowsBothAlike() {
        deploy("caller", StackProgram.of(Op.CALL, 7, Op.HASH, 0, Op.RETURN, 0).code());
        TraceCall root =
                execute("a", "run", script("['call','caller',{'n':1}]")).trace().root();

        TraceCall deployed = lastCall(root);
        TraceCall called = lastCall(deployed);
        assertThat(deployed.caller()).isEqualTo("contract:a");
        assertThat(deployed.steps().subList(0, 2))
                .allSatisfy(step -> assertThat(step).isInstanceOf(TraceStep.Read.class));
        assertThat(called.caller()).isEqualTo("contract:caller");
        assertThat(called.contract()).isEqualTo("c7");
        assertThat(called.arguments()).isEqualTo(Bytes.utf8("{\"n\":1}"));
        assertThat(deployed.result())
                .isEqualTo(Bytes.utf8(Integer.toString(
                        Byte.toUnsignedInt(Sm3.hash(Bytes.utf8("0")).toArray()[0]))));
    }

    private static TraceCall lastCall(TraceCall in) {
        return ((TraceStep.Call) in.steps().get(in.steps().size() - 1)).call();
    }

    @Test
    void aProgramThatJumpsForEverIsStoppedChargedAllAndLeavesNothing() {
        deploy("endless", StackProgram.of(Op.WRITE, 0, Op.JUMP, 1).code());
        Receipt direct = run("endless", 1).receipt();
        Receipt through = execute("a", "run", script("['write','x','1'],['try','endless',{'n':1}]"))
                .receipt();

        assertThat(List.of(direct, through)).allSatisfy(receipt -> {
            assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STOPPED);
            assertThat(receipt.code()).isEqualTo("LIMIT_WORK");
            assertThat(receipt.metered()).isEqualTo(ExecutionLimits.DEFAULT.metered());
        });
        assertThat(state).doesNotContainKeys("endless/k0", "a/x");
    }

    @Test
    void itsInstructionsAreChargedByTheSameMeter() {
        deploy("short", StackProgram.of(Op.RETURN, 0).code());
        deploy(
                "longer",
                StackProgram.of(Op.PUSH, 1, Op.ADD, 0, Op.PUSH, 1, Op.ADD, 0, Op.RETURN, 0)
                        .code());

        assertThat(run("longer", 1).receipt().metered())
                .isGreaterThan(run("short", 1).receipt().metered());
    }

    @Test
    void aRefusalAndAFaultOfDeployedCodeDropItsWritesAndACallerMayGoOn() {
        deploy("refusing", StackProgram.of(Op.WRITE, 0, Op.REFUSE, 0).code());
        deploy("broken", StackProgram.of(Op.WRITE, 0, Op.ADD, 0).code());

        assertThat(run("refusing", 1).receipt().code()).isEqualTo("STACK_REFUSED");
        assertThat(run("broken", 1).receipt().code()).isEqualTo("CONTRACT_FAULT");
        assertThat(execute("a", "run", script("['try','broken',{'n':1}]"))
                        .receipt()
                        .result())
                .isEqualTo(Bytes.utf8("\"CONTRACT_FAULT\""));
        assertThat(state).doesNotContainKeys("refusing/k0", "broken/k0");
    }

    @ParameterizedTest
    @CsvSource({
        "5302ff00, it is no program of the stack machine",
        "5301, it is no program of the stack machine",
        "530100, it is no program of the stack machine",
        "53014000, instruction 0 does not exist",
        "53010502, instruction 0 jumps out of the program"
    })
    void malformedCodeIsRefusedWhenItIsDeployed(String hex, String why) {
        Receipt receipt = deploy("bad", Bytes.ofHex(hex));

        assertThat(receipt.code()).isEqualTo("CODE_MALFORMED");
        assertThat(receipt.message()).isEqualTo(why);
        assertThat(run("bad", 1).receipt().code()).isEqualTo("UNKNOWN_CONTRACT");
    }

    @Test
    void codeWhoseHashDiffersIsRefused() {
        Receipt receipt =
                deploy("counter", COUNTER.code(), Sm3.hash(Bytes.utf8("other")).toHex());

        assertThat(receipt.code()).isEqualTo("CODE_HASH_DIFFERS");
    }

    @Test
    void aDeployedNameNeverHidesANativeContract() {
        deploy("a", COUNTER.code());

        assertThat(execute("a", "run", script("['write','x','1']")).receipt().succeeded())
                .isTrue();
    }

    @Test
    void nativeCodeHasAHashThatTellsContractsApart() {
        StateReader nothing = key -> Optional.empty();

        assertThat(runtime.find("a", nothing).orElseThrow().hash())
                .isEqualTo(runtime.find("c7", nothing).orElseThrow().hash())
                .isNotEqualTo(runtime.find("code", nothing).orElseThrow().hash());
    }
}
