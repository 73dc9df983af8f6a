package io.regchain.supervision.observer;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.wire.ObjectAnswer;
import io.regchain.protocol.wire.ObjectName;
import io.regchain.protocol.wire.WrittenObject;
import java.util.List;
import java.util.Optional;

/**
 * Whether a node's answers about one height prove themselves, before anything is submitted. The supervision chain's
 * contracts check the same again: the observer is a courier, not an authority.
 */
final class ReadingRules {
    private ReadingRules() {}

    static ReadingCheck check(TrustedState trusted, Reading reading) {
        Optional<Finding> contradiction = contradiction(reading);
        if (contradiction.isPresent()) {
            return new ReadingCheck.Unsound(contradiction.get());
        }
        Optional<CommitCertificate> certificate = reading.consensus().certificate();
        if (certificate.isEmpty()) {
            return unsound(
                    reading, new Refusal("CERTIFICATE_MISSING", "the node shows no certificate for this height"));
        }
        return switch (LightClient.advance(
                trusted,
                reading.block().header(),
                certificate.get(),
                reading.consensus().next())) {
            case Advance.NotAdvanced refused -> unsound(reading, refused.reason());
            case Advance.Advanced advanced ->
                objects(reading)
                        .<ReadingCheck>map(ReadingCheck.Unsound::new)
                        .orElseGet(() ->
                                new ReadingCheck.Sound(advanced.header(), advanced.state(), reading, notes(reading)));
        };
    }

    private static ReadingCheck unsound(Reading reading, Refusal reason) {
        return new ReadingCheck.Unsound(Finding.of(reading.height(), reading.node(), reason));
    }

    /** The answers of one node must be about the height that was asked for, and about one block. */
    private static Optional<Finding> contradiction(Reading reading) {
        Height asked = reading.height();
        Hash32 block = reading.block().header().hash();
        Hash32 consensus = reading.consensus().header().hash();
        if (!reading.block().header().height().equals(asked)) {
            return note(
                    reading,
                    "HEIGHT_MISMATCH",
                    "asked for height " + asked + ", the node answered height "
                            + reading.block().header().height());
        }
        if (!block.equals(consensus)) {
            return note(
                    reading,
                    "NODE_CONTRADICTS_ITSELF",
                    "the block's hash is " + block + " in GetBlock and " + consensus + " in GetConsensusState");
        }
        return Optional.empty();
    }

    private static Optional<Finding> note(Reading reading, String code, String message) {
        return Optional.of(Finding.of(reading.height(), reading.node(), code, message));
    }

    /** The list of objects is proven, every object on it is there, each is proven and of the transaction listed. */
    private static Optional<Finding> objects(Reading reading) {
        Hash32 stateRoot = reading.block().header().stateRoot();
        if (!reading.index().height().equals(reading.height())
                || !reading.index().provenBy(stateRoot)) {
            return note(
                    reading,
                    "OBJECT_LIST_UNPROVEN",
                    "the list of objects is not proven by the state root " + stateRoot);
        }
        List<ObjectName> named =
                reading.objects().stream().map(ObjectAnswer::name).toList();
        if (!named.equals(reading.index().objects())) {
            return note(
                    reading,
                    "OBJECT_MISSING",
                    "the proven list names " + reading.index().objects() + ", the node gave " + named);
        }
        return reading.objects().stream()
                .flatMap(object -> problem(reading, object).map(reason -> about(reading, object, reason)).stream())
                .findFirst();
    }

    private static Optional<Refusal> problem(Reading reading, ObjectAnswer object) {
        BlockHeader header = reading.block().header();
        if (!object.height().equals(reading.height()) || !object.provenBy(header.stateRoot())) {
            return Optional.of(UnprovenObject.reason(header, object));
        }
        Hash32 writer =
                WrittenObject.writer(reading.index().written(), object.name()).orElseThrow(); // it is on the list
        return object.transactionId().equals(writer)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "OBJECT_OF_OTHER_TRANSACTION",
                        "the node says that the transaction " + object.transactionId() + " wrote " + object.name()
                                + ", but the proven list names " + writer));
    }

    private static Finding about(Reading reading, ObjectAnswer object, Refusal reason) {
        return new Finding(
                reading.height(),
                reading.node(),
                reason,
                Optional.of(object.name().objectId()),
                Optional.of(object.name().version()));
    }

    /** A7.3: a second node that tells another block at this height. The certificate decides which one counts. */
    private static List<Finding> notes(Reading reading) {
        Hash32 hash = reading.block().header().hash();
        return reading
                .witness()
                .filter(witness -> !witness.header().hash().equals(hash))
                .map(witness -> Finding.of(
                        reading.height(),
                        witness.node(),
                        "CONSISTENCY_BREACH",
                        witness.node() + " answers block " + witness.header().hash() + " at height " + reading.height()
                                + ", while " + reading.node() + " shows the certified block " + hash))
                .stream()
                .toList();
    }
}
