package io.regchain.localchain.rule;

import java.util.Arrays;
import java.util.Optional;

/** transaction_method of the data model. Only agreements exist: there is no centralised trading here (R05). */
public enum TransferMethod {
    ONLINE_AGREEMENT(1),
    OFFLINE_AGREEMENT(2);

    private final int code;

    TransferMethod(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<TransferMethod> of(String name) {
        return Arrays.stream(values())
                .filter(method -> method.name().equals(name))
                .findFirst();
    }
}
