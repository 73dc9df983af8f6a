package io.regchain.cli;

import io.regchain.cli.sandbox.SandboxConnection;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub sandbox join}: points a chain at a sandbox that runs. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = {
            "Points a chain at a sandbox that runs in another terminal, which from then on waits for it, admits it and tells "
                    + "of it. A chain that was there before is forgotten.",
            "",
            "  ./hub sandbox join --data DIR --endpoint http://127.0.0.1:9101 --endpoint http://127.0.0.1:9102"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the sandbox looks for it", "2:wrong usage", "3:no sandbox can be reached"})
final class SandboxJoinCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The sandbox's data directory.")
    private Path data;

    @Mixin
    private ApplicantOptions chain;

    @Override
    public Integer call() {
        try (SandboxConnection sandbox = new SandboxConnection(data)) {
            sandbox.order("/join", chain.toJson());
        }
        spec.commandLine().getOut().println("The sandbox looks for your chain; its own terminal tells the rest.");
        return ExitCode.DONE;
    }
}
