package io.regchain.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Lines for a person at a terminal, each with the time since the start. */
public final class Terminal {
    private final PrintWriter out;
    private final boolean quiet;
    private final long started = System.nanoTime();

    public Terminal(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    public double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** Something on the way; left out when quiet. */
    public synchronized void progress(String line) {
        if (!quiet) {
            out.println(String.format(Locale.ROOT, "[%6.1f s] %s", seconds(), line));
            out.flush();
        }
    }

    /** A detail below a line; left out when quiet. */
    public synchronized void detail(String line) {
        if (!quiet) {
            out.println("           " + line);
            out.flush();
        }
    }

    /** What is printed in any case. */
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
