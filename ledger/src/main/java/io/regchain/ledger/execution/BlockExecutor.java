package io.regchain.ledger.execution;

import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Executes transactions in order on the state that a block starts from. Pure: equal input gives equal output. A
 * transaction with the wrong sequence cannot stand in a block at all; one that is refused or stopped still uses up its
 * sequence. Signatures are checked before, by whoever hands the transactions in.
 */
public final class BlockExecutor {
    private final ContractRuntime runtime;
    private final ExecutionLimits limits;
    private final BlockContext block;
    private final StateBuffer state;
    private final List<ExecutedTransaction> executed = new ArrayList<>();
    private long work;

    public BlockExecutor(ContractRuntime runtime, ExecutionLimits limits, BlockContext block, StateReader before) {
        this.runtime = runtime;
        this.limits = limits;
        this.block = block;
        this.state = new StateBuffer(new ReadOnce(before));
    }

    /** Executes one more transaction, or says why it cannot stand in this block here. */
    public Optional<Refusal> add(Transaction transaction) {
        Optional<Refusal> problem = inclusionProblem(transaction);
        if (problem.isEmpty()) {
            ExecutedTransaction done = new TransactionRun(runtime, limits, block, transaction).run(state);
            state.write(
                    StateKeys.sequenceOf(transaction.sender()),
                    Optional.of(StateKeys.encode(transaction.sequence().next())));
            executed.add(done);
            work += done.receipt().metered();
        }
        return problem;
    }

    private Optional<Refusal> inclusionProblem(Transaction transaction) {
        if (!transaction.chainId().equals(block.chainId())) {
            return Optional.of(new Refusal(
                    "TRANSACTION_OF_OTHER_CHAIN",
                    "the transaction is for chain " + transaction.chainId() + ", this is " + block.chainId()));
        }
        Sequence next = StateKeys.nextSequence(state, transaction.sender());
        if (!transaction.sequence().equals(next)) {
            return Optional.of(new Refusal(
                    "SEQUENCE_NOT_NEXT", "the sender's next sequence is " + next + ", not " + transaction.sequence()));
        }
        return Optional.empty();
    }

    /** Units charged so far. */
    long work() {
        return work;
    }

    /** What a reader sees after the transactions added so far. */
    public StateReader state() {
        return state;
    }

    public ExecutedBlock end() {
        return new ExecutedBlock(executed, state.writes());
    }
}
