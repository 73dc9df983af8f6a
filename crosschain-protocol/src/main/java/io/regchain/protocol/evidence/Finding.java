package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Refusal;
import java.util.function.Supplier;

/** What one check came to. */
sealed interface Finding {
    record Holds(String detail) implements Finding {}

    record Fails(Refusal reason) implements Finding {}

    static Finding fails(String code, String message) {
        return new Fails(new Refusal(code, message));
    }

    /** The first failure of a ladder; else the last finding. */
    @SafeVarargs
    static Finding firstFailure(Supplier<Finding>... ladder) {
        Finding last = new Holds("");
        for (Supplier<Finding> rung : ladder) {
            last = rung.get();
            if (last instanceof Fails) {
                return last;
            }
        }
        return last;
    }

    /** Holds without more to say, or fails with this reason. */
    static Finding require(boolean right, String code, Supplier<String> message) {
        return right ? new Holds("") : fails(code, message.get());
    }
}
