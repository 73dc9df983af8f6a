package io.regchain.ledger.storage;

import static io.regchain.ledger.execution.ScriptContract.script;

import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.ScriptContract;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A chain of a few blocks, to be stored. */
final class StoredChain {
    static final ChainId CHAIN = new ChainId("jiangsu");
    private static final BlockTime START = new BlockTime(1_770_000_000_000L);
    private static final List<Contract> CONTRACTS = List.of(new ScriptContract("a"));

    final ContractHarness harness = ContractHarness.start(CHAIN, START, new TreeMap<>(), CONTRACTS);

    /** Each block writes a value of its own and one that changes. */
    StoredChain(int blocks) {
        for (int i = 1; i <= blocks; i++) {
            harness.succeed(
                    ContractHarness.key("alice"),
                    "a",
                    "run",
                    script("['write','k" + i + "','" + i + "'],['write','x','" + i + "']"));
        }
    }

    static BlockProcessor processor() {
        return new BlockProcessor(
                new NativeContractRuntime(CONTRACTS, (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
    }

    ProcessedBlock genesis() {
        return BlockProcessor.genesis(CHAIN, START, harness.validators().set(), new TreeMap<>());
    }

    ValidatorStore open(Disk disk, StateSettings settings) {
        return ValidatorStore.open(disk, 0, genesis(), processor(), settings);
    }

    ValidatorStore open(Path directory) {
        return ValidatorStore.open(directory, 0, genesis(), processor());
    }

    /** Appends the blocks up to {@code height} that the store does not have. */
    void fill(ValidatorStore store, long height) {
        for (long h = store.tip().height().value() + 1; h <= height; h++) {
            CertifiedBlock block = harness.block(new Height(h));
            BlockProcessor.Check check = processor().check(store.before(), block.block());
            store.append(
                    new BlockRecord(block.block(), block.certificate()),
                    ((BlockProcessor.Check.Valid) check).processed());
        }
    }
}
