package io.regchain.supervision.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.evidence.EvidenceKeys;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.ClientRules;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.supervision.contract.ClientHealth;
import java.util.Optional;
import java.util.function.Function;

/** What an answer about a local chain's state may be held against: the header that the hub's own light client verified. */
final class Ground {
    private Ground() {}

    /** What the light client gives. */
    sealed interface Found {
        record Firm(VerifiedHeader header) implements Found {}

        record None(Refusal reason) implements Found {}
    }

    /**
     * @param state of the supervision chain after one block, by full key
     * @param wanted absent: the last height that is verified
     * @param now tells whether the client is still to be believed
     */
    static Found at(
            Function<String, Optional<JsonNode>> state,
            ChainId chain,
            Optional<Height> wanted,
            ChainHeights heights,
            BlockTime now) {
        Optional<ClientHealth> client = ClientHealth.read(state, chain);
        if (client.isEmpty()) {
            return none("CHAIN_NOT_REGISTERED", "the chain " + chain + " is not registered on the supervision chain");
        }
        Optional<Refusal> unusable = // protocol section 12, L1 and L2
                ClientRules.usable(chain, client.get().frozen(), client.get().clock(), now);
        if (unusable.isPresent()) {
            return new Found.None(unusable.get());
        }
        if (wanted.isEmpty() && heights.verified().equals(Height.ZERO)) {
            return none(
                    "NOT_YET_VERIFIED",
                    "no block of " + chain + " is verified on the supervision chain yet: " + heights);
        }
        Height height = wanted.orElse(heights.verified());
        return beyond(chain, height, heights)
                .<Found>map(Found.None::new)
                .orElseGet(() -> verified(state, chain, height));
    }

    private static Optional<Refusal> beyond(ChainId chain, Height height, ChainHeights heights) {
        if (height.compareTo(heights.verified()) > 0 && height.compareTo(heights.reported()) > 0) {
            return Optional.of(new Refusal(
                    "HEIGHT_IN_FUTURE",
                    "no node of " + chain + " has reported a block " + height + " yet: " + heights));
        }
        if (height.compareTo(heights.verified()) > 0) {
            return Optional.of(new Refusal(
                    "NOT_YET_VERIFIED",
                    "block " + height + " of " + chain + " is reported, but not yet verified on the supervision chain: "
                            + heights));
        }
        if (height.equals(Height.ZERO)) { // section 12: the trust root is taken on the word of the registration
            return Optional.of(new Refusal(
                    "HEIGHT_WITHOUT_CERTIFICATE",
                    "block 0 of " + chain + " is taken on the word of its registration and has no certificate, so that"
                            + " nothing can be proven under it: " + heights));
        }
        return Optional.empty();
    }

    private static Found verified(Function<String, Optional<JsonNode>> state, ChainId chain, Height height) {
        return state.apply(EvidenceKeys.header(chain, height))
                .<Found>map(entry -> new Found.Firm(header(state, chain, entry)))
                .orElseGet(() -> none(
                        "HEADER_UNKNOWN",
                        "the supervision chain verified no header of " + chain + " at height " + height));
    }

    /** The contract verified it before it kept it, so that a certificate that does not hold is our own fault. */
    private static VerifiedHeader header(Function<String, Optional<JsonNode>> state, ChainId chain, JsonNode entry) {
        BlockHeader header = BlockHeader.decode(Bytes.ofHex(entry.path("header").asText()));
        ValidatorSet deciders = state.apply("light-clients/" + chain + "/set/" + header.validatorSetHash())
                .map(BlockJson::validatorSet)
                .orElseThrow(() -> new IllegalStateException("no validator set of a verified header of " + chain));
        CertificateCheck check =
                CertificateVerifier.verify(header, BlockJson.certificate(header, entry.get("certificate")), deciders);
        return switch (check) {
            case VerifiedHeader verified -> verified;
            case CertificateCheck.Refused refused ->
                throw new IllegalStateException("a header of " + chain + " that the supervision chain keeps at height "
                        + header.height() + " does not verify: " + refused.reason());
        };
    }

    private static Found none(String code, String message) {
        return new Found.None(new Refusal(code, message));
    }
}
