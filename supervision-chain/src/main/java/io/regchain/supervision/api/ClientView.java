package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.supervision.contract.ClientHealth;

/** How the API tells of a light client. */
final class ClientView {
    private ClientView() {}

    static ObjectNode of(ClientHealth health, BlockTime now) {
        ClientStatus status = health.status(now);
        ObjectNode json = CanonicalJson.object()
                .put("status", status.name())
                .put("trustedAt", health.clock().since().epochMillis())
                .put("expiresAt", health.clock().expiresAt().epochMillis())
                .put("trustPeriodSeconds", health.clock().period().seconds());
        switch (status) {
            case ACTIVE -> {}
            case EXPIRING ->
                json.put(
                        "warning",
                        "no header was verified since " + health.clock().since()
                                + "; without one the client expires at "
                                + health.clock().expiresAt());
            case EXPIRED ->
                json.put(
                        "warning",
                        "the client expired at " + health.clock().expiresAt()
                                + "; two officers may renew it: proposeRenewal, approveRenewal");
            case FROZEN ->
                json.put(
                        "warning",
                        "the chain's validators contradicted themselves; two officers may thaw the client: proposeThaw,"
                                + " approveThaw");
        }
        return json;
    }
}
