package io.regchain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.registry.Registration.Algorithms;
import io.regchain.registry.Registration.Consensus;
import io.regchain.registry.Registration.Endpoint;
import io.regchain.registry.Registration.Node;
import io.regchain.registry.Registration.Operator;
import io.regchain.registry.Registration.SignOff;
import io.regchain.registry.Registration.Technology;
import java.util.List;

/** The JSON form of a {@link Registration}; member names are the record components' names. */
final class RegistrationJson {
    private static final String[] MEMBERS = {
        "chainId",
        "operator",
        "region",
        "technology",
        "consensus",
        "algorithms",
        "validators",
        "endpoints",
        "sealKeys",
        "genesisHash",
        "genesisTime",
        "dutyContact",
        "securityOfficer",
        "provincialSignOff",
        "notes"
    };

    private RegistrationJson() {}

    static Registration read(JsonNode json) {
        JsonForm form = JsonForm.of(json, "a registration", MEMBERS);
        return new Registration(
                form.text("chainId"),
                operator(form.object("operator", "uscc", "name")),
                form.text("region"),
                technology(form.object(
                        "technology",
                        "vendor",
                        "product",
                        "version",
                        "virtualMachine",
                        "cryptoModule",
                        "certificateNumber")),
                consensus(form.object("consensus", "protocol", "version", "parameters", "claimedFaulty")),
                algorithms(form.object(
                        "algorithms",
                        "hash",
                        "transactionSignature",
                        "consensusSignature",
                        "p2pHandshake",
                        "rpc",
                        "storage")),
                nodes(form),
                form.objects("endpoints", RegistrationJson::endpoint, "url", "nodeKey", "nodeName"),
                form.texts("sealKeys"),
                form.text("genesisHash"),
                form.number("genesisTime"),
                form.text("dutyContact"),
                form.text("securityOfficer"),
                signOff(form.object("provincialSignOff", "regulator", "province")),
                form.text("notes"));
    }

    private static Operator operator(JsonForm form) {
        return new Operator(form.text("uscc"), form.text("name"));
    }

    private static Technology technology(JsonForm form) {
        return new Technology(
                form.text("vendor"),
                form.text("product"),
                form.text("version"),
                form.text("virtualMachine"),
                form.text("cryptoModule"),
                form.text("certificateNumber"));
    }

    private static Consensus consensus(JsonForm form) {
        return new Consensus(
                form.text("protocol"), form.text("version"), form.textMap("parameters"), form.number("claimedFaulty"));
    }

    private static Algorithms algorithms(JsonForm form) {
        return new Algorithms(
                form.text("hash"),
                form.text("transactionSignature"),
                form.text("consensusSignature"),
                form.text("p2pHandshake"),
                form.text("rpc"),
                form.text("storage"));
    }

    /** The member {@code validators}. */
    static List<Node> nodes(JsonForm form) {
        return form.objects(
                "validators",
                RegistrationJson::node,
                "name",
                "organisation",
                "organisationName",
                "entityType",
                "publicKey",
                "proofOfPossession");
    }

    private static Node node(JsonForm form) {
        return new Node(
                form.text("name"),
                form.text("organisation"),
                form.text("organisationName"),
                form.text("entityType"),
                form.text("publicKey"),
                form.text("proofOfPossession"));
    }

    private static Endpoint endpoint(JsonForm form) {
        return new Endpoint(form.text("url"), form.text("nodeKey"), form.text("nodeName"));
    }

    private static SignOff signOff(JsonForm form) {
        return new SignOff(form.text("regulator"), form.text("province"));
    }

    static ObjectNode write(Registration registration) {
        ObjectNode json = CanonicalJson.object()
                .put("chainId", registration.chainId())
                .put("region", registration.region())
                .put("genesisHash", registration.genesisHash())
                .put("dutyContact", registration.dutyContact())
                .put("securityOfficer", registration.securityOfficer())
                .put("notes", registration.notes());
        putNumber(json, "genesisTime", registration.genesisTime());
        json.putObject("operator")
                .put("uscc", registration.operator().uscc())
                .put("name", registration.operator().name());
        writeTechnology(json.putObject("technology"), registration.technology());
        writeConsensus(json.putObject("consensus"), registration.consensus());
        writeAlgorithms(json.putObject("algorithms"), registration.algorithms());
        json.set("validators", writeNodes(registration.validators()));
        ArrayNode endpoints = json.putArray("endpoints");
        registration.endpoints().forEach(endpoint -> writeEndpoint(endpoints.addObject(), endpoint));
        ArrayNode sealKeys = json.putArray("sealKeys");
        registration.sealKeys().forEach(sealKeys::add);
        json.putObject("provincialSignOff")
                .put("regulator", registration.provincialSignOff().regulator())
                .put("province", registration.provincialSignOff().province());
        return json;
    }

    private static void putNumber(ObjectNode json, String name, long value) {
        if (value >= 0) {
            json.put(name, value);
        }
    }

    private static void writeTechnology(ObjectNode json, Technology technology) {
        json.put("vendor", technology.vendor())
                .put("product", technology.product())
                .put("version", technology.version())
                .put("virtualMachine", technology.virtualMachine())
                .put("cryptoModule", technology.cryptoModule())
                .put("certificateNumber", technology.certificateNumber());
    }

    private static void writeConsensus(ObjectNode json, Consensus consensus) {
        json.put("protocol", consensus.protocol()).put("version", consensus.version());
        putNumber(json, "claimedFaulty", consensus.claimedFaulty());
        ObjectNode parameters = json.putObject("parameters");
        consensus.parameters().forEach(parameters::put);
    }

    private static void writeAlgorithms(ObjectNode json, Algorithms algorithms) {
        json.put("hash", algorithms.hash())
                .put("transactionSignature", algorithms.transactionSignature())
                .put("consensusSignature", algorithms.consensusSignature())
                .put("p2pHandshake", algorithms.p2pHandshake())
                .put("rpc", algorithms.rpc())
                .put("storage", algorithms.storage());
    }

    static ArrayNode writeNodes(List<Node> nodes) {
        ArrayNode validators = CanonicalJson.array();
        nodes.forEach(node -> writeNode(validators.addObject(), node));
        return validators;
    }

    private static void writeNode(ObjectNode json, Node node) {
        json.put("name", node.name())
                .put("organisation", node.organisation())
                .put("organisationName", node.organisationName())
                .put("entityType", node.entityType())
                .put("publicKey", node.publicKey())
                .put("proofOfPossession", node.proofOfPossession());
    }

    private static void writeEndpoint(ObjectNode json, Endpoint endpoint) {
        json.put("url", endpoint.url()).put("nodeKey", endpoint.nodeKey()).put("nodeName", endpoint.nodeName());
    }
}
