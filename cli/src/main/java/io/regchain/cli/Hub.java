package io.regchain.cli;

import io.regchain.protocol.crypto.CryptoSelfTest;
import io.regchain.protocol.crypto.CryptoSelfTestException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Entry of the {@code hub} command; each subcommand is a class of its own. */
@Command(
        name = "hub",
        description = "The hub of the two-layer blockchain infrastructure of the regional equity markets.",
        mixinStandardHelpOptions = true,
        version = "regulatory chain hub 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            SandboxCommand.class,
            ChainsCommand.class,
            CallsCommand.class,
            ReadCommand.class,
            SimCommand.class,
            VerifyCommand.class,
            ConformanceCommand.class,
            KeysCommand.class,
            BenchCommand.class
        },
        footerHeading = "%nDone by the launcher itself:%n",
        footer = {
            "  test     Builds everything and runs all tests.",
            "  format   Brings all sources into the house's format.",
            "",
            "`hub COMMAND --help` tells more about one command."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:what was checked does not hold",
            "2:wrong usage",
            "3:the surroundings say no (a port is taken, a file or data directory cannot be used)",
            "4:a fault of the program itself"
        })
public final class Hub implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        Logs.quietLibraries();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs one command line and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Hub())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Hub::explain)
                .setExecutionStrategy(Hub::runSelfTested)
                .execute(arguments);
    }

    /** A9.6: no command starts with cryptography that gives wrong answers. */
    private static int runSelfTested(ParseResult parsed) {
        @Nullable Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        try {
            CryptoSelfTest.run();
        } catch (CryptoSelfTestException e) {
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof CommandFailure expected) {
            err.println(name + ": " + expected.getMessage());
            err.println("  " + expected.remedy());
            return expected.exitCode();
        }
        err.println(name + ": a fault of the program itself; please report it with what follows.");
        failure.printStackTrace(err);
        return ExitCode.OWN_FAULT;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
