package io.regchain.ledger.validator;

import static io.regchain.ledger.execution.ScriptContract.script;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A chain of test validators with one small transaction in each block, made without consensus. */
final class ServedChain {
    private static final Sm2Signer SENDER = TestValidators.signer("alice");
    /** What the block at a height makes the set that decides from the next one on. */
    private final SortedMap<Long, ValidatorSet> changes = new TreeMap<>();

    final TestChain chain;
    final BlockProcessor processor;
    final ProcessedBlock genesis;

    ServedChain() {
        this(4, 4);
    }

    /** @param size validators at first  @param seats of those that ever decide */
    ServedChain(int size, int seats) {
        TestChain plain = TestChain.of("shanghai", size);
        TestValidators all = TestValidators.of(plain.config().chainId(), seats);
        List<Validator> joiners = all.set().validators().subList(size, seats);
        this.chain = new TestChain(plain.config().withJoiners(joiners), plain.validators());
        this.processor = new BlockProcessor(
                new NativeContractRuntime(chain.config().contracts(), (name, fault) -> {}),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
        this.genesis = BlockProcessor.genesis(
                chain.config().chainId(),
                TestChain.START,
                chain.validators().set(),
                chain.config().genesis().state());
    }

    ValidatorStore open(Disk disk, int validator) {
        return open(disk, validator, StateSettings.DEFAULT);
    }

    ValidatorStore open(Disk disk, int validator, StateSettings settings) {
        return ValidatorStore.open(disk, validator, genesis, processor, settings);
    }

    void changeAt(long height, ValidatorSet next) {
        changes.put(height, next);
    }

    /** The set that decides the block at this height. */
    ValidatorSet deciding(long height) {
        SortedMap<Long, ValidatorSet> before = changes.headMap(height);
        return before.isEmpty() ? chain.validators().set() : before.get(before.lastKey());
    }

    /** Appends blocks up to this height; block h writes h under a key of its own, unless it changes the validators. */
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
        ValidatorSet next = changes.get(height);
        ChainId id = chain.config().chainId();
        return next == null
                ? call(id, height - 1, "a", script("['write','" + key(height).substring(2) + "','" + height + "']"))
                : changing(id, height - 1, next);
    }

    /** Lets {@code next} decide from the block after the one with this transaction on. */
    static Transaction changing(ChainId chain, long sequence, ValidatorSet next) {
        ObjectNode steps = script("['write','current']");
        ((ArrayNode) steps.get("steps").get(0)).add(BlockJson.of(next));
        return call(chain, sequence, "validators", steps);
    }

    private static Transaction call(ChainId chain, long sequence, String contract, ObjectNode steps) {
        return Transaction.sign(chain, SENDER, new Sequence(sequence), contract, "run", CanonicalJson.encode(steps));
    }

    private BlockRecord record(ProcessedBlock block) {
        BlockHeader header = block.block().header();
        ValidatorSet deciding = deciding(header.height().value());
        return new BlockRecord(block.block(), Optional.of(TestValidators.certify(deciding, header, Round.ZERO)));
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
