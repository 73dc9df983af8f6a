package io.regchain.ledger.testkit;

import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.execution.BlockLimits;
import io.regchain.ledger.execution.BlockProcessor;
import io.regchain.ledger.execution.ExecutionLimits;
import io.regchain.ledger.execution.NativeContractRuntime;
import io.regchain.ledger.execution.ProcessedBlock;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.ValidatorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The blocks of a chain with what it started from, to be executed again elsewhere and compared. */
public record RecordedChain(
        ChainId chainId, BlockTime start, SortedMap<String, Bytes> genesisState, List<Block> blocks) {
    /** One line each: chain, start, number of state entries, entries, blocks. */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of(chainId.value(), Long.toString(start.epochMillis()), Integer.toString(genesisState.size())));
        genesisState.forEach((key, value) -> lines.add(key + " " + value.toHex()));
        blocks.forEach(block -> lines.add(block.canonical().toHex()));
        Files.write(file, lines);
    }

    public static RecordedChain read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int entries = Integer.parseInt(lines.get(2));
        SortedMap<String, Bytes> state = new TreeMap<>();
        for (String line : lines.subList(3, 3 + entries)) {
            String[] keyAndValue = line.split(" ", 2);
            state.put(keyAndValue[0], Bytes.ofHex(keyAndValue[1]));
        }
        List<Block> blocks = lines.subList(3 + entries, lines.size()).stream()
                .map(line -> Block.decode(Bytes.ofHex(line)))
                .toList();
        return new RecordedChain(new ChainId(lines.get(0)), new BlockTime(Long.parseLong(lines.get(1))), state, blocks);
    }

    /**
     * Executes every block on the state that the one before it left.
     *
     * @return a line per block: its hash, its three roots, and what its transactions were charged
     * @throws AssertionError when a block does not come out as its header says
     */
    public List<String> replay(List<Contract> contracts) {
        return new Replay(new NativeContractRuntime(contracts, (name, fault) -> {})).all();
    }

    private final class Replay {
        private final BlockProcessor processor;

        Replay(NativeContractRuntime runtime) {
            processor = new BlockProcessor(runtime, ExecutionLimits.DEFAULT, BlockLimits.DEFAULT);
        }

        List<String> all() {
            ValidatorSet validators = TestValidators.of(chainId, 4).set();
            ProcessedBlock last = BlockProcessor.genesis(chainId, start, validators, genesisState);
            List<String> told = new ArrayList<>();
            for (Block block : blocks) {
                last = next(last, block);
                told.add(line(last));
            }
            return told;
        }

        private ProcessedBlock next(ProcessedBlock last, Block block) {
            BlockProcessor.Before before =
                    new BlockProcessor.Before(last.tip(), last.stateChange().after());
            return switch (processor.check(before, block)) {
                case BlockProcessor.Check.Valid valid -> valid.processed();
                case BlockProcessor.Check.Invalid invalid ->
                    throw new AssertionError(
                            "block " + block.header().height() + " came out otherwise here: " + invalid.reason());
            };
        }

        private static String line(ProcessedBlock made) {
            BlockHeader header = made.block().header();
            long charged = made.execution().receipts().stream()
                    .mapToLong(Receipt::metered)
                    .sum();
            return header.height() + " " + made.hash() + " " + header.transactionRoot() + " " + header.receiptRoot()
                    + " " + header.stateRoot() + " " + charged;
        }
    }
}
