package io.regchain.identity.did;

import io.regchain.protocol.base.Did;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a resolver is asked: {@code GET /did:rem:…} and the wanted representation (JR/T 0325 5.4.1), checked once. */
public sealed interface ResolutionRequest {
    /** A well-formed question. */
    record Asked(Did did) implements ResolutionRequest {}

    /** A question that is answered without looking anything up. */
    record Answered(DidResolution.Failed answer) implements ResolutionRequest {}

    /** What the document can be had as; a JSON-LD document is JSON too. */
    Set<String> REPRESENTATIONS =
            new TreeSet<>(List.of(DidResolution.CONTENT_TYPE, "application/did+json", "application/json"));

    /**
     * @param did the text after the slash
     * @param representation the media type of the {@code resolutionOptions}, {@code Content-Type} or {@code Accept} header;
     *     empty when none was sent, which asks for the standard's own
     */
    static ResolutionRequest of(String did, Optional<String> representation) {
        if (representation.isPresent() && !supported(representation.get())) {
            return new Answered(new DidResolution.Failed(
                    ResolutionError.REPRESENTATION_NOT_SUPPORTED,
                    "\"" + representation.get() + "\" is not supported; ask for " + DidResolution.CONTENT_TYPE));
        }
        try {
            return new Asked(Did.parse(did));
        } catch (IllegalArgumentException e) {
            return new Answered(new DidResolution.Failed(
                    ResolutionError.INVALID_DID,
                    Optional.ofNullable(e.getMessage()).orElse("not a DID")));
        }
    }

    /** One of several media types is enough, as in an {@code Accept} header; parameters are passed over. */
    private static boolean supported(String header) {
        for (String range : header.toLowerCase(Locale.ROOT).split(",")) {
            String type = range.split(";", 2)[0].strip();
            if (type.equals("*/*") || type.equals("application/*") || REPRESENTATIONS.contains(type)) {
                return true;
            }
        }
        return false;
    }
}
