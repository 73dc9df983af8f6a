package io.regchain.localchain.sandbox;

import java.util.List;

/**
 * What stands behind a refusal or a function.
 *
 * @param clause of the standard, the guideline (A…) or docs/protocol.md (section …)
 * @param right what would be right, and who can make it so
 */
public record Lesson(String clause, String right) {
    List<String> lines() {
        return List.of("clause: " + clause, "right:  " + right);
    }
}
