package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;

/** Disclosures that an operator puts on its chain, so that something is there to be observed. */
final class Disclosures {
    private Disclosures() {}

    static TransactionRecord write(LocalMarket market, String id, ObjectOperation operation, String date) {
        return write(market, id, 0, operation, date);
    }

    static TransactionRecord write(
            LocalMarket market, String id, long version, ObjectOperation operation, String date) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set(
                "snapshot",
                disclosure(market, id, new ObjectVersion(version), operation, date)
                        .sealWith(market.operatorKey())
                        .toJson());
        return market.mustSucceed("objects", "put", arguments);
    }

    static TransactionRecord write(LocalMarket market, String id) {
        return write(market, id, ObjectOperation.CREATE, "2026-02-10");
    }

    private static DataObject disclosure(
            LocalMarket market, String id, ObjectVersion version, ObjectOperation operation, String date) {
        ObjectNode body = CanonicalJson.object();
        body.putObject("disclosure_approval_information")
                .putObject("disclosure_basic_information")
                .put("disclosure_subject_ref", "subject-" + market.operator().organisation() + "/0")
                .put("disclosure_type", 5)
                .put("disclosure_submit_type", 4)
                .put("disclosure_submit_date", date);
        ObjectHead head = ObjectHead.of(
                        ObjectType.INFO_DISCLOSURE, new ObjectId(id), version, operation, 1_770_700_000L)
                .withSource(market.chainId().value());
        return DataObject.of(head, body);
    }
}
