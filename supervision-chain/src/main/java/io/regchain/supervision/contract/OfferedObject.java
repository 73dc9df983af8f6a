package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.WrittenObject;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot that a verified header of its chain proves, before it is decided whether it is acceptable.
 *
 * @param transaction which wrote it, as the proven list of its height says
 * @param earlier the full body of the version before it, brought along where an overwrite begins; not checked yet
 * @param written all that its height wrote
 */
record OfferedObject(
        ProvenHeader header,
        String objectId,
        long version,
        Bytes snapshot,
        Hash32 transaction,
        String stateKey,
        StateProof proof,
        Optional<ObjectNode> earlier,
        List<WrittenObject> written) {

    ObjectNode anomaly(Refusal reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chain", header.chain().value())
                .put("height", header.height().value())
                .put("code", reason.code())
                .put("message", reason.message())
                .put("objectId", objectId)
                .put("version", version);
    }
}
