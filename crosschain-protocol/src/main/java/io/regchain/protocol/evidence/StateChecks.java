package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.lightclient.ClientRules;
import java.util.List;

/** The checks of a file about one state key that no other kind of file makes. */
final class StateChecks {
    private StateChecks() {}

    static Finding structure(StateFile file, Bytes bytes) {
        return Finding.firstFailure(
                () -> Examination.canonical(file.toBytes(), bytes),
                () -> Finding.require(
                        !file.chain().equals(ChainId.SUPERVISION),
                        "SUBJECT_NOT_LOCAL",
                        () -> "subject.chain should be a local chain, not the supervision chain"),
                () -> Finding.require(
                        StateFile.isKey(file.claim().key()),
                        "STATE_KEY_MALFORMED",
                        () -> "subject.key should be 1 to " + StateFile.MAX_KEY
                                + " printable ASCII characters without spaces"),
                () -> entryKeys(file),
                () -> new Finding.Holds("key " + file.claim().key() + " of " + file.chain() + " after block "
                        + file.height() + ", "
                        + file.claim()
                                .value()
                                .map(value -> value.size() + " bytes")
                                .orElse("nothing")));
    }

    private static Finding entryKeys(StateFile file) {
        List<String> right = List.copyOf(EvidenceKeys.clientKeys(file.chain(), file.height()));
        List<String> found = file.entries().stream().map(StateClaim::key).toList();
        return Finding.firstFailure(
                () -> Finding.require(
                        found.containsAll(right),
                        "ENTRY_MISSING",
                        () -> "anchor.entries lacks " + missing(right, found)),
                () -> Finding.require(
                        right.containsAll(found),
                        "ENTRY_UNEXPECTED",
                        () -> "anchor.entries holds " + missing(found, right) + ", which this file has no use for"),
                () -> Finding.require(
                        found.equals(right),
                        "ENTRIES_OUT_OF_ORDER",
                        () -> "anchor.entries should have each key once, ascending: " + String.join(", ", right)));
    }

    private static String missing(List<String> wanted, List<String> found) {
        return String.join(
                ", ", wanted.stream().filter(key -> !found.contains(key)).toList());
    }

    static Finding entries(StateFile file) {
        Hash32 root = file.anchor().header().stateRoot();
        for (StateClaim entry : file.entries()) {
            if (!entry.holdsUnder(root)) {
                return Finding.fails(
                        "ENTRY_NOT_PROVEN",
                        "anchor.entries: the proof does not lead from what is said of " + entry.key()
                                + " to the state root " + root);
            }
        }
        return new Finding.Holds(file.entries().size() + " entries proven under the state root " + root);
    }

    /** Protocol section 12, L1 and L2, at the time of the anchor block. */
    static Finding client(StateFile file) {
        AnchorRecords records = AnchorRecords.of(file);
        AnchorRecords.RecordedRegistration registration = records.registration();
        AnchorRecords.RecordedClient client = records.client();
        return Finding.firstFailure(
                () -> Finding.require(
                        registration.chainId().equals(file.chain().value()),
                        "REGISTRATION_OF_OTHER_CHAIN",
                        () -> "the registration is of " + registration.chainId() + "; it should be of " + file.chain()),
                () -> ClientRules.usable(
                                file.chain(),
                                client.frozen(),
                                client.clock(),
                                file.anchor().header().time())
                        .<Finding>map(Finding.Fails::new)
                        .orElseGet(() -> new Finding.Holds(
                                "the chain is " + registration.state() + ", its light client trusted until "
                                        + client.clock().expiresAt())));
    }

    static Finding localHeader(StateFile file) {
        return LocalChecks.header(
                file.local(),
                file.chain(),
                file.height(),
                AnchorRecords.of(file).header());
    }

    static Finding state(StateFile file) {
        Hash32 root = file.local().header().stateRoot();
        StateClaim claim = file.claim();
        return Finding.firstFailure(
                () -> Finding.require(
                        claim.holdsUnder(root),
                        "STATE_UNPROVEN",
                        () -> "the proof does not show that " + claim.key() + " held "
                                + (claim.value().isPresent() ? "this value" : "nothing") + " under the state root "
                                + root),
                () -> new Finding.Holds(claim.key() + " held "
                        + claim.value()
                                .map(value -> "a value of " + value.size() + " bytes")
                                .orElse("nothing")
                        + ", proven by " + claim.proof().siblings().size() + " siblings under the state root "
                        + root));
    }
}
