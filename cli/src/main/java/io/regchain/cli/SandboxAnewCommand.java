package io.regchain.cli;

import io.regchain.cli.sandbox.SandboxConnection;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub sandbox anew}: a running sandbox forgets the chain under test. */
@Command(
        name = "anew",
        mixinStandardHelpOptions = true,
        description = {
            "Has a sandbox that runs in another terminal forget your chain, and take it again as it is then: after a change"
                    + " that the hub would not believe, or when its client of your chain is frozen. The hub begins with the"
                    + " same block 0, so a chain that holds later blocks of it must be started anew as well."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:begun anew", "2:wrong usage", "3:no sandbox can be reached"})
final class SandboxAnewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The sandbox's data directory.")
    private Path data;

    @Override
    public Integer call() {
        try (SandboxConnection sandbox = new SandboxConnection(data)) {
            sandbox.order("/anew", CanonicalJson.object());
        }
        spec.commandLine().getOut().println("The sandbox has begun anew.");
        return ExitCode.DONE;
    }
}
