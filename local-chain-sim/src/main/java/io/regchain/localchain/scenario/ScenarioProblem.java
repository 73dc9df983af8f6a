package io.regchain.localchain.scenario;

/** A scenario or its journal that cannot be used: file, place in it, what is wrong, and what would be right. */
public final class ScenarioProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public ScenarioProblem(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    public ScenarioProblem(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
