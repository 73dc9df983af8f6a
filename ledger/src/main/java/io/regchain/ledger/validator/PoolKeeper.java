package io.regchain.ledger.validator;

import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.ledger.mempool.Dropped;
import io.regchain.ledger.mempool.TransactionPool;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Owns a validator's pool: takes transactions in once their signature is checked, tells the other validators of those that
 * came in here, and says when there is work. Runs where blocking is allowed, for it reads sequences from the state.
 */
final class PoolKeeper implements Part<PoolKeeper.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(PoolKeeper.class);
    /** Signature checks under way; what comes beyond is refused as if the pool were full. */
    private static final int MAX_CHECKING = 5_000;

    private static final int MAX_GOSSIP_BYTES = 1 << 20;

    sealed interface Command {}

    /** From a client of this node. */
    record Submit(Transaction transaction, CompletableFuture<SubmitOutcome> answer) implements Command {}

    /** From another validator. */
    record FromPeer(List<Bytes> transactions) implements Command {}

    /** @param answer empty when nobody waits for it */
    record SignatureChecked(Transaction transaction, boolean valid, Optional<CompletableFuture<SubmitOutcome>> answer)
            implements Command {}

    /** What could stand in the next block. */
    record Choose(Height height, Round round, Mailbox<Chosen> replyTo) implements Command {}

    record Chosen(Height height, Round round, List<Transaction> candidates) {}

    /** A peer that has just started knows nothing of what waits here. */
    record ShareWith(int peer) implements Command {}

    /** Say again whether there is work. */
    enum LookForWork implements Command {
        NOW
    }

    record BlockApplied(Block block) implements Command {}

    /** Tell the others of what came in since the last time. */
    private enum Spread implements Command {
        SPREAD
    }

    private final Mailbox<Command> self;
    private final ValidatorParts parts;
    private final Runnable work;
    private final TransactionPool pool;
    private final List<Bytes> toSpread = new ArrayList<>();
    private boolean toldOfRubbish;
    private int checking;

    /** @param work told whenever there is work for a block */
    PoolKeeper(Mailbox<Command> self, ValidatorParts parts, Runnable work) {
        this.self = self;
        this.parts = parts;
        this.work = work;
        this.pool = new TransactionPool(parts.poolSize());
    }

    @Override
    public void receive(Command command) {
        switch (command) {
            case Submit submit -> submit(submit);
            case FromPeer fromPeer -> fromPeer.transactions().forEach(this::fromPeer);
            case SignatureChecked checked -> checked(checked);
            case Choose choose -> choose(choose);
            case BlockApplied applied -> applied(applied.block());
            case Spread spread -> {
                send(toSpread, parts.peers()::sendToAll);
                toSpread.clear();
            }
            case ShareWith share ->
                send(pool.all().stream().map(Transaction::canonical).toList(), message -> parts.peers()
                        .send(share.peer(), message));
            case LookForWork look -> lookForWork();
        }
    }

    private Sequence next(Sm2PublicKey sender) {
        return StateKeys.nextSequence(parts.store().stateAtTip(), sender);
    }

    private void submit(Submit submit) {
        Transaction transaction = submit.transaction();
        Hash32 id = transaction.id();
        if (!transaction.chainId().equals(parts.chainId())) {
            refuse(
                    submit.answer(),
                    "TRANSACTION_OF_OTHER_CHAIN",
                    "the transaction is for chain " + transaction.chainId() + ", this is a node of " + parts.chainId());
        } else if (parts.store().place(id).isPresent()) {
            submit.answer().complete(new SubmitOutcome.Accepted(id));
        } else if (checking >= MAX_CHECKING) {
            refuse(submit.answer(), "POOL_FULL", MAX_CHECKING + " signatures wait to be checked; offer it later");
        } else {
            checkSignature(transaction, Optional.of(submit.answer()));
        }
    }

    private static void refuse(CompletableFuture<SubmitOutcome> answer, String code, String message) {
        answer.complete(new SubmitOutcome.Refused(new Refusal(code, message)));
    }

    private void fromPeer(Bytes canonical) {
        try {
            Transaction transaction = Transaction.decode(canonical);
            if (checking < MAX_CHECKING && transaction.chainId().equals(parts.chainId())) {
                checkSignature(transaction, Optional.empty());
            }
        } catch (DecodeException e) {
            rubbish(e);
        }
    }

    /** Said aloud once: a liar shall not fill the log. */
    private void rubbish(DecodeException reason) {
        LOG.atLevel(toldOfRubbish ? Level.DEBUG : Level.WARN)
                .log("{}: a peer sent bytes that are no transaction: {}", parts, reason.getMessage());
        toldOfRubbish = true;
    }

    /** Off this thread: a check costs a fifth of a millisecond. */
    private void checkSignature(Transaction transaction, Optional<CompletableFuture<SubmitOutcome>> answer) {
        checking++;
        CompletableFuture.supplyAsync(() -> parts.signatures().valid(transaction), parts.workers())
                .whenComplete(
                        (valid, error) -> self.tell(new SignatureChecked(transaction, error == null && valid, answer)));
    }

    private void checked(SignatureChecked checked) {
        checking--;
        if (!checked.valid()) {
            checked.answer()
                    .ifPresent(answer -> refuse(
                            answer, "SIGNATURE_INVALID", "the signature is not the sender's over this transaction"));
            return;
        }
        Transaction transaction = checked.transaction();
        SubmitOutcome outcome =
                switch (pool.offer(transaction, next(transaction.sender()))) {
                    case TransactionPool.Offer.Added added -> {
                        parts.droppedLately().waits(added.id());
                        report(added.dropped());
                        added(transaction, checked.answer().isPresent());
                        yield new SubmitOutcome.Accepted(added.id());
                    }
                    case TransactionPool.Offer.Known known -> new SubmitOutcome.Accepted(known.id());
                    case TransactionPool.Offer.Refused refused -> refusedOrDone(transaction, refused.reason());
                };
        checked.answer().ifPresent(answer -> answer.complete(outcome));
    }

    /** A transaction that came into a block while its signature was checked is accepted like any duplicate. */
    private SubmitOutcome refusedOrDone(Transaction transaction, Refusal reason) {
        Hash32 id = transaction.id();
        return parts.store().place(id).isPresent() ? new SubmitOutcome.Accepted(id) : new SubmitOutcome.Refused(reason);
    }

    private void added(Transaction transaction, boolean cameInHere) {
        parts.board().pooled(pool.size());
        if (cameInHere) {
            if (toSpread.isEmpty()) {
                self.tell(Spread.SPREAD);
            }
            toSpread.add(transaction.canonical());
        }
        if (transaction.sequence().equals(next(transaction.sender()))) {
            work.run();
        }
    }

    /** In messages of bounded size. */
    private void send(List<Bytes> transactions, Consumer<PeerMessage> way) {
        List<Bytes> part = new ArrayList<>();
        int bytes = 0;
        for (Bytes each : transactions) {
            if (!part.isEmpty() && (part.size() == PeerMessage.MAX_ENTRIES || bytes + each.size() > MAX_GOSSIP_BYTES)) {
                way.accept(new PeerMessage.Gossip(parts.index(), part));
                part.clear();
                bytes = 0;
            }
            part.add(each);
            bytes += each.size();
        }
        if (!part.isEmpty()) {
            way.accept(new PeerMessage.Gossip(parts.index(), part));
        }
    }

    private void choose(Choose choose) {
        List<Transaction> candidates = pool.candidates(BlockLimits.DEFAULT.transactions());
        choose.replyTo().tell(new Chosen(choose.height(), choose.round(), candidates));
    }

    private void applied(Block block) {
        report(pool.applied(block.transactions(), this::next));
        parts.board().pooled(pool.size());
        lookForWork();
    }

    /** What is given up is never given up in silence: it is counted, and whoever asks after it is told. */
    private void report(List<Dropped> dropped) {
        parts.droppedLately().add(dropped);
        dropped.forEach(each -> parts.meters().dropped(each.reason()));
    }

    private void lookForWork() {
        if (pool.hasWork()) {
            work.run();
        }
    }
}
