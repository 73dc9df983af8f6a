package io.regchain.cli.demo;

import io.regchain.cli.HubAccessFile;
import io.regchain.cli.Logs;
import io.regchain.dashboards.DashboardPages;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.localchain.business.DailyBusiness;
import io.regchain.localchain.business.HubOffice;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One demo from the first line to the last. */
public final class DemoRun {
    private static final Duration BETWEEN_TRADES = Duration.ofSeconds(4);
    private static final long SEED = 2026;
    private static final Duration INDEX_PATIENCE = Duration.ofSeconds(20);

    private final DemoOptions options;
    private final Terminal terminal;
    private final CountDownLatch stop = new CountDownLatch(1);

    public DemoRun(DemoOptions options, PrintWriter out) {
        this.options = options;
        this.terminal = new Terminal(out, options.quiet());
    }

    /** @return the exit code: 0, or 1 when a story did not come out as told */
    public int run() {
        Path directory = options.data().orElseGet(DemoRun::temporary);
        terminal.progress("starting one supervision chain and "
                + options.markets().size() + " local chains in one process;" + " state in " + directory);
        Federation federation = Federation.start(new FederationSettings(
                directory,
                options.markets(),
                options.snapshots(),
                options.bounds(),
                options.port(),
                FederationSettings.STORY_BEGINS,
                DashboardPages.pages(),
                terminal::progress));
        Logs.toFile(directory.resolve("hub.log"));
        grantAccess(federation, directory);
        Thread hook = new Thread(() -> end(federation), "demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return tell(federation);
        } finally {
            if (options.exit()) {
                Runtime.getRuntime().removeShutdownHook(hook);
                end(federation);
            }
        }
    }

    /** For {@code hub chains} and {@code hub calls} in another terminal. */
    private static void grantAccess(Federation federation, Path directory) {
        String token = federation
                .desk()
                .apiToken(
                        new Visitor("command-line", Visitor.Role.HUB_OPERATOR, new Scope.All(), "命令行", "Command line"));
        try {
            new HubAccessFile(address(federation), token).write(directory);
        } catch (IOException e) {
            throw new FederationProblem(directory + " takes no access file: " + e, "make room or rights", e);
        }
    }

    private int tell(Federation federation) {
        double live = terminal.seconds();
        terminal.progress("all chains live: registered by one officer, approved by another, followed by the hub");
        boolean asTold = new Stories(federation, terminal).tell();
        double told = terminal.seconds();
        List<DailyBusiness> business = business(federation);
        terminal.say("");
        if (!federation.awaitIndexed(INDEX_PATIENCE)) {
            terminal.say("The index is slow and behind the chains: this table does not tell of all yet.");
        }
        ChainTable.of(federation).forEach(terminal::say);
        terminal.say("");
        terminal.say(String.format(
                Locale.ROOT,
                "All chains live after %.1f s; S3 and S4 %s after %.1f s.",
                live,
                asTold ? "done" : "FAILED",
                told));
        links(federation).forEach(terminal::say);
        if (options.keepsFiles()) {
            new TransferEvidence(federation).write().forEach(terminal::say);
        }
        if (asTold && !options.exit()) {
            terminal.say("");
            terminal.say("How it goes, from another terminal: ./hub chains --data "
                    + federation.directory().root() + " (or calls)");
            terminal.say(
                    "Business goes on: one small transfer every " + BETWEEN_TRADES.toSeconds() + " s. Ctrl-C ends it.");
            goOn(business);
        }
        return asTold ? 0 : 1;
    }

    private List<DailyBusiness> business(Federation federation) {
        List<DailyBusiness> business = new ArrayList<>();
        for (LocalMarket market : federation.markets()) {
            HubOffice office = new HubOffice(address(federation), market.chainId(), marketToken(federation, market));
            DailyBusiness daily = new DailyBusiness(
                    market, office, SEED, () -> federation.clock().now().toInstant());
            business.add(daily);
        }
        return business;
    }

