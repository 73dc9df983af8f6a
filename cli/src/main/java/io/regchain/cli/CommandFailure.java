package io.regchain.cli;

/** Ends a command with a clear message instead of a stack trace. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final String remedy;

    private CommandFailure(int exitCode, String problem, String remedy) {
        super(problem);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    /**
     * @param problem what could not be done, where and why
     * @param remedy what the user can do about it
     */
    public static CommandFailure ofEnvironment(String problem, String remedy) {
        return new CommandFailure(ExitCode.ENVIRONMENT, problem, remedy);
    }

    /** As {@link #ofEnvironment}, for a wrong use of the command. */
    public static CommandFailure ofUsage(String problem, String remedy) {
        return new CommandFailure(ExitCode.USAGE, problem, remedy);
    }

    /** As {@link #ofEnvironment}, for a check that did not hold. */
    public static CommandFailure ofCheck(String problem, String remedy) {
        return new CommandFailure(ExitCode.CHECK_FAILED, problem, remedy);
    }

    public int exitCode() {
        return exitCode;
    }

    public String remedy() {
        return remedy;
    }
}
