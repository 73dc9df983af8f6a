package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Hash32;

/**
 * An event of the supervision chain with where it stands: every row of the index can be traced back to it.
 *
 * @param signer fingerprint of the key that signed the transaction
 */
record IndexedEvent(
        String contract, String name, JsonNode data, long hubHeight, long hubTime, Hash32 transaction, String signer) {
    String text(String field) {
        return data.path(field).asText();
    }

    long number(String field) {
        return data.path(field).longValue();
    }
}
