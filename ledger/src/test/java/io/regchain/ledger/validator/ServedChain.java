package io.regchain.ledger.validator;

import static io.regchain.ledger.execution.ScriptContract.script;

import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.node.TestChain;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.Disk;
import io.regchain.ledger.storage.StateSettings;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;
import java.util.Optional;

/** A chain of four validators with one small transaction in each block, made without consensus. */
final class ServedChain {
    private static final Sm2PrivateKey SENDER = TestValidators.key("alice");
    final TestChain chain = TestChain.of("shanghai", 4);
    final BlockProcessor processor = new BlockProcessor(
            new NativeContractRuntime(chain.config().contracts(), (name, fault) -> {}),
            ExecutionLimits.DEFAULT,
            BlockLimits.DEFAULT);
    final ProcessedBlock genesis = BlockProcessor.genesis(
            chain.config().chainId(),
            TestChain.START,
            chain.validators().set(),
            chain.config().genesis().state());

    ValidatorStore open(Disk disk, int validator) {
        return open(disk, validator, StateSettings.DEFAULT);
    }

    ValidatorStore open(Disk disk, int validator, StateSettings settings) {
        return ValidatorStore.open(disk, validator, genesis, processor, settings);
    }

    /** Appends blocks up to this height; block h writes h under a key of its own. */
    void grow(ValidatorStore store, long height) {
        for (long h = store.tip().height().value() + 1; h <= height; h++) {
            ProcessedBlock block = processor.make(
                    store.before(),
                    new BlockTime(TestChain.START.epochMillis() + h),
                    SENDER.publicKey(),
                    List.of(transaction(h)));
            store.append(record(block), block);
        }
    }

    /** Executes and appends a block that another validator has. */
    void follow(ValidatorStore store, BlockRecord record) {
        BlockProcessor.Check check = processor.check(store.before(), record.block());
        store.append(record, ((BlockProcessor.Check.Valid) check).processed());
    }

    private Transaction transaction(long height) {
        return Transaction.sign(
                chain.config().chainId(),
                SENDER,
                new Sequence(height - 1),
                "a",
                "run",
                CanonicalJson.encode(script("['write','" + key(height).substring(2) + "','" + height + "']")));
    }

    private BlockRecord record(ProcessedBlock block) {
        return new BlockRecord(
                block.block(),
                Optional.of(chain.validators().certify(block.block().header(), Round.ZERO)));
    }

    static String key(long height) {
        return "a/k" + height;
    }

    /** Whether the store proves what block {@code written} wrote, under the state root of block {@code at}. */
    static boolean proves(ValidatorStore store, long at, long written) {
        Height height = new Height(at);
        Bytes value = Bytes.utf8("\"" + written + "\"");
        return store.prove(height, key(written))
                .provesPresence(store.block(height).block().header().stateRoot(), key(written), value);
    }
}
