package io.regchain.localchain.contract;

import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Refusal;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns reasons into the refusal of a call. */
final class Refusals {
    private Refusals() {}

    static void unless(boolean right, String code, Supplier<String> message) {
        if (!right) {
            throw new ContractRefusal(code, message.get());
        }
    }

    static void raise(Optional<Refusal> reason) {
        reason.ifPresent(refusal -> {
            throw new ContractRefusal(refusal);
        });
    }

    /** Input that is not what it claims to be becomes a refusal that says where and why. */
    static <T> T decoded(String code, String what, Supplier<T> decode) {
        try {
            return decode.get();
        } catch (DecodeException | IllegalArgumentException e) {
            throw new ContractRefusal(code, what + ": " + e.getMessage());
        }
    }

    static ContractRefusal unknownMethod(String contract, String method, String known) {
        return new ContractRefusal(
                "METHOD_UNKNOWN", "the contract " + contract + " has no method " + method + "; it has " + known);
    }
}
