package io.regchain.protocol.wire;

import io.regchain.protocol.wire.v1.ObjectId;

/**
 * One snapshot's name (JR/T 0314 6.3).
 *
 * @param objectId 1 to 128 printable ASCII characters without spaces and slashes
 * @param version from 0
 */
public record ObjectName(String objectId, long version) {
    public ObjectName {
        WireFields.objectId("object_id", objectId);
        WireFields.version("version", version);
    }

    static ObjectName fromWire(ObjectId id) {
        return new ObjectName(id.getObjectId(), id.getVersion());
    }

    ObjectId toWire() {
        return ObjectId.newBuilder().setObjectId(objectId).setVersion(version).build();
    }

    /** Where the snapshot stands in the state of a local chain. */
    public String stateKey() {
        return "objects/" + objectId + "/" + version;
    }

    @Override
    public String toString() {
        return objectId + "/" + version;
    }
}
