package io.regchain.ledger.mempool;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Transaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Checks each transaction's signature once and remembers the good ones by the digest of all signed and signing bytes.
 * Thread-safe. Each validator has its own unless the settings allow those of one process to share.
 */
public final class SignatureChecks {
    private static final int REMEMBERED = 50_000;
    private final Map<Hash32, Boolean> good = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash32, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** Costs one SM2 verification the first time. */
    public boolean valid(Transaction transaction) {
        if (known(transaction)) {
            return true;
        }
        boolean valid = transaction.signatureValid();
        if (valid) {
            good.put(transaction.leaf(), Boolean.TRUE);
        }
        return valid;
    }

    /** The leaf is a digest over what is signed and the signature. */
    private boolean known(Transaction transaction) {
        return good.containsKey(transaction.leaf());
    }

    /** Whether all are valid; those not known yet are checked on {@code workers}, the caller waits. */
    public boolean allValid(List<Transaction> transactions, ExecutorService workers) {
        List<Callable<Boolean>> checks = transactions.stream()
                .filter(transaction -> !known(transaction))
                .<Callable<Boolean>>map(transaction -> () -> valid(transaction))
                .toList();
        try {
            for (Future<Boolean> check : workers.invokeAll(checks)) {
                if (!check.get()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while checking signatures");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a signature check failed", e.getCause());
        }
    }
}
