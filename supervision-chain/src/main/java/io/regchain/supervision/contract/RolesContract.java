package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PublicKey;

/** Grants roles to keys, by proposal and approval of two officers. State: {@code <fingerprint>} → {name, roles[]}. */
public final class RolesContract implements Contract {
    @Override
    public String name() {
        return Roles.CONTRACT;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "propose" -> propose(context, in);
            case "approve" -> approve(context, in);
            case "stopRelayer" -> stopRelayer(context, in);
            default -> throw UnknownMethod.refusal(name(), method, "propose, approve, stopRelayer");
        };
    }

    private static JsonNode propose(ContractContext context, Arguments in) {
        Sm2PublicKey key = in.parsed("publicKey", "an SM2 public key in hexadecimal", Sm2PublicKey::ofHex);
        ObjectNode grant = JsonNodeFactory.instance.objectNode().put("name", in.text("name"));
        in.texts("roles").forEach(grant.putArray("roles")::add);
        Hash32 digest = FourEyes.propose(context, key.fingerprint().toHex(), grant);
        return JsonNodeFactory.instance.objectNode().put("digest", digest.toHex());
    }

    private static JsonNode approve(ContractContext context, Arguments in) {
        Sm2PublicKey key = in.parsed("publicKey", "an SM2 public key in hexadecimal", Sm2PublicKey::ofHex);
        String id = key.fingerprint().toHex();
        ObjectNode grant = FourEyes.approve(context, id, in.parsed("digest", "the proposal's digest", Hash32::ofHex));
        context.write(id, grant);
        context.emit("roleGranted", grant.deepCopy().put("fingerprint", id));
        return grant;
    }

    /** One officer is enough to stop a relayer; to let it carry again takes two. Its other roles stay. */
    private static JsonNode stopRelayer(ContractContext context, Arguments in) {
        Roles.require(context, Roles.ADMISSION_CHECKER);
        Sm2PublicKey key = in.parsed("publicKey", "an SM2 public key in hexadecimal", Sm2PublicKey::ofHex);
        String id = key.fingerprint().toHex();
        ObjectNode entry = (ObjectNode) context.read(id)
                .orElseThrow(() -> new ContractRefusal("KEY_UNKNOWN", "no role was ever granted to the key " + id));
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        for (JsonNode role : entry.path("roles")) {
            String held = role.asText();
            if (!held.equals(Roles.RELAYER) && !held.startsWith(Roles.RELAYER + ":")) {
                left.add(held);
            }
        }
        if (left.size() == entry.path("roles").size()) {
            throw new ContractRefusal("NOT_A_RELAYER", "the key " + id + " carries for no chain");
        }
        entry.set("roles", left);
        context.write(id, entry);
        context.emit("relayerStopped", entry.deepCopy().put("fingerprint", id));
        return entry;
    }
}
