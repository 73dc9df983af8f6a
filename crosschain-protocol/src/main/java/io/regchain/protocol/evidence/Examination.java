package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a file of any kind is examined: whether it can be read and is whole, then check by check, each of them reported. */
final class Examination {
    private static final String STRUCTURE = "structure";
    private static final String STRUCTURE_PROVES = "The file is complete, in canonical form, and holds nothing else";

    /** @param proves what stands when it passed, for people */
    record Check<F>(String name, String proves, Function<F, Finding> examine) {}

    /** @param file absent when it could not be read or is not whole; then no other check was reached */
    record Result<F>(List<EvidenceCheck> checks, Optional<F> file) {}

    private Examination() {}

    /** @param parse throws {@link DecodeException} when the bytes are no such file */
    static <F> Result<F> of(
            Bytes bytes, Function<Bytes, F> parse, Function<F, Finding> structure, List<Check<F>> checks) {
        F file;
        try {
            file = parse.apply(bytes);
        } catch (DecodeException e) {
            return unreadable(Finding.fails("EVIDENCE_MALFORMED", String.valueOf(e.getMessage())), checks);
        }
        Finding whole = structure.apply(file);
        if (whole instanceof Finding.Fails) {
            return unreadable(whole, checks);
        }
        List<EvidenceCheck> made = new ArrayList<>();
        made.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, whole));
        checks.forEach(check -> made.add(EvidenceCheck.of(check.name(), check.proves(), examine(check, file))));
        return new Result<>(made, Optional.of(file));
    }

    private static <F> Finding examine(Check<F> check, F file) {
        try {
            return check.examine().apply(file);
        } catch (DecodeException e) {
            return Finding.fails("PIECE_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private static <F> Result<F> unreadable(Finding structure, List<Check<F>> checks) {
        List<EvidenceCheck> made = new ArrayList<>();
        made.add(EvidenceCheck.of(STRUCTURE, STRUCTURE_PROVES, structure));
        checks.forEach(check -> made.add(EvidenceCheck.notReached(check.name(), check.proves())));
        return new Result<>(made, Optional.empty());
    }

    // ---- what every kind of file must be

    /** @param written the bytes that the content is written as */
    static Finding canonical(Bytes written, Bytes given) {
        return Finding.require(
                written.equals(given),
                "EVIDENCE_NOT_CANONICAL",
                () -> "the file is not byte for byte what its content is written as: canonical JSON (RFC 8785), no"
                        + " field beyond the format's, hexadecimal in lower case, and one line feed at the end");
    }

    static Finding digest(Hash32 claimed, Hash32 computed) {
        return Finding.firstFailure(
                () -> Finding.require(
                        claimed.equals(computed),
                        "DIGEST_MISMATCH",
                        () -> "the digest is " + claimed + "; of this content it is " + computed),
                () -> new Finding.Holds("SM3 " + claimed));
    }
}
