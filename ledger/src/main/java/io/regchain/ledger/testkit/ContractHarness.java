package io.regchain.ledger.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.BlockTip;
import io.regchain.ledger.execution.ExecutedTransaction;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.state.StateVersion;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.wire.StateAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A chain in memory for tests of contracts: the real executor, real transactions, real state tree, and blocks certified
 * by four test validators, but no consensus, no network and no disk. Each block is made at once at a time the test sets.
 * Not thread-safe.
 */
public final class ContractHarness {
    private static final Sm2Signature UNSIGNED = TestValidators.key("nobody").sign(new byte[0]);

    private final ChainId chainId;
    private final SortedMap<String, Bytes> genesisState;
    private final TestValidators validators;
    private final Signing signing;
    private final BlockProcessor processor;
    private final List<Throwable> faults = new ArrayList<>();
    private final List<Made> blocks = new ArrayList<>();
    /** Signatures are made once somebody looks at the block: most are never looked at. */
    private final SortedMap<Integer, CertifiedBlock> certified = new TreeMap<>();

    private final SortedMap<Hash32, TransactionRecord> records = new TreeMap<>();
    private final SortedMap<Hash32, Trace> traces = new TreeMap<>();
    /** The whole state after the last block, by full key. */
    private final SortedMap<String, Bytes> state = new TreeMap<>();

    private BlockTime time;

    private record Made(ProcessedBlock processed, BlockTip tip, ValidatorSet deciding) {}

    /** One contract call to be signed with {@code key}. */
    public record Call(Sm2PrivateKey key, String contract, String method, ObjectNode arguments) {}

    /** How transactions and blocks are signed. */
    @FunctionalInterface
    public interface Signing {
        Sm2Signature sign(Sm2PrivateKey key, byte[] message);
    }

