package io.regchain.ledger.simulation;

import io.regchain.ledger.consensus.MessageVerifier;
import io.regchain.ledger.consensus.TimeoutPolicy;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.ledger.mempool.SignatureChecks;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.ledger.validator.ChainConfig;
import io.regchain.ledger.validator.ClockSource;
import io.regchain.ledger.validator.ConsensusTiming;
import io.regchain.ledger.validator.Genesis;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/** What all validators of a simulated chain agree on, and what they may share because it holds facts only. */
final class World {
    static final BlockTime START = new BlockTime(1_770_000_000_000L);
    static final TimeoutPolicy ROUNDS = new TimeoutPolicy(Duration.ofSeconds(1), Duration.ofSeconds(8));
    static final Duration SKEW = Duration.ofSeconds(3);
    private static final ChainId CHAIN = new ChainId("jiangsu");
    private static final ConsensusTiming TIMING = new ConsensusTiming(ROUNDS, Optional.of(Duration.ofSeconds(5)), SKEW);
    private static final int REMEMBERED = 20_000;

    private static final Sm2PublicKey LISTENER =
            TestValidators.key("simulated listener").publicKey();

    private final List<Sm2Signer> keys;
    private final List<Validator> seats;
    private final int validators;
    private final List<Contract> contracts;
    private final Genesis genesis;
    private final ProcessedBlock genesisBlock;
    private final BlockProcessor processor;
    private final MessageVerifier verifier = MessageVerifier.remembering(REMEMBERED);
    private final SignatureChecks signatures = new SignatureChecks();
    private final ExecutorService workers = new InlineExecutor();

    /** @param validators of the seats, the first ones, are those of genesis */
    World(int seats, int validators) {
        TestValidators all = TestValidators.of(CHAIN, seats);
        this.keys = all.signers();
        this.seats = all.set().validators();
        this.validators = validators;
        this.contracts = List.of(new Transfers(), new SeatsContract(this.seats));
        ValidatorSet first = new ValidatorSet(this.seats.subList(0, validators));
        this.genesis = new Genesis(CHAIN, START, first, new TreeMap<>());
        this.genesisBlock = BlockProcessor.genesis(CHAIN, START, genesis.validators(), genesis.state());
        this.processor = new BlockProcessor(
                new NativeContractRuntime(contracts, World::contractFailed),
                ExecutionLimits.DEFAULT,
                BlockLimits.DEFAULT);
    }

    private static void contractFailed(String contract, Throwable fault) {
        throw new Violation("contract " + contract + " failed", fault);
    }

    ChainConfig config(ClockSource clock) {
        return new ChainConfig(CHAIN, genesis, contracts, TIMING, clock, seats.subList(validators, seats.size()));
    }

    ChainId chainId() {
        return CHAIN;
    }

    /** How many validators a set has to stand, none of which is smaller than that of genesis. */
    int faulty() {
        return genesis.validators().faulty();
    }

    /** Who is or may become a validator, each at its place. */
    List<Validator> seats() {
        return seats;
    }

    List<Sm2Signer> keys() {
        return keys;
    }

    Sm2PublicKey listener() {
        return LISTENER;
    }

    ProcessedBlock genesis() {
        return genesisBlock;
    }

    BlockProcessor processor() {
        return processor;
    }

    MessageVerifier verifier() {
        return verifier;
    }

    SignatureChecks signatures() {
        return signatures;
    }

    ExecutorService workers() {
        return workers;
    }
}
