package io.regchain.ledger.validator;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.regchain.ledger.consensus.MessageVerifier;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.node.TestChain;
import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.ledger.storage.BlockRecord;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.CertifiedHeader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;

/** What one part of validator {@value INDEX} of a chain of four, with two joiners, finds around it, in the hands of a test. */
final class Surroundings {
    static final int INDEX = 1;
    final TestChain chain = TestChain.of("shanghai", 4);
    /** The first four of them are the validators. */
    private final TestValidators seats = TestValidators.of(chain.config().chainId(), 6);

    final SimulatedDisk disk = new SimulatedDisk("disk");
    final BlockProcessor processor = new BlockProcessor(
            new NativeContractRuntime(chain.config().contracts(), (name, fault) -> {}),
            ExecutionLimits.DEFAULT,
            BlockLimits.DEFAULT);
    final ValidatorStore store = ValidatorStore.open(disk, INDEX, genesis(), processor);
    final List<Sent> sent = new ArrayList<>();
    final SortedMap<String, Object> timers = new TreeMap<>();
    private int draws;
    final ExecutorService workers = ForkJoinPool.commonPool();

    record Sent(int to, PeerMessage message) {}

    private ProcessedBlock genesis() {
        Genesis start = chain.config().genesis();
        return BlockProcessor.genesis(start.chainId(), start.time(), start.validators(), start.state());
    }

    Sm2PrivateKey key(int index) {
        return seats.keys().get(index);
    }

    ValidatorParts parts() {
        return new ValidatorParts(
                chain.config().withJoiners(seats.set().validators().subList(4, 6)),
                INDEX,
                key(INDEX),
                TestValidators.key("nobody").publicKey(),
                this::drawn,
                store,
                processor,
                MessageVerifier.thorough(),
                new SignatureChecks(),
                new StatusBoard(6),
                new ValidatorMeters(new CompositeMeterRegistry(), chain.config().chainId(), INDEX),
                new CommitWatch(Runnable::run),
                new DroppedLately(),
                peers(),
                workers,
                100);
    }

    /** The first is its directory's. */
    private Hash32 drawn() {
        draws++;
        return birth(draws == 1 ? INDEX : 100 + draws);
    }

    static Hash32 birth(int number) {
        return io.regchain.protocol.crypto.Sm3.hash(new byte[] {(byte) number});
    }

    private Peers peers() {
        return new Peers() {
            @Override
            public void send(int validatorIndex, PeerMessage message) {
                sent.add(new Sent(validatorIndex, message));
            }

            @Override
            public void sendToAll(PeerMessage message) {
                sent.add(new Sent(-1, message));
            }
        };
    }

    /** A part's own mailbox and timers. */
    <M> Host.Surroundings<M> of(ArrayDeque<M> own) {
        return new Host.Surroundings<>(own::add, new Timers<>() {
            @Override
            public void start(String name, M message, Duration delay) {
                timers.put(name, message);
            }

            @Override
            public void cancel(String name) {
                timers.remove(name);
            }
        });
    }

    /** The next block on the store's tip, executed. */
    ProcessedBlock next(Transaction... transactions) {
        return processor.make(
                store.before(), chain.config().clock().now(), key(INDEX).publicKey(), List.of(transactions));
    }

    BirthNotice notice(int seat, int birth) {
        return BirthNotice.sign(chain.config().chainId(), birth(birth), key(seat));
    }

    static PeerMessage.Hello hello(int from, long height, BirthNotice notice) {
        return new PeerMessage.Hello(from, new Height(height), notice, birth(50));
    }

    /** Signed with the key of this seat. */
    HelloAnswer said(
            int signer,
            BirthNotice notice,
            PeerMessage.Hello to,
            long height,
            BirthNotice shown,
            Optional<Bytes> proof) {
        return HelloAnswer.sign(chain.config().chainId(), to, new Height(height), notice, shown, proof, key(signer));
    }

    static Bytes proof(BlockHeader header, CommitCertificate certificate) {
        return CanonicalJson.encode(new CertifiedHeader(header, certificate).toJson());
    }

    /** To whom such messages were sent, in order; −1 is everybody. */
    List<Integer> sentTo(Class<? extends PeerMessage> kind) {
        return sent.stream()
                .filter(each -> kind.isInstance(each.message()))
                .map(Sent::to)
                .toList();
    }

    /** The set that these seats make. */
    ValidatorSet set(Integer... places) {
        return new ValidatorSet(Arrays.stream(places)
                .map(place -> seats.set().validators().get(place))
                .toList());
    }

    /** Appends a first block after which these seats decide. */
    ProcessedBlock append(ValidatorSet next) {
        return append(next(ServedChain.changing(chain.config().chainId(), 0, next)));
    }

    /** Appends a block that the genesis validators certify. */
    ProcessedBlock append(ProcessedBlock block) {
        store.append(new BlockRecord(block.block(), Optional.of(certificate(block.block()))), block);
        return block;
    }

    CommitCertificate certificate(Block block) {
        return chain.validators().certify(block.header(), Round.ZERO);
    }
}
