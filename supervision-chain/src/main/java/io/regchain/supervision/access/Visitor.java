package io.regchain.supervision.access;

import io.regchain.supervision.index.Scope;

/**
 * Somebody who has shown who they are: role, area, and the name the screen greets them by.
 *
 * @param id stands in the audit log
 */
public record Visitor(String id, Role role, Scope scope, String displayName, String displayNameEn) {
    /** What a visitor may do; the scope says with which chains' data. */
    public enum Role {
        /** CSRC technical team: sees all, proposes and approves. */
        HUB_OPERATOR("hub-operator"),
        /** Sees its own area only (A25.1). */
        PROVINCIAL_REGULATOR("provincial-regulator"),
        /** Builds and rehearses a local chain. */
        INTEGRATOR("integrator"),
        /** The operating institution of one market: asks for investor codes. */
        MARKET_OPERATOR("market-operator");

        private final String code;

        Role(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
