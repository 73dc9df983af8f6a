package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.Optional;

/**
 * One light client per registered chain. The trust root is the active registration (A10.3–A10.5): genesis hash and
 * validator set; from there every header needs a certificate. State: {@code <chain>/latest}, {@code <chain>/header/<height>},
 * {@code <chain>/set/<hash>}, {@code <chain>/frozen}.
 */
public final class LightClientsContract implements Contract {
    public static final String NAME = "light-clients";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        if (!method.equals("update")) {
            throw UnknownMethod.refusal(NAME, method, "update");
        }
        if (!(context.caller() instanceof Caller.OfContract)) {
            Roles.require(context, Roles.OBSERVER);
        }
        Arguments in = Arguments.of(arguments);
        ChainId chain = in.parsed("chain", "a chain id", ChainId::new);
        ActiveChain.require(context, chain);
        requireNotFrozen(context, chain);
        return update(context, chain, in);
    }

    static void requireNotFrozen(ContractContext context, ChainId chain) {
        if (context.readOf(NAME, chain + "/frozen").isPresent()) {
            throw new ContractRefusal(
                    "CLIENT_FROZEN",
                    "the light client of " + chain
                            + " is frozen: two certified blocks at one height were seen; the case"
                            + " must be decided before its data counts again");
        }
    }

    private static JsonNode update(ContractContext context, ChainId chain, Arguments in) {
        BlockHeader header =
                in.parsed("header", "a canonical block header in hexadecimal", LightClientsContract::header);
        if (!header.chainId().equals(chain)) {
            throw new ContractRefusal(
                    "HEADER_OF_OTHER_CHAIN", "the header is of chain " + header.chainId() + ", not of " + chain);
        }
        CommitCertificate certificate = certificate(header, in);
        Optional<JsonNode> known = context.read(headerKey(chain, header.height()));
        if (known.isPresent()) {
            return repeated(context, chain, header, certificate, known.get());
        }
        TrustedState trusted = trusted(context, chain);
        if (header.height().compareTo(trusted.height().next()) > 0) { // the objects of every height are taken in turn
            throw new ContractRefusal(
                    "HEIGHT_GAP",
                    "the next header of " + chain + " is " + trusted.height().next() + ", not " + header.height());
        }
        return switch (LightClient.advance(trusted, header, certificate, nextValidators(in))) {
            case Advance.NotAdvanced refused -> throw new ContractRefusal(refused.reason());
            case Advance.Advanced advanced -> {
                keepSet(context, chain, trusted.validators());
                keepSet(context, chain, advanced.state().validators());
                yield keep(context, chain, header, certificate, advanced.state());
            }
        };
    }

    static BlockHeader header(String hex) {
        return BlockHeader.decode(io.regchain.protocol.base.Bytes.ofHex(hex));
    }

    private static CommitCertificate certificate(BlockHeader header, Arguments in) {
        try {
            return BlockJson.certificate(header, in.object("certificate").node());
        } catch (DecodeException e) {
            throw new ContractRefusal("BAD_ARGUMENT", e.getMessage());
        }
    }

    private static Optional<ValidatorSet> nextValidators(Arguments in) {
        try {
            return in.has("nextValidators")
                    ? Optional.of(BlockJson.validatorSet(in.node().get("nextValidators")))
                    : Optional.empty();
        } catch (DecodeException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "nextValidators: " + e.getMessage());
        }
    }

    /** The same header again changes nothing; another certified header at a known height is misbehaviour. */
    private static JsonNode repeated(
            ContractContext context, ChainId chain, BlockHeader header, CommitCertificate certificate, JsonNode known) {
        if (known.path("hash").asText().equals(header.hash().toHex())) {
            return JSON.objectNode().put("noop", true).put("reason", "HEADER_KNOWN");
        }
        ValidatorSet deciders = BlockJson.validatorSet(
                context.read(setKey(chain, known.path("validatorSetHash").asText()))
                        .orElseThrow());
        return switch (CertificateVerifier.verify(header, certificate, deciders)) {
            case CertificateCheck.Refused refused -> throw new ContractRefusal(refused.reason());
            case VerifiedHeader verified -> freeze(context, chain, header, certificate);
        };
    }

    private static JsonNode freeze(
            ContractContext context, ChainId chain, BlockHeader header, CommitCertificate certificate) {
        ObjectNode evidence = JSON.objectNode()
                .put("chain", chain.value())
                .put("height", header.height().value())
                .put("header", header.canonical().toHex());
        evidence.set("certificate", BlockJson.of(certificate));
        context.write(chain + "/frozen", evidence);
        context.emit("misbehaviourFound", evidence.deepCopy());
        context.tryCall(
                "registry",
                "suspend",
                JSON.objectNode()
                        .put("chainId", chain.value())
                        .put("reason", "two certified blocks at height " + header.height()));
        return JSON.objectNode().put("frozen", true);
    }

    private static JsonNode keep(
            ContractContext context,
            ChainId chain,
            BlockHeader header,
            CommitCertificate certificate,
            TrustedState next) {
        ObjectNode entry = JSON.objectNode()
                .put("hash", header.hash().toHex())
                .put("stateRoot", header.stateRoot().toHex())
                .put("time", header.time().epochMillis())
                .put("validatorSetHash", header.validatorSetHash().toHex())
                .put("nextValidatorSetHash", header.nextValidatorSetHash().toHex())
                .put("header", header.canonical().toHex());
        entry.set("certificate", BlockJson.of(certificate));
        context.write(headerKey(chain, header.height()), entry);
        context.write(chain + "/latest", latest(next));
        ObjectNode event = JSON.objectNode()
                .put("chain", chain.value())
                .put("height", header.height().value())
                .put("hash", header.hash().toHex())
                .put("time", header.time().epochMillis())
                .put("stateRoot", header.stateRoot().toHex())
                .put("seals", certificate.seals().size())
                .put("round", certificate.round().value());
        context.emit("headerVerified", event);
        return event;
    }

    private static void keepSet(ContractContext context, ChainId chain, ValidatorSet set) {
        String key = setKey(chain, set.hash().toHex());
        if (context.read(key).isEmpty()) {
            context.write(key, BlockJson.of(set));
        }
    }

    private static String setKey(ChainId chain, String hash) {
        return chain + "/set/" + hash;
    }

    private static ObjectNode latest(TrustedState state) {
        ObjectNode latest = JSON.objectNode()
                .put("height", state.height().value())
                .put("hash", state.blockHash().toHex())
                .put("time", state.time().epochMillis());
        latest.set("validators", BlockJson.of(state.validators()));
        return latest;
    }

    /** Where the client stands: its latest header, or the registration's trust root before the first one. */
    private static TrustedState trusted(ContractContext context, ChainId chain) {
        return context.read(chain + "/latest")
                .map(latest -> trustedState(chain, latest))
                .orElseGet(() -> trustRoot(chain, ActiveChain.require(context, chain)));
    }

    private static TrustedState trustedState(ChainId chain, JsonNode latest) {
        return new TrustedState(
                chain,
                new Height(latest.path("height").longValue()),
                Hash32.ofHex(latest.path("hash").asText()),
                new BlockTime(latest.path("time").longValue()),
                BlockJson.validatorSet(latest.get("validators")));
    }

    private static TrustedState trustRoot(ChainId chain, JsonNode registration) {
        return new TrustedState(
                chain,
                Height.ZERO,
                Hash32.ofHex(registration.path("genesisHash").asText()),
                new BlockTime(registration.path("genesisTime").longValue()),
                BlockJson.validatorSet(registration.get("validators")));
    }

    /** The height of the last verified header; empty before the first. */
    static Optional<Height> latestHeight(ContractContext context, ChainId chain) {
        return context.readOf(NAME, chain + "/latest")
                .map(latest -> new Height(latest.path("height").longValue()));
    }

    static String headerKey(ChainId chain, Height height) {
        return chain + "/header/" + height;
    }
}
