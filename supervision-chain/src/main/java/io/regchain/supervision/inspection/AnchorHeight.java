package io.regchain.supervision.inspection;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * At which block of the supervision chain a transaction's evidence is anchored: the last one, unless an overwrite (JR/T 0314
 * 6.5 d) has replaced a copy since; then the last one before that. A copy names the local height it is of, which only ever
 * rises, so that block is found by halving.
 */
final class AnchorHeight {
    private AnchorHeight() {}

    /**
     * @param state of the supervision chain at a height
     * @param copies keys of the hub's copies of what the transaction wrote
     * @param written the local height that wrote it
     */
    static Height of(
            Height tip, BiFunction<Height, String, Optional<Bytes>> state, Collection<String> copies, Height written) {
        if (!replaced(tip, state, copies, written)) {
            return tip;
        }
        long whole = 0; // nothing is replaced at genesis
        long replaced = tip.value();
        while (replaced - whole > 1) {
            long middle = whole + (replaced - whole) / 2;
            if (replaced(new Height(middle), state, copies, written)) {
                replaced = middle;
            } else {
                whole = middle;
            }
        }
        return new Height(whole);
    }

    private static boolean replaced(
            Height at, BiFunction<Height, String, Optional<Bytes>> state, Collection<String> copies, Height written) {
        return copies.stream()
                .flatMap(copy -> state.apply(at, copy).stream())
                .anyMatch(copy -> CanonicalJson.decode(copy).path("height").longValue() > written.value());
    }
}
