package io.regchain.localchain.sandbox.gateway;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.Submission;
import io.regchain.protocol.wire.SubmitAnswer;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.Optional;

/**
 * A transaction that the hub's relay handed in at a node under test, and what the node said.
 *
 * @param answer empty when what it said is not what SubmitTransaction defines
 */
public record HandedIn(Transaction transaction, Optional<SubmitAnswer> answer) {
    /** Empty for a call of another function, one that was not answered with 200, or one of another relay's making. */
    public static Optional<HandedIn> of(DoorCall call) {
        if (!call.path().equals(NodeMethods.SUBMIT_TRANSACTION.path())
                || !(call.result() instanceof DoorCall.Answered answered)
                || answered.status() != 200) {
            return Optional.empty();
        }
        Transaction transaction = Submission.fromWire(ConnectCodec.decodeRequest(
                        NodeMethods.SUBMIT_TRANSACTION, ConnectEncoding.PROTO, call.request()))
                .transaction();
        return Optional.of(new HandedIn(transaction, answer(answered)));
    }

    private static Optional<SubmitAnswer> answer(DoorCall.Answered answered) {
        try {
            return Optional.of(SubmitAnswer.fromWire(ConnectCodec.decodeResponse(
                    NodeMethods.SUBMIT_TRANSACTION, ConnectEncoding.PROTO, answered.body())));
        } catch (DecodeException | IllegalArgumentException unreadable) {
            return Optional.empty(); // the hub calls it ANSWER_MALFORMED, and says why
        }
    }
}