    private ContractHarness(
            ChainId chainId,
            BlockTime start,
            SortedMap<String, Bytes> genesisState,
            List<Contract> contracts,
            Signing signing) {
        this.chainId = chainId;
        this.signing = signing;
        this.time = start;
        this.genesisState = new TreeMap<>(genesisState);
        this.validators = TestValidators.of(chainId, 4);
        this.processor = new BlockProcessor(
                new NativeContractRuntime(contracts, (name, fault) -> faults.add(fault)),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
        keep(BlockProcessor.genesis(chainId, start, validators.set(), genesisState), validators.set());
    }

    /** A chain with an empty initial state. */
    public static ContractHarness start(ChainId chainId, BlockTime start, Contract... contracts) {
        return start(chainId, start, new TreeMap<>(), List.of(contracts));
    }

    /** @param genesisState by full state key, canonical JSON values */
    public static ContractHarness start(
            ChainId chainId, BlockTime start, SortedMap<String, Bytes> genesisState, List<Contract> contracts) {
        return start(chainId, start, genesisState, contracts, RepeatedNonces::sign);
    }

    /** As above, with signatures that are the caller's choice, such as those that are equal on every run. */
    public static ContractHarness start(
            ChainId chainId,
            BlockTime start,
            SortedMap<String, Bytes> genesisState,
            List<Contract> contracts,
            Signing signing) {
        return new ContractHarness(chainId, start, genesisState, contracts, signing);
    }

    /** The same key for the same name, in every run. For tests only: anyone can compute it. */
    public static Sm2PrivateKey key(String name) {
        return TestValidators.key(name);
    }

    public ChainId chainId() {
        return chainId;
    }

    public TestValidators validators() {
        return validators;
    }

    public BlockTime time() {
        return time;
    }

    /** The time of the blocks from now on. @throws IllegalArgumentException when it lies before the last block's */
    public ContractHarness at(BlockTime next) {
        if (next.compareTo(tip().header().time()) < 0) {
            throw new IllegalArgumentException("time never goes back: the last block was at "
                    + tip().header().time());
        }
        time = next;
        return this;
    }

    public ContractHarness advance(Duration duration) {
        return at(new BlockTime(time.epochMillis() + duration.toMillis()));
    }

    /** One block with one transaction, whatever comes of it. */
    public TransactionRecord execute(Sm2PrivateKey key, String contract, String method, ObjectNode arguments) {
        return executeBlock(List.of(new Call(key, contract, method, arguments))).get(0);
    }

    /** One block with one transaction that must succeed. @return its result */
    public JsonNode succeed(Sm2PrivateKey key, String contract, String method, ObjectNode arguments) {
        TransactionRecord done = execute(key, contract, method, arguments);
        if (!done.receipt().succeeded()) {
            throw withFaults(contract + "." + method + " should have succeeded but was "
                    + done.receipt().outcome() + ": " + done.receipt().code() + ": "
                    + done.receipt().message());
        }
        return CanonicalJson.decode(done.receipt().result());
    }

    /** One block with one transaction that must be refused or stopped. @return why it was */
    public Refusal refuse(Sm2PrivateKey key, String contract, String method, ObjectNode arguments) {
        TransactionRecord done = execute(key, contract, method, arguments);
        if (done.receipt().succeeded()) {
            throw withFaults(contract + "." + method + " should have been refused but returned "
                    + done.receipt().result().toUtf8());
        }
        return new Refusal(done.receipt().code(), done.receipt().message());
    }

    /** One block with these calls in order. */
    public List<TransactionRecord> executeBlock(List<Call> calls) {
        SortedMap<Hash32, Sequence> next = new TreeMap<>();
        List<Transaction> transactions = new ArrayList<>();
        for (Call call : calls) {
            Hash32 sender = call.key().publicKey().fingerprint();
            Sequence sequence = next.getOrDefault(sender, nextSequence(call.key()));
            next.put(sender, sequence.next());
            transactions.add(signed(call, sequence));
        }
        ProcessedBlock made = processor.make(before(), time, proposer(), transactions);
        keep(made, tip().validators());
        return transactions.stream().map(t -> record(t.id())).toList();
    }

    private Transaction signed(Call call, Sequence sequence) {
        byte[] toSign = transaction(call, sequence, UNSIGNED).signedBytes();
        return transaction(call, sequence, signing.sign(call.key(), toSign));
    }

    private Transaction transaction(Call call, Sequence sequence, Sm2Signature signature) {
        return new Transaction(
                chainId,
                call.key().publicKey(),
                sequence,
                call.contract(),
                call.method(),
                CanonicalJson.encode(call.arguments()),
                signature);
    }

    private Sm2PublicKey proposer() {
        List<Validator> deciding = tip().validators().validators();
        return deciding.get((int) (height().value() % deciding.size())).publicKey();
    }

    /** A block without transactions. */
    public CertifiedBlock emptyBlock() {
        executeBlock(List.of());
        return block(height());
    }

    private BlockProcessor.Before before() {
        return new BlockProcessor.Before(tip(), last().processed().stateChange().after());
    }

    private Sequence nextSequence(Sm2PrivateKey key) {
        return StateKeys.nextSequence(before().state()::read, key.publicKey());
    }

    private void keep(ProcessedBlock made, ValidatorSet deciding) {
        made.execution().writes().forEach((key, value) -> {
            value.ifPresentOrElse(present -> state.put(key, present), () -> state.remove(key));
        });
        blocks.add(new Made(made, made.tip(), deciding));
        keepRecords(made);
    }

    private void keepRecords(ProcessedBlock made) {
        int index = 0;
        for (ExecutedTransaction done : made.execution().executed()) {
            Hash32 id = done.transaction().id();
            records.put(
                    id,
                    new TransactionRecord(
                            done.transaction(),
                            done.receipt(),
                            made.block().header().height(),
                            index++));
            traces.put(id, done.trace());
        }
    }

    private CertifiedBlock certify(int height) {
        ProcessedBlock made = blocks.get(height).processed();
        Optional<CommitCertificate> certificate = height == 0
                ? Optional.empty()
                : Optional.of(TestValidators.certify(
                        blocks.get(height).deciding(), made.block().header(), Round.ZERO, signing));
        return new CertifiedBlock(
                made.block(),
                made.hash(),
                certificate,
                blocks.get(height).deciding(),
                made.execution().receipts());
    }

    private Made last() {
        return blocks.get(blocks.size() - 1);
    }

    private BlockTip tip() {
        return last().tip();
    }

    private TransactionRecord record(Hash32 id) {
        return transaction(id).orElseThrow(() -> withFaults("the transaction " + id + " did not fit into its block"));
    }

    private AssertionError withFaults(String message) {
        AssertionError error = new AssertionError(message);
        faults.forEach(error::addSuppressed);
        return error;
    }

    public Height height() {
        return tip().height();
    }

    public Hash32 stateRoot() {
        return tip().header().stateRoot();
    }

    /** @throws IndexOutOfBoundsException when there is no such block yet */
    public CertifiedBlock block(Height height) {
        return certified.computeIfAbsent(Math.toIntExact(height.value()), this::certify);
    }

    public CertifiedBlock lastBlock() {
        return block(height());
    }

    public Optional<TransactionRecord> transaction(Hash32 id) {
        return Optional.ofNullable(records.get(id));
    }

    public Optional<Trace> trace(Hash32 id) {
        return Optional.ofNullable(traces.get(id));
    }

    /** The value of a full state key after the last block. */
    public Optional<JsonNode> read(String key) {
        return readBytes(height(), key).map(CanonicalJson::decode);
    }

    public Optional<Bytes> readBytes(Height height, String key) {
        return height.equals(height())
                ? Optional.ofNullable(state.get(key))
                : after(height).read(key);
    }

    /** The whole state after the last block, by full key. */
    public SortedMap<String, Bytes> state() {
        return new TreeMap<>(state);
    }

    /** Proves what a full key holds, or that it is absent, under the state root of the block at {@code height}. */
    public StateProof prove(Height height, String key) {
        return after(height).prove(key);
    }

    private StateVersion after(Height height) {
        return blocks.get(Math.toIntExact(height.value()))
                .processed()
                .stateChange()
                .after();
    }

    /** This chain as a full node shows it. */
    public CertifiedState certifiedState() {
        ContractHarness chain = this;
        return new CertifiedState() {
            @Override
            public Height height() {
                return chain.height();
            }

            @Override
            public Optional<CertifiedBlock> block(Height height) {
                return height.compareTo(chain.height()) > 0 ? Optional.empty() : Optional.of(chain.block(height));
            }

            @Override
            public Optional<Bytes> read(Height height, String key) {
                return chain.readBytes(height, key);
            }

            @Override
            public StateProof prove(Height height, String key) {
                return chain.prove(height, key);
            }
        };
    }

    /** What an honest node answers when it is asked for a full key at a height. */
    public StateAnswer answer(String key, Height height) {
        return new StateAnswer(height, key, readBytes(height, key), prove(height, key));
    }

    /** The chain as it is, to be executed again elsewhere. */
    public RecordedChain recorded() {
        return new RecordedChain(
                chainId,
                block(Height.ZERO).block().header().time(),
                genesisState,
                blocks.stream().skip(1).map(made -> made.processed().block()).toList());
    }

    /** What contracts threw that was not a refusal: the causes behind {@code CONTRACT_FAULT}. */
    public List<Throwable> faults() {
        return List.copyOf(faults);
    }
}
