package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.HexFormat;

/** A valid world of data objects for tests to break. */
final class Objects {
    static final ObjectId ID = new ObjectId("R-0077");
    static final Sm2PrivateKey OWNER = key("11");
    static final Sm2PrivateKey OTHER = key("22");

    private Objects() {}

    private static Sm2PrivateKey key(String twoDigits) {
        return Sm2PrivateKey.of(HexFormat.of().parseHex(twoDigits.repeat(32)));
    }

    static ObjectHead head(ObjectOperation operation, long version) {
        return ObjectHead.of(ObjectType.REGISTRATION, ID, new ObjectVersion(version), operation, 1_770_600_000L);
    }

    /** @param content JSON of what stands under the body key */
    static DataObject snapshot(ObjectOperation operation, long version, String content) {
        ObjectHead head = head(operation, version);
        if (operation == ObjectOperation.DELETE) {
            return DataObject.deletion(head);
        }
        return DataObject.of(head, body(content));
    }

    static ObjectNode body(String content) {
        ObjectNode body = CanonicalJson.object();
        body.set(ObjectType.REGISTRATION.bodyKey(), CanonicalJson.decode(Bytes.utf8(content)));
        return body;
    }

    static DataObject sealed() {
        ObjectHead head = head(ObjectOperation.CREATE, 0)
                .withRemark("invented")
                .withSource("jiangsu")
                .withMetadata(CanonicalJson.object().put("batch", 3));
        return DataObject.of(head, body("{\"register_object_type\":1}")).sealWith(OWNER);
    }
}
