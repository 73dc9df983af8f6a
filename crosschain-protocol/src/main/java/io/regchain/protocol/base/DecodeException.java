package io.regchain.protocol.base;

/** Bytes or text from outside that are not what they claim to be. Mapped to one clear message at each boundary. */
public final class DecodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DecodeException(String message) {
        super(message);
    }

    public DecodeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null: every constructor is given one. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
