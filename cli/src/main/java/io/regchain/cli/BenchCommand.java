package io.regchain.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What this program can do on this machine, from single operations to a whole chain under load. */
@Command(
        name = "bench",
        description = {
            "Measures this program on this machine.",
            "Without a subcommand, as `bench basics`: signatures, hashes and the state tree, on one core."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchCommand.Basics.class,
            BenchLedgerCommand.class,
            BenchCallsCommand.class,
            BenchPartsCommand.class
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private BenchBasics basics = new BenchBasics();

    @Override
    public Integer call() {
        return basics.run();
    }

    /** The same under a name of its own. */
    @Command(
            name = "basics",
            description = "Times signatures, hashes and the state tree on this machine, on one core.",
            mixinStandardHelpOptions = true)
    static final class Basics implements Callable<Integer> {
        @Mixin
        private BenchBasics basics = new BenchBasics();

        @Override
        public Integer call() {
            return basics.run();
        }
    }
}