    private static URI address(Federation federation) {
        return URI.create("http://127.0.0.1:" + federation.httpPort());
    }

    private static String marketToken(Federation federation, LocalMarket market) {
        return federation
                .desk()
                .apiToken(new Visitor(
                        "operator-" + market.chainId(),
                        Visitor.Role.MARKET_OPERATOR,
                        Scope.only(Set.of(market.chainId().value())),
                        market.plan().market().operator(),
                        market.plan().market().regionEnglish() + " market operator"));
    }

    /** One login link per role; each opens one session. */
    private List<String> links(Federation federation) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Open in a browser (each link works once):");
        lines.add(link(
                federation,
                "hub operator",
                "监管链运营（中国证监会技术团队）",
                "Hub operator",
                Visitor.Role.HUB_OPERATOR,
                new Scope.All()));
        lines.add(link(
                federation,
                "Jiangsu regulator",
                "江苏省地方金融监管",
                "Jiangsu provincial regulator",
                Visitor.Role.PROVINCIAL_REGULATOR,
                Scope.only(Set.of("jiangsu"))));
        lines.add(link(
                federation,
                "integrator",
                "地方链集成方（江苏）",
                "Integrator of the Jiangsu chain",
                Visitor.Role.INTEGRATOR,
                Scope.only(Set.of("jiangsu"))));
        lines.addAll(window(federation));
        return lines;
    }

    /** The node interface for whoever builds a chain: the same functions, on a plain loopback address, with a token. */
    private static List<String> window(Federation federation) {
        String token = federation
                .desk()
                .apiToken(new Visitor(
                        "integrator",
                        Visitor.Role.INTEGRATOR,
                        Scope.only(Set.of("jiangsu")),
                        "地方链集成方（江苏）",
                        "Integrator of the Jiangsu chain"));
        return List.of(
                "",
                "The node interface of the Jiangsu chain (regchain.v1.LocalChainNode), as an integrator tries it:",
                "  curl -H 'Authorization: Bearer " + token + "' -H 'Content-Type: application/json' \\",
                "    -d '{\"networkId\":\"jiangsu\"}' http://127.0.0.1:" + federation.windowPort()
                        + "/nodes/jiangsu/0/regchain.v1.LocalChainNode/GetNetworkStatus",
                "and how the conformance kit tries it, on two of its nodes:",
                "  ./hub conformance --endpoint " + node(federation, 0) + " --endpoint " + node(federation, 1)
                        + " --token " + token + " --report reports");
    }

    private static String node(Federation federation, int index) {
        return "http://127.0.0.1:" + federation.windowPort() + "/nodes/jiangsu/" + index;
    }

    private String link(
            Federation federation, String who, String name, String english, Visitor.Role role, Scope scope) {
        String token = federation.desk().oneTimeLogin(new Visitor(role.code(), role, scope, name, english));
        return String.format(Locale.ROOT, "  %-18s %s/login?token=%s", who, address(federation), token);
    }

    /** Market after market prepares itself and then trades, until somebody ends the program. */
    private void goOn(List<DailyBusiness> business) {
        List<DailyBusiness> ready = new ArrayList<>();
        int next = 0;
        while (!ended(BETWEEN_TRADES)) {
            if (ready.size() < business.size()) {
                DailyBusiness fresh = business.get(ready.size());
                fresh.prepare();
                ready.add(fresh);
            }
            TransactionRecord done = ready.get(next++ % ready.size()).trade();
            terminal.progress("transfer on " + done.transaction().chainId() + ", block " + done.height());
        }
    }

    private boolean ended(Duration wait) {
        try {
            return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void end(Federation federation) {
        stop.countDown();
        terminal.say("");
        terminal.say("Stopping; every block is on disk already.");
        if (options.data().isPresent()) {
            federation.close();
        } else {
            federation.closeAndForget();
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("regchain-demo-");
        } catch (IOException e) {
            throw new FederationProblem(
                    "no temporary directory can be made: " + e, "name a directory with --data DIR", e);
        }
    }
}
