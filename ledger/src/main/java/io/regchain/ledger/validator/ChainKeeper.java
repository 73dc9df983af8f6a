package io.regchain.ledger.validator;

import io.regchain.ledger.consensus.BlockTimeBounds;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one who appends blocks to a validator's store; makes, checks and applies them. Runs where blocking is allowed.
 * A certified block that does not come out as certified is a breach that stops the validator.
 */
final class ChainKeeper implements Part<ChainKeeper.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(ChainKeeper.class);
    /** Blocks executed at the current height and not decided yet. */
    private static final int MAX_PROCESSED = 8;

    sealed interface Command {}

    /** Make a block on the tip at this height; answered with {@link Made}, or not at all when the tip has moved. */
    record Make(Height height, Round round, List<Transaction> candidates, Mailbox<Made> replyTo) implements Command {}

    record Made(Height height, Round round, Block block) {}

    /**
     * Say whether this block may be voted for; not answered when the tip has moved.
     *
     * @param prepared whether a quorum found it valid before: then its time is not compared with the own clock
     */
    record Check(Block block, Round round, boolean prepared, Mailbox<Checked> replyTo) implements Command {}

    record Checked(Height height, Round round, Hash32 blockHash, Optional<Refusal> refusal) {}

    /** The own core decided this block: its certificate is made of verified votes. */
    record Apply(Block block, CommitCertificate certificate) implements Command {}

    /** Blocks that a peer handed over: each is verified before it is applied. */
    record ApplyFromPeer(List<BlockRecord> records, Mailbox<FromPeerApplied> replyTo) implements Command {}

    /** @param refusal why the rest of the peer's blocks was not taken */
    record FromPeerApplied(Height height, Optional<Refusal> refusal) {}

    private final ValidatorParts parts;
    private final Mailbox<Links.Committed> listener;
    private final SortedMap<Hash32, ProcessedBlock> processed = new TreeMap<>();

    /** @param listener hears of every applied block, in order */
    ChainKeeper(ValidatorParts parts, Mailbox<Links.Committed> listener) {
        this.parts = parts;
        this.listener = listener;
    }

    @Override
    public void receive(Command command) {
        switch (command) {
            case Make make -> make(make);
            case Check check -> check(check);
            case Apply apply -> apply(apply);
            case ApplyFromPeer fromPeer -> applyFromPeer(fromPeer);
        }
    }

    private BlockTip tip() {
        return parts.store().tip();
    }

    private boolean isNext(Height height) {
        return height.equals(tip().height().next());
    }

    private void make(Make make) {
        if (isNext(make.height())) {
            BlockTime time = BlockTimeBounds.next(
                    tip().header().time(), parts.config().clock().now());
            ProcessedBlock made = parts.meters().executing(() -> parts.processor()
                    .make(parts.store().before(), time, parts.key().publicKey(), make.candidates()));
            remember(made);
            make.replyTo().tell(new Made(make.height(), make.round(), made.block()));
        }
    }

    private void remember(ProcessedBlock block) {
        if (processed.size() >= MAX_PROCESSED) {
            processed.clear();
        }
        processed.put(block.hash(), block);
    }

    private void check(Check check) {
        Height height = check.block().header().height();
        if (isNext(height)) {
            Hash32 hash = check.block().header().hash();
            check.replyTo().tell(new Checked(height, check.round(), hash, problem(check, hash)));
        }
    }

    private Optional<Refusal> problem(Check check, Hash32 hash) {
        if (processed.containsKey(hash)) {
            return Optional.empty();
        }
        Block block = check.block();
        Optional<Refusal> early =
                check.prepared() ? Optional.empty() : timeProblem(block.header().time());
        if (early.isPresent()) {
            return early;
        }
        if (!parts.signatures().allValid(block.transactions(), parts.workers())) {
            return Optional.of(new Refusal("SIGNATURE_INVALID", "a transaction of the block has a false signature"));
        }
        return execute(block);
    }

    private Optional<Refusal> timeProblem(BlockTime time) {
        return new BlockTimeBounds(parts.config().timing().skew())
                .problem(time, tip().header().time(), parts.config().clock().now());
    }

    private Optional<Refusal> execute(Block block) {
        BlockProcessor.Check result = parts.meters()
                .executing(() -> parts.processor().check(parts.store().before(), block));
        return switch (result) {
            case BlockProcessor.Check.Valid valid -> {
                remember(valid.processed());
                yield Optional.empty();
            }
            case BlockProcessor.Check.Invalid invalid -> Optional.of(invalid.reason());
        };
    }

    private void apply(Apply apply) {
        if (isNext(apply.block().header().height())) {
            append(apply.block(), apply.certificate());
        }
    }

    /** What is logged is the block as it was executed here, whoever handed the certificate over. */
    private void append(Block block, CommitCertificate certificate) {
        Hash32 hash = block.header().hash();
        if (!processed.containsKey(hash)) {
            execute(block).ifPresent(refusal -> {
                throw new IllegalStateException(parts + ": block "
                        + block.header().height() + " is certified but does not come out so here: " + refusal);
            });
        }
        ProcessedBlock executed = Objects.requireNonNull(processed.get(hash));
        BlockRecord record = new BlockRecord(executed.block(), Optional.of(certificate));
        parts.meters().onDisk(() -> {
            parts.store().append(record, executed);
            return record;
        });
        processed.clear();
        parts.watch().committed(record.height(), record.block().transactions());
        listener.tell(new Links.Committed(executed.tip(), record.block()));
    }

    private void applyFromPeer(ApplyFromPeer fromPeer) {
        Optional<Refusal> refusal = Optional.empty();
        for (BlockRecord record : fromPeer.records()) {
            if (isNext(record.height()) && refusal.isEmpty()) {
                refusal = appendVerified(record);
            }
        }
        refusal.ifPresent(reason -> LOG.warn("{}: a peer's block is refused: {}", parts, reason));
        fromPeer.replyTo().tell(new FromPeerApplied(tip().height(), refusal));
    }

    private Optional<Refusal> appendVerified(BlockRecord record) {
        CommitCertificate certificate = record.certificate().orElseThrow();
        CertificateCheck check = CertificateVerifier.verify(record.block().header(), certificate, tip().validators());
        return switch (check) {
            case VerifiedHeader verified -> appendMatching(record.block(), certificate);
            case CertificateCheck.Refused refused -> Optional.of(refused.reason());
        };
    }

    /** The header is certified; the transactions beside it must be the ones it names. */
    private Optional<Refusal> appendMatching(Block block, CommitCertificate certificate) {
        if (!Transaction.root(block.transactions()).equals(block.header().transactionRoot())) {
            return Optional.of(new Refusal("TRANSACTIONS_DIFFER", "the block's transactions are not its header's"));
        }
        append(block, certificate);
        return Optional.empty();
    }
}
