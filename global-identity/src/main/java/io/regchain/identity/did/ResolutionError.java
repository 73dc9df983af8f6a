package io.regchain.identity.did;

import io.regchain.protocol.base.DecodeException;

/** Why a DID did not resolve, JR/T 0325 table 4; written as the table writes it, read without regard to case. */
public enum ResolutionError {
    INVALID_DID("InvalidDid"),
    NOT_FOUND("notFound"),
    REPRESENTATION_NOT_SUPPORTED("representationNotSupported"),
    INTERNAL_ERROR("internalError");

    private final String value;

    ResolutionError(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    /** @throws DecodeException when table 4 has no such value */
    public static ResolutionError parse(String text) {
        for (ResolutionError error : values()) {
            if (error.value.equalsIgnoreCase(text)) {
                return error;
            }
        }
        throw new DecodeException("table 4 of JR/T 0325 has no error \"" + text + "\"");
    }
}
