package io.regchain.ledger.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.validator.SubmitOutcome;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2Signer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Signs and submits the transactions of one key on one chain: gives each its sequence, hands it to all given nodes, says
 * it again while no receipt is seen, and signs it anew when somebody else used its sequence up. Calls may come from any
 * thread. At most {@value #IN_FLIGHT} are under way at once; more wait their turn.
 *
 * <p>A transaction is executed at most once: it is signed anew only when its sequence was seen used by another one.
 */
public final class TransactionSubmitter {
    private static final int IN_FLIGHT = 200;
    private static final Duration SAY_AGAIN = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LAST_LOOK = Duration.ofMillis(500);

    private final ChainId chainId;
    private final Sm2Signer key;
    private final List<TransactionGateway> nodes;
    private final Executor executor;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Sequence> next = Optional.empty();

    /**
     * @param nodes of this chain; more than one, so that one may be down or lie
     * @param executor where waiting is allowed, such as one virtual thread per task
     */
    public TransactionSubmitter(
            ChainId chainId, Sm2Signer key, List<? extends TransactionGateway> nodes, Executor executor) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a submitter needs at least one node of chain " + chainId);
        }
        this.chainId = chainId;
        this.key = key;
        this.nodes = List.copyOf(nodes);
        this.executor = executor;
    }

    /**
     * Completes with the certified receipt, whatever the outcome, which the first node then has too unless it lags or is
     * down; fails with {@link TimeoutException} when there is none
     * before the deadline, which leaves open whether the transaction will still be executed.
     */
    public CompletionStage<TransactionRecord> submit(
            String contract, String method, ObjectNode arguments, Duration patience) {
        Bytes encoded = CanonicalJson.encode(arguments);
        long deadline = System.nanoTime() + patience.toNanos();
        return CompletableFuture.supplyAsync(() -> run(contract, method, encoded, deadline), executor);
    }

    /** As the other with a patience of one minute. */
    public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
        return submit(contract, method, arguments, Duration.ofMinutes(1));
    }

    private TransactionRecord run(String contract, String method, Bytes arguments, long deadline) {
        room.acquireUninterruptibly();
        boolean ended = false;
        try {
            while (true) {
                Transaction transaction = signNext(contract, method, arguments, deadline);
                Optional<TransactionRecord> done = follow(transaction, deadline);
                if (done.isPresent()) {
                    ended = true;
                    return done.get();
                }
                forgetSequence();
            }
        } finally {
            room.release();
            if (!ended) {
                forgetSequence();
            }
        }
    }

    private Transaction signNext(String contract, String method, Bytes arguments, long deadline) {
        turn.lock();
        try {
            Sequence sequence = next.isPresent() ? next.get() : readSequence(deadline);
            Transaction transaction = Transaction.sign(chainId, key, sequence, contract, method, arguments);
            next = Optional.of(sequence.next());
            return transaction;
        } finally {
            turn.unlock();
        }
    }

    private void forgetSequence() {
        turn.lock();
        try {
            next = Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    /** Submits and waits, again and again. Empty: the sequence went to another transaction, sign it anew. */
    private Optional<TransactionRecord> follow(Transaction transaction, long deadline) {
        while (true) {
            boolean used = offerToAll(transaction, deadline);
            Optional<TransactionRecord> done = used ? Optional.empty() : receipt(transaction, deadline);
            if (done.isPresent()) {
                return done;
            }
            for (TransactionGateway node : nodes) {
                switch (verdict(node, transaction, deadline)) {
                    case Executed executed -> {
                        return Optional.of(executed.record());
                    }
                    case UsedByAnother usedByAnother -> {
                        return Optional.empty();
                    }
                    case Open open -> remaining(deadline);
                }
            }
            pause(deadline);
        }
    }

    /** What the certified state of one node says about a transaction. */
    private sealed interface Verdict {}

    private record Executed(TransactionRecord record) implements Verdict {}

    private record UsedByAnother() implements Verdict {}

    private record Open() implements Verdict {}

    /** Only a node that has passed the sequence and knows no receipt proves that another transaction took it. */
    private Verdict verdict(TransactionGateway node, Transaction transaction, long deadline) {
        if (!(await(node.readSequence(key.publicKey()).toCompletableFuture(), deadline, SAY_AGAIN)
                        instanceof Heard<Sequence> sequence)
                || sequence.value().compareTo(transaction.sequence()) <= 0) {
            return new Open();
        }
        CompletableFuture<TransactionRecord> asked =
                node.awaitReceipt(transaction.id(), LAST_LOOK).toCompletableFuture();
        return switch (await(asked, deadline, LAST_LOOK.plus(SAY_AGAIN))) {
            case Heard<TransactionRecord> heard -> new Executed(heard.value());
            case Absent<TransactionRecord> absent -> new UsedByAnother();
            case Silent<TransactionRecord> silent -> new Open();
        };
    }

    /** Offers it to all and waits for the first that takes it. @return whether nobody did, for its sequence is used */
    private boolean offerToAll(Transaction transaction, long deadline) {
        List<CompletableFuture<SubmitOutcome>> answers = nodes.stream()
                .map(node -> node.submit(transaction).toCompletableFuture())
                .toList();
        List<CompletableFuture<SubmitOutcome.Accepted>> accepted = answers.stream()
                .map(answer -> answer.thenApply(SubmitOutcome.Accepted.class::cast))
                .toList();
        return switch (await(firstGood(accepted), deadline, SAY_AGAIN)) {
            case Heard<SubmitOutcome.Accepted> heard -> false;
            case Absent<SubmitOutcome.Accepted> absent -> answers.stream().anyMatch(TransactionSubmitter::sequenceUsed);
            case Silent<SubmitOutcome.Accepted> silent -> false;
        };
    }

    private static boolean sequenceUsed(CompletableFuture<SubmitOutcome> answer) {
        return answer.isDone()
                && !answer.isCompletedExceptionally()
                && answer.join() instanceof SubmitOutcome.Refused refused
                && refused.reason().code().equals("SEQUENCE_USED");
    }

    /** The receipt of whichever node has it first; a moment is left for the first node, so that it can be read there. */
    private Optional<TransactionRecord> receipt(Transaction transaction, long deadline) {
        Duration patience = shorter(SAY_AGAIN, remaining(deadline));
        List<CompletableFuture<TransactionRecord>> asked = nodes.stream()
                .map(node -> node.awaitReceipt(transaction.id(), patience).toCompletableFuture())
                .toList();
        return switch (await(firstGood(asked), deadline, patience.plusSeconds(1))) {
            case Heard<TransactionRecord> heard -> {
                await(asked.get(0), deadline, LAST_LOOK);
                yield Optional.of(heard.value());
            }
            case Absent<TransactionRecord> absent -> Optional.empty();
            case Silent<TransactionRecord> silent -> Optional.empty();
        };
    }

    /** Completes with the first that succeeds, or fails when all have failed. */
    private static <T> CompletableFuture<T> firstGood(List<CompletableFuture<T>> asked) {
        CompletableFuture<T> first = new CompletableFuture<>();
        asked.forEach(each -> each.thenAccept(first::complete));
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).exceptionally(allAnsweredSomeBadly -> {
            first.completeExceptionally(new TimeoutException("no node has it"));
            return null;
        });
        return first;
    }

    private Sequence readSequence(long deadline) {
        while (true) {
            List<CompletableFuture<Sequence>> asked = nodes.stream()
                    .map(node -> node.readSequence(key.publicKey()).toCompletableFuture())
                    .toList();
            if (await(firstGood(asked), deadline, SAY_AGAIN) instanceof Heard<Sequence> heard) {
                return heard.value();
            }
            pause(deadline);
        }
    }

    /** Between two attempts, so that nodes that fail at once are not asked without end. */
    private static void pause(long deadline) {
        try {
            Thread.sleep(shorter(PAUSE, remaining(deadline)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private sealed interface Answer<T> {}

    private record Heard<T>(T value) implements Answer<T> {}

    /** The node answered that there is none. */
    private record Absent<T>() implements Answer<T> {}

    /** The node did not answer in time, or its answer was an error: another one is asked. */
    private record Silent<T>() implements Answer<T> {}

    private static <T> Answer<T> await(CompletableFuture<T> future, long deadline, Duration patience) {
        try {
            Duration wait = future.isDone() ? Duration.ZERO : shorter(patience, remaining(deadline));
            return new Heard<>(future.get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException noAnswer) {
            return new Silent<>();
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof TimeoutException ? new Absent<>() : new Silent<>();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration remaining(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new CompletionException(new TimeoutException("no receipt was seen before the deadline"));
        }
        return Duration.ofNanos(left);
    }
}
