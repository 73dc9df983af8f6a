package io.regchain.protocol.wire;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.wire.v1.SubmitTransactionResponse;

/** What became of a transaction that was handed in. */
public sealed interface SubmitAnswer {
    Hash32 transactionId();

    /** Taken; not yet seen in a final block. */
    record Accepted(Hash32 transactionId) implements SubmitAnswer {}

    /** In a final block. */
    record Final(ProvenTransaction proven) implements SubmitAnswer {
        @Override
        public Hash32 transactionId() {
            return proven.transaction().id();
        }
    }

    /** Not taken, with the node's reason. */
    record Refused(Hash32 transactionId, Refusal refusal) implements SubmitAnswer {}

    static SubmitAnswer fromWire(SubmitTransactionResponse response) {
        Hash32 id = WireFields.hash("transaction_id", response.getTransactionId());
        if (response.hasRefusal() && response.hasProven()) {
            throw new DecodeException("a refused transaction is not final: send refusal or proven, not both");
        }
        if (response.hasRefusal()) {
            return new Refused(id, WireFields.at("refusal", () -> refusal(response.getRefusal())));
        }
        if (!response.hasProven()) {
            return new Accepted(id);
        }
        Final answer = new Final(WireFields.at("proven", () -> ProvenTransaction.fromWire(response.getProven())));
        WireFields.agree("transaction_id", id, answer.transactionId());
        return answer;
    }

    private static Refusal refusal(io.regchain.protocol.wire.v1.Refusal wire) {
        return new Refusal(wire.getCode(), wire.getMessage());
    }

    default SubmitTransactionResponse toWire() {
        SubmitTransactionResponse.Builder wire =
                SubmitTransactionResponse.newBuilder().setTransactionId(WireFields.wire(transactionId()));
        switch (this) {
            case Accepted ignored -> {}
            case Final done -> wire.setProven(done.proven().toWire());
            case Refused refused ->
                wire.getRefusalBuilder()
                        .setCode(refused.refusal().code())
                        .setMessage(refused.refusal().message());
        }
        return wire.build();
    }
}
