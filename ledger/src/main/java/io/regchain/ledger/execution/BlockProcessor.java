package io.regchain.ledger.execution;

import io.regchain.ledger.state.StateChange;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the next block, and remakes one that another validator proposed to see whether it is the same. Pure. */
public final class BlockProcessor {
    private final ContractRuntime runtime;
    private final ExecutionLimits limits;
    private final BlockLimits blockLimits;

    public BlockProcessor(ContractRuntime runtime, ExecutionLimits limits, BlockLimits blockLimits) {
        this.runtime = runtime;
        this.limits = limits;
        this.blockLimits = blockLimits;
    }

    /** What came of remaking a block. */
    public sealed interface Check {
        record Valid(ProcessedBlock processed) implements Check {}

        record Invalid(Refusal reason) implements Check {}
    }

    /** The state after {@link #tip}. */
    public record Before(BlockTip tip, StateVersion state) {}

    /**
     * Makes the block after {@code before}. Candidates that cannot stand in it here are left out.
     *
     * @param time not before the parent's
     */
    public ProcessedBlock make(Before before, BlockTime time, Sm2PublicKey proposer, Iterable<Transaction> candidates) {
        BlockExecutor executor = executor(before, time);
        int count = 0;
        long bytes = 0;
        for (Transaction candidate : candidates) {
            int size = candidate.canonical().size();
            if (count == blockLimits.transactions()
                    || bytes + size > blockLimits.bytes()
                    || executor.work() >= blockLimits.work()) {
                break;
            }
            if (executor.add(candidate).isEmpty()) {
                count++;
                bytes += size;
            }
        }
        return assemble(before, time, proposer, executor);
    }

    /** Executes a block that came from elsewhere and compares every field of its header with what it should be. */
    public Check check(Before before, Block block) {
        Optional<Refusal> problem = shapeProblem(before.tip(), block);
        if (problem.isPresent()) {
            return new Check.Invalid(problem.get());
        }
        BlockExecutor executor = executor(before, block.header().time());
        for (Transaction transaction : block.transactions()) {
            if (executor.work() >= blockLimits.work()) {
                return invalid(
                        "BLOCK_TOO_COSTLY",
                        "the transactions charged " + executor.work() + " units of work, and more follow; a block ends"
                                + " at " + blockLimits.work());
            }
            Optional<Refusal> refusal = executor.add(transaction);
            if (refusal.isPresent()) {
                return new Check.Invalid(refusal.get());
            }
        }
        ProcessedBlock remade =
                assemble(before, block.header().time(), block.header().proposer(), executor);
        return remade.hash().equals(block.header().hash())
                ? new Check.Valid(remade)
                : invalid(
                        "HEADER_DIFFERS",
                        difference(block.header(), remade.block().header()));
    }

    private Optional<Refusal> shapeProblem(BlockTip tip, Block block) {
        BlockHeader header = block.header();
        if (!header.parentHash().equals(tip.hash())
                || !header.height().equals(tip.height().next())) {
            return Optional.of(new Refusal(
                    "NOT_THE_NEXT_BLOCK", "the block after " + tip.height() + " is wanted, not " + header.height()));
        }
        if (header.time().compareTo(tip.header().time()) < 0) {
            return Optional.of(new Refusal(
                    "TIME_WENT_BACK",
                    "the block's time " + header.time() + " lies before its parent's "
                            + tip.header().time()));
        }
        long bytes = block.transactions().stream()
                .mapToLong(t -> t.canonical().size())
                .sum();
        if (block.transactions().size() > blockLimits.transactions() || bytes > blockLimits.bytes()) {
            return Optional.of(new Refusal("BLOCK_TOO_LARGE", "a block holds at most " + blockLimits));
        }
        return Optional.empty();
    }

    private static Check invalid(String code, String message) {
        return new Check.Invalid(new Refusal(code, message));
    }

    private static String difference(BlockHeader claimed, BlockHeader made) {
        if (!claimed.transactionRoot().equals(made.transactionRoot())) {
            return "the transaction root should be " + made.transactionRoot();
        }
        if (!claimed.receiptRoot().equals(made.receiptRoot())) {
            return "the receipt root should be " + made.receiptRoot() + ", not " + claimed.receiptRoot();
        }
        if (!claimed.stateRoot().equals(made.stateRoot())) {
            return "the state root should be " + made.stateRoot() + ", not " + claimed.stateRoot();
        }
        return "the header should be " + made + ", not " + claimed;
    }

    private BlockExecutor executor(Before before, BlockTime time) {
        BlockTip tip = before.tip();
        BlockContext context =
                new BlockContext(tip.header().chainId(), tip.height().next(), time);
        return new BlockExecutor(runtime, limits, context, before.state()::read);
    }

    private static ProcessedBlock assemble(
            Before before, BlockTime time, Sm2PublicKey proposer, BlockExecutor executor) {
        BlockTip tip = before.tip();
        ExecutedBlock execution = executor.end();
        StateChange change = before.state().with(execution.writes());
        ValidatorSet next = execution.writes().containsKey(StateKeys.VALIDATORS)
                ? StateKeys.validators(executor.state())
                : tip.validators();
        BlockHeader header = new BlockHeader(
                BlockHeader.VERSION,
                tip.header().chainId(),
                tip.height().next(),
                tip.hash(),
                time,
                proposer,
                execution.transactionRoot(),
                execution.receiptRoot(),
                change.root(),
                tip.validators().hash(),
                next.hash());
        return processed(header, execution, change, next);
    }

    /** The block 0: no transactions, no certificate, trusted by its hash. Its proposer is the first validator. */
    public static ProcessedBlock genesis(
            ChainId chainId, BlockTime time, ValidatorSet validators, SortedMap<String, Bytes> state) {
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        state.forEach((key, value) -> writes.put(StateKeys.require(key), Optional.of(value)));
        writes.put(StateKeys.VALIDATORS, Optional.of(StateKeys.encode(validators)));
        StateChange change = StateVersion.EMPTY.with(writes);
        BlockHeader header = new BlockHeader(
                BlockHeader.VERSION,
                chainId,
                Height.ZERO,
                Hash32.ZERO,
                time,
                validators.validators().get(0).publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                change.root(),
                validators.hash(),
                validators.hash());
        return processed(header, new ExecutedBlock(List.of(), writes), change, validators);
    }

    private static ProcessedBlock processed(
            BlockHeader header, ExecutedBlock execution, StateChange change, ValidatorSet next) {
        return new ProcessedBlock(new Block(header, execution.transactions()), header.hash(), execution, change, next);
    }
}
