package io.regchain.localchain.object;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;
import java.time.Instant;

/** Puts a head before a body and the operator's seal under both. */
final class ObjectMaker {
    private final ChainId source;
    private final Sm2PrivateKey key;

    ObjectMaker(ChainId source, Sm2PrivateKey key) {
        this.source = source;
        this.key = key;
    }

    DataObject create(ObjectType type, String id, Instant time, Facts facts) {
        return make(type, id, ObjectVersion.FIRST, ObjectOperation.CREATE, time, facts);
    }

    DataObject update(ObjectType type, String id, long version, Instant time, Facts facts) {
        return make(type, id, new ObjectVersion(version), ObjectOperation.UPDATE, time, facts);
    }

    private DataObject make(
            ObjectType type, String id, ObjectVersion version, ObjectOperation operation, Instant time, Facts facts) {
        ObjectHead head = ObjectHead.of(type, new ObjectId(id), version, operation, time.getEpochSecond())
                .withSource(source.value());
        return DataObject.of(head, facts.toBody()).sealWith(key);
    }
}
