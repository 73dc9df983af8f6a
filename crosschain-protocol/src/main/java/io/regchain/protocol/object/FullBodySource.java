package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Knows the full body that an object had at a version: everything up to it merged. */
@FunctionalInterface
public interface FullBodySource {
    /** @param version between the first and the latest of the history at hand, so it exists */
    ObjectNode fullBody(ObjectVersion version);
}
