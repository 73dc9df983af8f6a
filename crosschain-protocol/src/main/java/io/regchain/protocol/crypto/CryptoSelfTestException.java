package io.regchain.protocol.crypto;

/** The cryptography of this program does not give the standards' results; the program must not go on. */
public final class CryptoSelfTestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CryptoSelfTestException(String message, Throwable cause) {
        super(message, cause);
    }

    CryptoSelfTestException(String message) {
        super(message);
    }
}
