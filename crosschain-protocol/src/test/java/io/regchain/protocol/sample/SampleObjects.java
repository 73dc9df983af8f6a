package io.regchain.protocol.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;

/** Invented data objects that pass their schemas, sealed with sample keys: equal on every run. */
public final class SampleObjects {
    /** 2026-02-10T01:30:00Z, half past nine in China. */
    public static final long TIME = 1_770_687_000L;

    private SampleObjects() {}

    /** A fresh copy each time, so that what it signs does not depend on what it signed before. */
    public static Sm2PrivateKey owner() {
        return SampleRandom.key("object owner");
    }

    public static Sm2PrivateKey registrar() {
        return SampleRandom.key("object registrar");
    }

    public static DataObject accountOpened() {
        ObjectHead head = head(ObjectType.ACCOUNT, "ACC-0101", 0, ObjectOperation.CREATE)
                .withSource("shanghai")
                .withRemark("开立证券账户");
        return object(head, account("{\"account_status\":1}")).sealWith(owner());
    }

    /** Only what changes, and null for what goes away. */
    public static DataObject accountFrozen() {
        ObjectHead head = head(ObjectType.ACCOUNT, "ACC-0101", 1, ObjectOperation.UPDATE)
                .withMetadata(CanonicalJson.object().put("batch", 3));
        String change =
                "{\"account_information\":{\"basic_account_information\":{\"account_number\":null,\"account_status\":3},"
                        + "\"account_cycle_information\":{\"freeze_information\":{\"account_frozen_date\":\"2026-02-11\"}}}}";
        return object(head, change).sealWith(owner()).sealWith(registrar());
    }

    public static DataObject accountOverwritten(long version) {
        ObjectHead head = head(ObjectType.ACCOUNT, "ACC-0101", version, ObjectOperation.OVERWRITE);
        return object(head, account("{\"account_status\":" + (4 - version) + "}"))
                .sealWith(owner());
    }

    public static DataObject accountDeleted() {
        return DataObject.deletion(head(ObjectType.ACCOUNT, "ACC-0101", 2, ObjectOperation.DELETE))
                .sealWith(owner());
    }

    /** With a decimal: amounts of the data model are numbers in yuan. */
    public static DataObject settlement() {
        String body = "{\"capital_settlement_information\":{\"basic_information_capital_settlement\":{"
                + "\"settlement_type\":1,\"settlement_currency\":\"156\",\"settlement_value\":1600000.5,"
                + "\"settlement_transaction_ref\":\"TR-0101/0\","
                + "\"settlement_information_maintenance_time\":\"2026-02-10T09:30:00+08:00\"}}}";
        return object(head(ObjectType.SETTLEMENT, "SET-0101", 0, ObjectOperation.CREATE), body)
                .sealWith(owner());
    }

    private static ObjectHead head(ObjectType type, String id, long version, ObjectOperation operation) {
        return ObjectHead.of(type, new ObjectId(id), new ObjectVersion(version), operation, TIME + version);
    }

    private static DataObject object(ObjectHead head, String body) {
        return DataObject.of(head, CanonicalJson.decodeObject(Bytes.utf8(body)));
    }

    private static String account(String extra) {
        ObjectNode basic = CanonicalJson.decodeObject(Bytes.utf8(extra))
                .put("account_subject_ref", "SUB-0101/0")
                .put("account_depository_ref", "SUB-0001/2")
                .put("account_number", "SH0101")
                .put("account_type", 1)
                .put("account_create_time", "2026-02-10T09:30:00+08:00");
        basic.putArray("account_purpose").add(1);
        ObjectNode body = CanonicalJson.object();
        body.putObject("account_information").set("basic_account_information", basic);
        return body.toString();
    }
}
