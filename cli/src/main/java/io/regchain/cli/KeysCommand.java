package io.regchain.cli;

import io.regchain.cli.keys.KeyFile;
import io.regchain.cli.keys.KeyStore;
import io.regchain.cli.keys.Passphrase;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and looks after SM2 key files. */
@Command(
        name = "keys",
        description =
                "Makes and looks after SM2 keys: files that only their owner may read, encrypted under a passphrase.",
        mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "What about keys: generate, show or check?");
    }

    @Command(
            name = "generate",
            description = "Makes a new SM2 key pair and writes it to a new file.",
            mixinStandardHelpOptions = true)
    int generate(
            @Parameters(paramLabel = "FILE", description = "The file to write; there must be none of this name.")
                    Path file,
            @Mixin Passphrase passphrase) {
        KeyFile made = KeyStore.generate(file, passphrase);
        print(file, made);
        return ExitCode.DONE;
    }

    @Command(
            name = "show",
            description = "Shows the public key of a key file; needs no passphrase.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "FILE", description = "A key file.") Path file) {
        print(file, KeyStore.read(file));
        return ExitCode.DONE;
    }

    @Command(
            name = "check",
            description = "Opens a key file with its passphrase and signs with it, to show that both are good.",
            mixinStandardHelpOptions = true)
    int check(@Parameters(paramLabel = "FILE", description = "A key file.") Path file, @Mixin Passphrase passphrase) {
        KeyStore.prove(file, passphrase);
        out().println(file + ": the passphrase opens it, and the key signs.");
        return ExitCode.DONE;
    }

    private void print(Path file, KeyFile key) {
        out().println("file         " + file);
        out().println("public key   " + key.publicKey().toHex());
        out().println("fingerprint  " + key.publicKey().fingerprint().toHex());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
