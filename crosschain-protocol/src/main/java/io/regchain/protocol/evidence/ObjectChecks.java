package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.object.DataObject;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** The data objects the transaction wrote. */
final class ObjectChecks {
    private ObjectChecks() {}

    static Finding objects(EvidenceFile file) {
        return Finding.firstFailure(
                () -> AnchorChecks.proven(
                        "local.objects",
                        file.local().objects(),
                        file.local().header().stateRoot(),
                        "OBJECT_NOT_PROVEN"),
                () -> writtenByTheTransaction(file),
                () -> new Finding.Holds(
                        count(file) + " written by the transaction and proven under the local state root"));
    }

    private static Finding writtenByTheTransaction(EvidenceFile file) {
        SortedMap<String, Bytes> left = EvidenceKeys.objectsWritten(file.local().trace());
        for (StateEntry object : file.local().objects()) {
            if (!object.value().equals(left.remove(object.key()))) {
                return Finding.fails("OBJECT_NOT_WRITTEN", "the trace does not write this value of " + object.key());
            }
        }
        return Finding.require(
                left.isEmpty(),
                "OBJECT_LEFT_OUT",
                () -> "the trace also writes " + String.join(", ", left.keySet()) + ", which the file leaves out");
    }

    static Finding seals(EvidenceFile file) {
        AnchorRecords.RecordedRegistration registration = AnchorRecords.of(file).registration();
        if (!registration.chainId().equals(file.subject().chain().value())) {
            return Finding.fails(
                    "REGISTRATION_OF_OTHER_CHAIN",
                    "the registration is of " + registration.chainId() + "; it should be of "
                            + file.subject().chain());
        }
        for (StateEntry object : file.local().objects()) {
            Finding finding = seals(object, registration.sealKeys());
            if (finding instanceof Finding.Fails) {
                return finding;
            }
        }
        return new Finding.Holds(count(file) + " sealed by keys of the registration, which is " + registration.state());
    }

    private static Finding seals(StateEntry entry, TreeSet<Sm2PublicKey> registered) {
        DataObject object;
        try {
            object = DataObject.parse(entry.value());
        } catch (DecodeException e) {
            return Finding.fails("OBJECT_MALFORMED", entry.key() + ": " + e.getMessage());
        }
        List<Refusal> problems = object.sealProblems(registered);
        return Finding.firstFailure(
                () -> Finding.require(
                        object.encode().equals(entry.value()),
                        "OBJECT_MALFORMED",
                        () -> entry.key() + ": the snapshot is not in canonical form"),
                () -> Finding.require(
                        entry.key().equals("objects/" + object.head().reference()),
                        "OBJECT_AT_OTHER_KEY",
                        () -> entry.key() + " holds the snapshot "
                                + object.head().reference()),
                () -> problems.isEmpty() ? new Finding.Holds("") : new Finding.Fails(problems.get(0)));
    }

    static Finding hubCopies(EvidenceFile file) {
        AnchorRecords records = AnchorRecords.of(file);
        for (StateEntry object : file.local().objects()) {
            Hash32 stored = records.copyDigest(object.key());
            Hash32 digest = Sm3.hash(object.value());
            if (!stored.equals(digest)) {
                return Finding.fails(
                        "HUB_COPY_DIFFERS",
                        "the supervision chain stored digest " + stored + " for " + object.key()
                                + ", the local snapshot has " + digest);
            }
        }
        return new Finding.Holds(count(file) + " stored by the supervision chain with the same digest");
    }

    private static String count(EvidenceFile file) {
        int count = file.local().objects().size();
        return count + (count == 1 ? " data object" : " data objects");
    }
}
