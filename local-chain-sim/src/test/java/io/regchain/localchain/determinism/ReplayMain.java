package io.regchain.localchain.determinism;

import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.execution.RunawayContract;
import io.regchain.ledger.execution.ScriptContract;
import io.regchain.ledger.testkit.RecordedChain;
import io.regchain.localchain.contract.InitialState;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that executes recorded chains again and tells what came out: {@code <file of scripts> <file of a market>}. */
public final class ReplayMain {
    private ReplayMain() {}

    static List<Contract> scripts() {
        return List.of(new ScriptContract("a"), new ScriptContract("b"), new RunawayContract());
    }

    public static void main(String... files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        RecordedChain.read(Path.of(files[0])).replay(scripts()).forEach(out::println);
        RecordedChain.read(Path.of(files[1])).replay(InitialState.contracts()).forEach(out::println);
    }
}
