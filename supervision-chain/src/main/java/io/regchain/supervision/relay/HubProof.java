package io.regchain.supervision.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.CertifiedState;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;

/** What a local chain needs to believe the supervision chain: a header with its certificate, and a proof under it. */
final class HubProof {
    private final CertifiedState hub;
    private final CertifiedBlock block;

    private HubProof(CertifiedState hub, CertifiedBlock block) {
        this.hub = hub;
        this.block = block;
    }

    /** At the hub's last certified block; empty while there is only the genesis block, which has no certificate. */
    static Optional<HubProof> latest(CertifiedState hub) {
        return hub.block(hub.height())
                .filter(block -> block.certificate().isPresent())
                .map(block -> new HubProof(hub, block));
    }

    Height height() {
        return block.height();
    }

    BlockHeader header() {
        return block.block().header();
    }

    Optional<JsonNode> read(String key) {
        return hub.read(height(), key).map(CanonicalJson::decode);
    }

    /** The arguments header, certificate, (nextValidators) and proof of what stands, or does not stand, under the key. */
    ObjectNode arguments(String key) {
        return shown().setAll(proof(key));
    }

    /** The argument proof alone, for a header that is shown beside it. */
    ObjectNode proof(String key) {
        return CanonicalJson.object()
                .put("proof", hub.prove(height(), key).canonical().toHex());
    }

    /** The arguments header, certificate and (nextValidators) alone. */
    ObjectNode shown() {
        ObjectNode arguments =
                CanonicalJson.object().put("header", header().canonical().toHex());
        arguments.set("certificate", BlockJson.of(block.certificate().orElseThrow()));
        if (!header().nextValidatorSetHash().equals(header().validatorSetHash())) {
            Bytes next = hub.read(height(), "validators/current").orElseThrow();
            arguments.set("nextValidators", CanonicalJson.decode(next));
        }
        return arguments;
    }
}
