package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.packet.PacketKeys;
import java.util.Optional;

/**
 * What this chain believes of the supervision chain: a light client in the state of {@code packets}. Headers arrive with
 * the calls that need them: {@code header} in hex, {@code certificate}, and {@code nextValidators} when the header hands
 * over to another set.
 */
final class HubClient {
    private final ContractContext context;

    HubClient(ContractContext context) {
        this.context = context;
    }

    /** A hub state that proofs may be checked against. */
    record HubState(Hash32 stateRoot, BlockTime time) {}

    /** The state entry a chain starts from. */
    static ObjectNode toJson(TrustedState trusted) {
        ObjectNode json = CanonicalJson.object()
                .put("height", trusted.height().value())
                .put("hash", trusted.blockHash().toHex())
                .put("time", trusted.time().epochMillis());
        json.set("validators", BlockJson.of(trusted.validators()));
        return json;
    }

    private static TrustedState fromJson(JsonNode json) {
        return new TrustedState(
                ChainId.SUPERVISION,
                new Height(json.get("height").longValue()),
                Hash32.ofHex(json.get("hash").textValue()),
                new BlockTime(json.get("time").longValue()),
                BlockJson.validatorSet(json.get("validators")));
    }

    /**
     * The hub's state at the header handed in.
     *
     * @throws ContractRefusal with the light client's own code when the header does not verify, or
     *     {@code HUB_HEADER_CONFLICT} when another header of that height was verified before
     */
    HubState verify(Arguments arguments) {
        BlockHeader header =
                Refusals.decoded("HUB_HEADER_MALFORMED", "header", () -> BlockHeader.decode(arguments.hex("header")));
        Optional<JsonNode> known = context.read(PacketKeys.Local.hubHeader(header.height()));
        if (known.isPresent()) {
            return sameAs(known.get(), header);
        }
        TrustedState trusted = trusted();
        if (header.height().compareTo(trusted.height()) > 0) {
            advance(trusted, header, arguments);
        } else {
            verifyEarlier(trusted, header, arguments);
        }
        return record(header);
    }

    private TrustedState trusted() {
        return context.read(PacketKeys.Local.HUB)
                .map(HubClient::fromJson)
                .orElseThrow(() -> new IllegalStateException("the genesis of this chain names no hub to trust"));
    }

    private static HubState sameAs(JsonNode known, BlockHeader header) {
        Refusals.unless(
                known.get("hash").textValue().equals(header.hash().toHex()),
                "HUB_HEADER_CONFLICT",
                () -> "block " + header.height() + " of the hub was verified with hash "
                        + known.get("hash").textValue() + " before; this header has hash " + header.hash());
        return new HubState(header.stateRoot(), header.time());
    }

    private void advance(TrustedState trusted, BlockHeader header, Arguments arguments) {
        switch (LightClient.advance(trusted, header, certificate(header, arguments), next(arguments))) {
            case Advance.Advanced advanced -> context.write(PacketKeys.Local.HUB, toJson(advanced.state()));
            case Advance.NotAdvanced refused -> throw refusedHeader(refused.reason());
        }
    }

    /**
     * A header below the trusted one: a relay was slower than another. It counts when the set trusted now decided it; the
     * trusted block itself counts by its hash.
     */
    private static void verifyEarlier(TrustedState trusted, BlockHeader header, Arguments arguments) {
        if (header.height().equals(trusted.height())) {
            Refusals.unless(
                    header.hash().equals(trusted.blockHash()),
                    "HUB_HEADER_CONFLICT",
                    () -> "block " + header.height() + " of the hub is trusted with hash " + trusted.blockHash()
                            + "; this header has hash " + header.hash());
            return;
        }
        Refusals.unless(
                header.chainId().equals(trusted.chainId()),
                "HEADER_OF_OTHER_CHAIN",
                () -> "the header is of chain " + header.chainId() + "; only headers of " + trusted.chainId()
                        + " count here");
        switch (CertificateVerifier.verify(header, certificate(header, arguments), trusted.validators())) {
            case VerifiedHeader ignored -> {}
            case CertificateCheck.Refused refused -> throw refusedHeader(refused.reason());
        }
    }

    private HubState record(BlockHeader header) {
        context.write(
                PacketKeys.Local.hubHeader(header.height()),
                CanonicalJson.object()
                        .put("hash", header.hash().toHex())
                        .put("stateRoot", header.stateRoot().toHex())
                        .put("time", header.time().epochMillis()));
        return new HubState(header.stateRoot(), header.time());
    }

    private static CommitCertificate certificate(BlockHeader header, Arguments arguments) {
        return Refusals.decoded(
                "HUB_CERTIFICATE_MALFORMED",
                "certificate",
                () -> BlockJson.certificate(
                        header, arguments.object("certificate").node()));
    }

    private static Optional<ValidatorSet> next(Arguments arguments) {
        return arguments.has("nextValidators")
                ? Optional.of(Refusals.decoded(
                        "HUB_VALIDATORS_MALFORMED",
                        "nextValidators",
                        () -> BlockJson.validatorSet(arguments.node().get("nextValidators"))))
                : Optional.empty();
    }

    private static ContractRefusal refusedHeader(Refusal reason) {
        return new ContractRefusal(reason.code(), "the hub's header: " + reason.message());
    }
}
