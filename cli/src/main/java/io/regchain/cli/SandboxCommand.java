package io.regchain.cli;

import io.regchain.cli.sandbox.ApplicantJson;
import io.regchain.cli.sandbox.SandboxOptions;
import io.regchain.cli.sandbox.SandboxRun;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.localchain.sandbox.Applicant;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub sandbox}: a hub with test keys and a partner chain, for a chain that is being built. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a hub with test keys and a partner chain, waits for the chain that you point at it, registers and "
                    + "approves it, connects it, and tells at each step what the hub sees of it, what it does, and which clause "
                    + "asks for what. When your chain begins anew, so does the sandbox. Runs until Ctrl-C.",
            "",
            "  ./hub sandbox --chain-id sichuan --join http://127.0.0.1:9101 --join http://127.0.0.1:9102"
        },
        subcommands = {SandboxJoinCommand.class, SandboxCallCommand.class, SandboxAnewCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by Ctrl-C",
            "2:wrong usage",
            "3:the port is taken, or the data directory or a file cannot be used"
        })
final class SandboxCommand implements Callable<Integer> {
    private static final String EXAMPLE = "sichuan";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Where test keys and logs are kept. On the same directory keys and the hub's block 0 are the same at every "
                        + "start; chains are forgotten.",
                "Default: a temporary directory, removed at the end."
            })
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where the hub's pages and API listen on 127.0.0.1. Default: 0, the system chooses.")
    private int port;

    @Option(
            names = "--partner",
            paramLabel = "ID",
            defaultValue = "jiangsu",
            description = "The market whose chain is the partner. Default: jiangsu.")
    private String partner = "jiangsu";

    @Mixin
    private ApplicantOptions chain;

    @Override
    public Integer call() {
        SandboxOptions options = options();
        try {
            return new SandboxRun(options, spec.commandLine().getOut()).run();
        } catch (FederationProblem problem) {
            throw CommandFailure.ofEnvironment(String.valueOf(problem.getMessage()), problem.remedy());
        }
    }

    private SandboxOptions options() {
        FreePort.require(spec.commandLine(), port);
        Market home = market("--partner", partner);
        ChainId own = chain.chainId() == null
                ? example(home)
                : market("--chain-id", chain.chainId()).chainId();
        if (own.equals(home.chainId())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--chain-id and --partner are both " + own + "; say which other market the partner is");
        }
        Optional<Applicant> applicant =
                chain.given() ? Optional.of(ApplicantJson.read(chain.toJson())) : Optional.empty();
        return new SandboxOptions(Optional.ofNullable(data), port, MarketPlan.of(home), own, applicant);
    }

    /** Whose file of test keys is written when no chain is named. */
    private static ChainId example(Market partner) {
        return Stream.of(EXAMPLE, "jiangsu")
                .map(ChainId::new)
                .filter(id -> !id.equals(partner.chainId()))
                .findFirst()
                .orElseThrow();
    }

    private Market market(String option, String name) {
        try {
            return Markets.byChain(new ChainId(name)).orElseThrow(IllegalArgumentException::new);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": there is no market \"" + name + "\"; labels are those of JR/T 0325 table 2, such as "
                            + EXAMPLE);
        }
    }
}
