package io.regchain.cli;

/** What the number with which {@code hub} ends means. Scripts may rely on it. */
public final class ExitCode {
    public static final int DONE = 0;
    /** What was to be checked does not hold: a scenario step, an evidence file, a test. */
    public static final int CHECK_FAILED = 1;
    /** Wrong option, missing argument. */
    public static final int USAGE = 2;
    /** The surroundings say no: a port is taken, a file cannot be read, a data directory is damaged. */
    public static final int ENVIRONMENT = 3;
    /** A fault of the program itself. */
    public static final int OWN_FAULT = 4;

    private ExitCode() {}
}
