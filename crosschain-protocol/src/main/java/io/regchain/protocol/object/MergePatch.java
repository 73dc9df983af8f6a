package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;

/** RFC 7386: how an incremental body changes the full one (JR/T 0314 6.5 c), d)). */
final class MergePatch {
    private MergePatch() {}

    /** A new tree; null clears a member, an object merges into an object, anything else replaces. */
    static ObjectNode merge(JsonNode target, ObjectNode patch) {
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : CanonicalJson.object();
        patch.properties().forEach(member -> apply(merged, member.getKey(), member.getValue()));
        return merged;
    }

    private static void apply(ObjectNode merged, String name, JsonNode value) {
        if (value.isNull()) { // JR/T 0314 6.5 c) 2)
            merged.remove(name);
        } else if (value instanceof ObjectNode inner) {
            merged.set(name, merge(merged.path(name), inner));
        } else {
            merged.set(name, value.deepCopy());
        }
    }
}
