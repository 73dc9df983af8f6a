package io.regchain.cli.sandbox;

import io.regchain.cli.HubAccessFile;
import io.regchain.cli.Logs;
import io.regchain.cli.demo.Terminal;
import io.regchain.dashboards.DashboardPages;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.sandbox.Line;
import io.regchain.localchain.sandbox.Sandbox;
import io.regchain.localchain.sandbox.SandboxSettings;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One sandbox from the first line to Ctrl-C. */
public final class SandboxRun {
    private final SandboxOptions options;
    private final Terminal terminal;
    private final Path directory;
    /** Absent: somebody ends it. */
    private final CompletableFuture<Optional<FederationProblem>> end = new CompletableFuture<>();

    public SandboxRun(SandboxOptions options, PrintWriter out) {
        this.options = options;
        this.terminal = new Terminal(out, false);
        this.directory = options.data().orElseGet(SandboxRun::temporary);
    }

    /**
     * @return the exit code, when somebody ends it
     * @throws FederationProblem when it cannot begin, or cannot begin anew
     */
    public int run() {
        terminal.progress("starting a supervision chain and the partner chain "
                + options.partner().chainId() + "; everything here is for tests, its keys protect nothing");
        Sandbox sandbox = Sandbox.start(new SandboxSettings(
                directory, options.partner(), options.port(), DashboardPages.pages(), this::print, this::begun));
        Logs.toFile(directory.resolve("hub.log"));
        SandboxDesk desk = SandboxDesk.open(sandbox, directory);
        Thread hook = new Thread(() -> end(sandbox, desk), "sandbox-end");
        Runtime.getRuntime().addShutdownHook(hook);
        introduce(sandbox);
        options.applicant().ifPresent(sandbox::join);
        sandbox.broken().thenAccept(problem -> end.complete(Optional.of(problem)));
        end.join().ifPresent(problem -> {
            throw problem;
        });
        return 0;
    }

    private void print(Line line) {
        terminal.progress(line.mark().sign() + " " + line.text());
        line.more().forEach(more -> terminal.detail("  " + more));
    }

    /** At first and whenever it begins anew: tokens of an earlier run are worth nothing. */
    private void begun(Sandbox sandbox) {
        String token = sandbox.federation()
                .desk()
                .apiToken(
                        new Visitor("command-line", Visitor.Role.HUB_OPERATOR, new Scope.All(), "命令行", "Command line"));
        try {
            new HubAccessFile(sandbox.hub(), token).write(directory);
        } catch (IOException e) {
            throw new FederationProblem(directory + " takes no access file: " + e, "make room or rights", e);
        }
        sandbox.chainFile(options.chain(), options.applicant());
        terminal.detail("  pages (the link works once): " + sandbox.hub() + "/login?token="
                + sandbox.federation()
                        .desk()
                        .oneTimeLogin(new Visitor(
                                "sandbox-operator",
                                Visitor.Role.HUB_OPERATOR,
                                new Scope.All(),
                                "监管链运营（沙箱）",
                                "Hub operator (sandbox)")));
    }

    private void introduce(Sandbox sandbox) {
        String data = " --data " + directory;
        terminal.say("");
        terminal.say("  test keys        " + sandbox.testKeys() + " (officers, partner)");
        terminal.say("  for your chain   " + sandbox.testKeys().resolve(options.chain() + ".json")
                + ": the hub to trust, names and keys;");
        terminal.say("                   a chain that runs on these is admitted without further ado (docs/sandbox.md)");
        terminal.say("  program's log    " + directory.resolve("hub.log"));
        terminal.say("");
        terminal.say("From another terminal:");
        if (options.applicant().isEmpty()) {
            terminal.say("  ./hub sandbox join" + data + " --endpoint URL --endpoint URL   takes your chain in");
        }
        terminal.say("  ./hub sandbox call" + data + "   has " + sandbox.partner() + " call your chain, step by step");
        terminal.say("  ./hub sandbox anew" + data + "   forgets your chain and takes it as it is then");
        terminal.say("  ./hub chains" + data + "   how it stands (or calls)");
        terminal.say("");
        terminal.say("Ctrl-C ends it.");
        terminal.say("");
    }

    private void end(Sandbox sandbox, SandboxDesk desk) {
        end.complete(Optional.empty());
        desk.close();
        if (options.data().isPresent()) {
            sandbox.close();
        } else {
            sandbox.closeAndForget();
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("regchain-sandbox-");
        } catch (IOException e) {
            throw new FederationProblem(
                    "no temporary directory can be made: " + e, "name a directory with --data DIR", e);
        }
    }
}
