package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.lightclient.CertifiedHeader;
import java.util.Optional;

/**
 * One light client per registered chain. The trust root is the registration (A10.3–A10.5): genesis hash and validator
 * set; from there every header needs a certificate. Methods, each with {@code chain}:
 *
 * <ul>
 *   <li>{@code update {header, certificate, nextValidators?}} by an observer
 *   <li>{@code misbehaviour {first, second}}, each {@code {header, certificate}}, by an observer or a relayer
 *   <li>{@code proposeThaw {reason}}, {@code proposeRenewal {hash, reason}}, {@code proposeTrustPeriod {seconds, reason}} by
 *       an admission-maker; {@code approveThaw}, {@code approveRenewal}, {@code approveTrustPeriod}, each {@code {digest}},
 *       by an admission-checker with another key
 * </ul>
 */
public final class LightClientsContract implements Contract {
    public static final String NAME = "light-clients";

    private static final String METHODS = "update, misbehaviour, proposeThaw, approveThaw, proposeRenewal,"
            + " approveRenewal, proposeTrustPeriod, approveTrustPeriod";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "update" -> update(context, in);
            case "misbehaviour" -> misbehaviour(context, in);
            case "proposeThaw" -> governance(context, in).proposeThaw(in);
            case "approveThaw" -> governance(context, in).approveThaw(in);
            case "proposeRenewal" -> governance(context, in).proposeRenewal(in);
            case "approveRenewal" -> governance(context, in).approveRenewal(in);
            case "proposeTrustPeriod" -> governance(context, in).proposeTrustPeriod(in);
            case "approveTrustPeriod" -> governance(context, in).approveTrustPeriod(in);
            default -> throw UnknownMethod.refusal(NAME, method, METHODS);
        };
    }

    private static JsonNode update(ContractContext context, Arguments in) {
        if (!(context.caller() instanceof Caller.OfContract)) {
            Roles.require(context, Roles.OBSERVER);
        }
        ClientState client = client(context, in);
        client.requireUsable();
        ActiveChain.require(context, client.chain());
        BlockHeader header =
                in.parsed("header", "a canonical block header in hexadecimal", LightClientsContract::header);
        return new ClientUpdate(context, client)
                .run(new CertifiedHeader(header, certificate(header, in)), nextValidators(in));
    }

    private static JsonNode misbehaviour(ContractContext context, Arguments in) {
        ClientState client = client(context, in);
        Roles.requireWitness(context, client.chain());
        return new ClientMisbehaviour(context, client).report(certified(in, "first"), certified(in, "second"));
    }

    private static ClientGovernance governance(ContractContext context, Arguments in) {
        return new ClientGovernance(context, client(context, in));
    }

    private static ClientState client(ContractContext context, Arguments in) {
        ClientState client = new ClientState(context, in.parsed("chain", "a chain id", ChainId::new));
        client.registration();
        return client;
    }

    static BlockHeader header(String hex) {
        return BlockHeader.decode(Bytes.ofHex(hex));
    }

    private static CertifiedHeader certified(Arguments in, String name) {
        try {
            return CertifiedHeader.fromJson(JsonFields.of(in.object(name).node(), name));
        } catch (DecodeException e) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument " + name + ": " + e.getMessage());
        }
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
}
