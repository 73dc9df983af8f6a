package io.regchain.supervision.observer;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.VerifiedHeader;
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
    private static final List<String> CONTRADICTIONS = List.of("PARENT_MISMATCH", "TIME_WENT_BACK");

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
            case Advance.NotAdvanced refused -> notFollowing(trusted, reading, certificate.get(), refused.reason());
            case Advance.Advanced advanced ->
                objects(reading)
                        .<ReadingCheck>map(ReadingCheck.Unsound::new)
                        .orElseGet(() -> sound(advanced, reading, fork(trusted, reading)));
        };
    }

    private static ReadingCheck sound(Advance.Advanced advanced, Reading reading, Optional<VerifiedHeader> fork) {
        return new ReadingCheck.Sound(advanced.header(), advanced.state(), reading, notes(reading, fork), fork);
    }

    /** A header that validators certified although it does not follow must reach the supervision chain all the same. */
    private static ReadingCheck notFollowing(
            TrustedState trusted, Reading reading, CommitCertificate certificate, Refusal reason) {
        Finding finding = Finding.of(reading.height(), reading.node(), reason);
        return CONTRADICTIONS.contains(reason.code())
                ? verified(reading.block().header(), certificate, trusted)
                        .<ReadingCheck>map(header -> new ReadingCheck.Contradicting(finding, header))
                        .orElseGet(() -> new ReadingCheck.Unsound(finding))
                : new ReadingCheck.Unsound(finding);
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

    /** A7.3: a second node that tells another block at this height. The certificates decide what it comes to. */
    private static List<Finding> notes(Reading reading, Optional<VerifiedHeader> fork) {
        return other(reading).map(witness -> breach(reading, witness, fork.isPresent())).stream()
                .toList();
    }

    private static Optional<Reading.Witness> other(Reading reading) {
        Hash32 hash = reading.block().header().hash();
        return reading.witness().filter(witness -> !witness.header().hash().equals(hash));
    }

    private static Finding breach(Reading reading, Reading.Witness witness, boolean certified) {
        return Finding.of(
                reading.height(),
                witness.node(),
                certified ? "TWO_CERTIFIED_BLOCKS" : "CONSISTENCY_BREACH",
                witness.node() + " answers " + (certified ? "the certified block " : "block ")
                        + witness.header().hash() + " at height " + reading.height() + ", while " + reading.node()
                        + " shows the certified block "
                        + reading.block().header().hash());
    }

    /**
     * Another block of this height under seals of the validators who decide it. What stands before it does not matter:
     * an honest validator never seals two blocks of one height.
     */
    private static Optional<VerifiedHeader> fork(TrustedState trusted, Reading reading) {
        return other(reading)
                .map(Reading.Witness::consensus)
                .filter(state -> state.header().chainId().equals(trusted.chainId())
                        && state.header().height().equals(reading.height()))
                .flatMap(state -> state.certificate().flatMap(shown -> verified(state.header(), shown, trusted)));
    }

    private static Optional<VerifiedHeader> verified(
            BlockHeader header, CommitCertificate certificate, TrustedState trusted) {
        return switch (CertificateVerifier.verify(header, certificate, trusted.validators())) {
            case VerifiedHeader good -> Optional.of(good);
            case CertificateCheck.Refused refused -> Optional.empty();
        };
    }
}
