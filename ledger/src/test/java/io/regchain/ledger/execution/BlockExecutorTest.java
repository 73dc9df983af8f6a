package io.regchain.ledger.execution;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockExecutorTest {
    private static final ChainId CHAIN = new ChainId("jiangsu");
    private static final BlockTime START = new BlockTime(1_770_000_000_000L);
    private final Sm2PrivateKey alice = ContractHarness.key("alice");
    private final ContractHarness chain = ContractHarness.start(
            CHAIN, START, new ScriptContract("a"), new ScriptContract("b"), new ScriptContract("packets"));

    private TransactionRecord run(String steps) {
        return chain.execute(alice, "a", "run", script(steps));
    }

    private Optional<String> value(String key) {
        return chain.read(key).map(JsonNode::textValue);
    }

    @Test
    void aSuccessKeepsWritesEventsAndResult() {
        Receipt receipt = run("['write','x','1'],['emit','happened',{'n':1}],['read','x']")
                .receipt();

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.SUCCESS);
        assertThat(receipt.result()).isEqualTo(Bytes.utf8("\"1\""));
        assertThat(receipt.events()).containsExactly(new Event("a", "happened", Bytes.utf8("{\"n\":1}")));
        assertThat(value("a/x")).contains("1");
    }

    @Test
    void aRefusalDropsWritesAndEventsAndStillUsesUpTheSequence() {
        Receipt receipt = run("['write','x','1'],['emit','happened',{}],['refuse','NOT_TODAY']")
                .receipt();

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.REFUSED);
        assertThat(receipt.code()).isEqualTo("NOT_TODAY");
        assertThat(receipt.events()).isEmpty();
        assertThat(value("a/x")).isEmpty();
        assertThat(chain.read("sequences/" + alice.publicKey().fingerprint())
                        .orElseThrow()
                        .longValue())
                .isEqualTo(1);
    }

    @Test
    void theStateBelowIsAskedOnceForAKeyAndNeverHidesWhatWasWrittenInTheBlock() {
        List<String> asked = new ArrayList<>();
        StateReader below = new ReadOnce(key -> {
            asked.add(key);
            return key.equals("a/x") ? Optional.of(Bytes.utf8("\"0\"")) : Optional.empty();
        });
        StateBuffer block = new StateBuffer(below);

        assertThat(block.read("a/x")).isEqualTo(block.read("a/x")).contains(Bytes.utf8("\"0\""));
        assertThat(block.read("a/y")).isEqualTo(block.read("a/y")).isEmpty();
        assertThat(asked).containsExactly("a/x", "a/y");
        block.write("a/x", Optional.empty());
        assertThat(block.read("a/x")).isEmpty();
    }

    @Test
    void aDeletionRemovesTheKeyFromTheStateTree() {
        run("['write','x','1']");
        run("['delete','x']");

        assertThat(value("a/x")).isEmpty();
        assertThat(chain.prove(chain.height(), "a/x").provesAbsence(chain.stateRoot(), "a/x"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call | ['refuse','NO']  | REFUSED | NO",
                "call | ['throw']        | STOPPED | CONTRACT_FAULT",
                "call | ['overflow']     | STOPPED | LIMIT_DEPTH",
                "call | ['write','a b','1'] | STOPPED | CONTRACT_FAULT",
                "call | ['deliver','b',{'steps':[]}] | REFUSED | DELIVERY_NOT_ALLOWED"
            })
    void aCalleesEndBecomesItsCallersEnd(String how, String steps, String outcome, String code) {
        Receipt receipt = run("['write','x','1'],['" + how + "','b'," + inner(steps) + "]")
                .receipt();

        assertThat(receipt.outcome()).hasToString(outcome);
        assertThat(receipt.code()).isEqualTo(code);
        assertThat(value("a/x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['write','y','2'],['refuse','NO'] | NO",
                "['write','y','2'],['throw']       | CONTRACT_FAULT",
                "['write','y','2'],['call','a',{'steps':[['throw']]}] | CONTRACT_FAULT"
            })
    void aTriedCallThatFailsLeavesNothingBehindAndItsCallerGoesOn(String steps, String code) {
        Receipt receipt =
                run("['write','x','1'],['try','b'," + inner(steps) + "]").receipt();

        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.result()).isEqualTo(Bytes.utf8("\"" + code + "\""));
        assertThat(value("a/x")).contains("1");
        assertThat(value("b/y")).isEmpty();
    }

    private static String inner(String steps) {
        return "{'steps':[" + steps + "]}";
    }

    @Test
    void anUnknownContractStopsATransactionAndRefusesACall() {
        assertThat(chain.execute(alice, "nobody", "run", script("")).receipt().outcome())
                .isEqualTo(Receipt.Outcome.STOPPED);
        assertThat(run("['call','nobody',{}]").receipt().code()).isEqualTo("UNKNOWN_CONTRACT");
        assertThat(run("['try','nobody',{}]").receipt().result()).isEqualTo(Bytes.utf8("\"UNKNOWN_CONTRACT\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['repeat',300000,['read','x']]                            | LIMIT_WORK",
                "['repeat',5,['repeat',100000,['write','k','12345678']]]   | LIMIT_WORK",
                "['repeat',2000,['emit','happened',{}]]                    | LIMIT_EVENTS",
                "['recurse']                                               | LIMIT_DEPTH",
                "['swallow',['recurse']]                                   | LIMIT_DEPTH",
                "['try','b',{'steps':[['repeat',2000,['emit','happened',{}]]]}] | LIMIT_EVENTS"
            })
    void aPassedLimitStopsTheWholeTransactionHoweverItIsCaught(String steps, String code) {
        TransactionRecord done = run("['write','x','1']," + steps);

        assertThat(done.receipt().outcome()).isEqualTo(Receipt.Outcome.STOPPED);
        assertThat(done.receipt().code()).isEqualTo(code);
        assertThat(value("a/x")).isEmpty();
        Trace trace = chain.trace(done.transaction().id()).orElseThrow();
        assertThat(Trace.decode(trace.canonical())).isEqualTo(trace);
    }

    @Test
    void writingTooManyBytesStopsTheTransaction() {
        String big = "x".repeat(90_000);
        Receipt receipt = run("['repeat',60,['write','k','" + big + "']]").receipt();

        assertThat(receipt.code()).isEqualTo("LIMIT_WRITTEN");
    }

    @Test
    void aFaultNamesTheContractAndNothingThatCouldDifferBetweenMachines() {
        Receipt receipt = run("['throw']").receipt();

        assertThat(receipt.message())
                .isEqualTo("contract a failed with an exception that is no refusal; the nodes' logs name it");
        assertThat(chain.faults()).hasSize(1);
    }

    @Test
    void aContractCannotWriteAnothersState() {
        run("['write','x','1'],['call','b',{'steps':[['write','x','2'],['readOf','a','x']]}]");

        assertThat(value("a/x")).contains("1");
        assertThat(value("b/x")).contains("2");
    }

    @Test
    void onlyThePacketsContractSpeaksForAnotherChain() {
        Receipt receipt = chain.execute(alice, "packets", "run", script("['deliver','b',{'steps':[['caller']]}]"))
                .receipt();

        assertThat(receipt.result()).isEqualTo(Bytes.utf8("\"chain:jiangsu/transfers\""));
    }

    @Test
    void theTraceTellsEveryStepInOrderRefusedCallsIncluded() {
        TransactionRecord done =
                run("['read','x'],['try','b',{'steps':[['write','y','2'],['refuse','NO']]}],['write','x','1']");
        TraceCall root = chain.trace(done.transaction().id()).orElseThrow().root();

        assertThat(root.caller()).isEqualTo("key:" + alice.publicKey().fingerprint());
        assertThat(root.steps()).hasSize(3);
        assertThat(root.steps().get(0)).isEqualTo(new TraceStep.Read("a/x", Optional.empty()));
        assertThat(root.steps().get(1)).isInstanceOfSatisfying(TraceStep.Call.class, step -> {
            assertThat(step.call().caller()).isEqualTo("contract:a");
            assertThat(step.call().code()).isEqualTo("NO");
            assertThat(step.call().steps())
                    .containsExactly(new TraceStep.Write("b/y", Optional.of(Bytes.utf8("\"2\""))));
        });
        assertThat(done.receipt().traceHash())
                .isEqualTo(chain.trace(done.transaction().id()).orElseThrow().hash());
    }

    @Test
    void theTraceTellsAValueOnceUntilItReadsAnother() {
        TransactionRecord done = run("['read','x'],['read','x'],['write','x','1'],['read','x'],"
                + "['try','a',{'steps':[['read','x'],['write','x','2'],['refuse','NO']]}],['read','x'],['read','x']");
        Trace trace = chain.trace(done.transaction().id()).orElseThrow();
        Optional<Bytes> one = Optional.of(Bytes.utf8("\"1\""));

        List<TraceStep> steps = trace.root().steps();
        assertThat(steps.subList(0, 4))
                .containsExactly(
                        new TraceStep.Read("a/x", Optional.empty()),
                        new TraceStep.ReadAgain("a/x"),
                        new TraceStep.Write("a/x", one),
                        new TraceStep.ReadAgain("a/x"));
        assertThat(((TraceStep.Call) steps.get(4)).call().steps())
                .containsExactly(
                        new TraceStep.ReadAgain("a/x"), new TraceStep.Write("a/x", Optional.of(Bytes.utf8("\"2\""))));
        assertThat(steps.subList(5, 7)).containsExactly(new TraceStep.Read("a/x", one), new TraceStep.ReadAgain("a/x"));
        assertThat(Trace.decode(trace.canonical())).isEqualTo(trace);
    }

    @Test
    void aTransactionOutOfSequenceOrForAnotherChainCannotStandInABlock() {
        BlockExecutor executor = new BlockExecutor(
                new NativeContractRuntime(List.of(new ScriptContract("a")), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                new BlockContext(CHAIN, new io.regchain.protocol.base.Height(1), START),
                key -> Optional.empty());

        assertThat(executor.add(signed(CHAIN, 1)).map(Refusal::code)).contains("SEQUENCE_NOT_NEXT");
        assertThat(executor.add(signed(CHAIN, 0))).isEmpty();
        assertThat(executor.add(signed(CHAIN, 0)).map(Refusal::code)).contains("SEQUENCE_NOT_NEXT");
        assertThat(executor.add(signed(CHAIN, 1))).isEmpty();
        assertThat(executor.add(signed(new ChainId("zhejiang"), 2)).map(Refusal::code))
                .contains("TRANSACTION_OF_OTHER_CHAIN");
        assertThat(executor.end().executed()).hasSize(2);
    }

    private Transaction signed(ChainId chainId, long sequence) {
        return Transaction.sign(chainId, alice, new Sequence(sequence), "a", "run", CanonicalJson.encode(script("")));
    }

    @Test
    void argumentsThatAreNotCanonicalJsonStopTheTransaction() {
        BlockExecutor executor = new BlockExecutor(
                new NativeContractRuntime(List.of(new ScriptContract("a")), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                new BlockContext(CHAIN, new io.regchain.protocol.base.Height(1), START),
                key -> Optional.empty());
        executor.add(Transaction.sign(CHAIN, alice, Sequence.ZERO, "a", "run", Bytes.utf8("{ }")));

        assertThat(executor.end().receipts()).singleElement().satisfies(receipt -> {
            assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STOPPED);
            assertThat(receipt.code()).isEqualTo("BAD_ARGUMENTS");
        });
    }

    @Test
    void validatorsWrittenByABlockDecideTheNextOne() {
        ContractHarness changing = ContractHarness.start(CHAIN, START, new ScriptContract("validators"));
        ValidatorSet before = changing.validators().set();
        ValidatorSet after = new ValidatorSet(before.validators().subList(0, 3));
        ObjectNode arguments = script("['write','current']");
        ((ArrayNode) arguments.get("steps").get(0)).add(BlockJson.of(after));
        changing.succeed(alice, "validators", "run", arguments);

        BlockHeader header = changing.lastBlock().block().header();
        assertThat(header.validatorSetHash()).isEqualTo(before.hash());
        assertThat(header.nextValidatorSetHash()).isEqualTo(after.hash());
        assertThat(changing.emptyBlock().validators()).isEqualTo(after);
    }

    @Test
    void aProposedBlockIsRemadeAndEveryDifferenceIsRefused() {
        ContractHarness other = ContractHarness.start(CHAIN, START, new TreeMap<>(), List.of(new ScriptContract("a")));
        other.execute(alice, "a", "run", script("['write','x','1']"));

        BlockProcessor processor = new BlockProcessor(
                new NativeContractRuntime(List.of(new ScriptContract("a")), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
        ProcessedBlock genesis =
                BlockProcessor.genesis(CHAIN, START, other.validators().set(), new TreeMap<>());
        BlockProcessor.Before before =
                new BlockProcessor.Before(genesis.tip(), genesis.stateChange().after());
        var block = other.lastBlock().block();

        assertThat(processor.check(before, block)).isInstanceOf(BlockProcessor.Check.Valid.class);
        assertThat(processor.check(before, new io.regchain.protocol.block.Block(block.header(), List.of())))
                .isInstanceOfSatisfying(
                        BlockProcessor.Check.Invalid.class,
                        invalid -> assertThat(invalid.reason().code()).isEqualTo("HEADER_DIFFERS"));
    }
}
