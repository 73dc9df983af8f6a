package io.regchain.ledger.simulation;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2Signer;
import java.util.List;
import java.util.TreeMap;

/**
 * Sends transfers and says each again until it sees it executed. A careless one signs some sequences twice, for two
 * different transfers, and hands them to different validators: then exactly one of the two is executed.
 */
final class SimulatedClient {
    private static final int AHEAD = 4;
    private final ChainSimulation chain;
    private final Sm2Signer key;
    private final int transfers;
    private final boolean careless;
    private final TreeMap<Sequence, List<Transaction>> signed = new TreeMap<>();
    private boolean done;

    SimulatedClient(ChainSimulation chain, Sm2Signer key, int transfers, boolean careless) {
        this.chain = chain;
        this.key = key;
        this.transfers = transfers;
        this.careless = careless;
    }

    String account() {
        return key.publicKey().fingerprint().toHex();
    }

    void work() {
        Sequence next = chain.watch().nextSequence(key.publicKey());
        long end = Math.min(transfers, next.value() + AHEAD);
        for (long sequence = next.value(); sequence < end; sequence++) {
            for (Transaction transaction : signed.computeIfAbsent(new Sequence(sequence), this::sign)) {
                chain.anyNode().submit(transaction);
            }
        }
        if (!done()) {
            chain.schedule().after(200 + chain.random().nextInt(1_500), this::work);
        }
    }

    private List<Transaction> sign(Sequence sequence) {
        boolean twice = careless && chain.random().nextInt(4) == 0;
        if (twice) {
            chain.tally().count("sequences signed twice by a client");
            return List.of(transfer(sequence), transfer(sequence));
        }
        return List.of(transfer(sequence));
    }

    /** Sometimes more than the account holds, which is refused and uses its sequence up all the same. */
    private Transaction transfer(Sequence sequence) {
        long amount = 1L + chain.random().nextInt(chain.random().nextInt(10) == 0 ? 5_000 : 40);
        String to = chain.anyClient().account();
        return Transaction.sign(
                chain.world().chainId(),
                key,
                sequence,
                Transfers.NAME,
                "transfer",
                CanonicalJson.encode(Transfers.arguments(to, amount)));
    }

    /** What is executed stays executed, so once is for good. */
    boolean done() {
        done = done || chain.watch().nextSequence(key.publicKey()).value() >= transfers;
        return done;
    }

    long balance() {
        return chain.watch()
                .read(Transfers.NAME + "/" + Transfers.account(account()))
                .map(Bytes::toUtf8)
                .map(Long::parseLong)
                .orElse(Transfers.START);
    }

    /** Of each sequence exactly one of the signed transfers was executed. */
    void checkExecutedOnce() {
        signed.forEach((sequence, candidates) -> {
            long times = candidates.stream()
                    .map(Transaction::id)
                    .distinct()
                    .filter(this::executed)
                    .count();
            chain.watch().check(times == 1, "sequence " + sequence + " was executed " + times + " times");
        });
    }

    private boolean executed(Hash32 id) {
        return chain.watch().executed(id);
    }
}
