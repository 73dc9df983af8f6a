package io.regchain.cli.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.cli.CommandFailure;
import io.regchain.cli.NodeAccess;
import io.regchain.cli.TrustedAuthorities;
import io.regchain.localchain.sandbox.Applicant;
import io.regchain.localchain.sandbox.gateway.NodeAddress;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The options of a chain under test, as one command hands them to the sandbox of another. */
public final class ApplicantJson {
    private ApplicantJson() {}

    /** @throws CommandFailure when one of them cannot be used */
    public static Applicant read(JsonNode json) {
        Optional<String> token = text(json, "token").map(NodeAccess::sendable);
        Optional<SSLContext> tls = text(json, "cacert").map(file -> TrustedAuthorities.of(Path.of(file)));
        List<NodeAddress> nodes = new ArrayList<>();
        json.path("endpoints").forEach(url -> nodes.add(new NodeAddress(NodeAccess.address(url.asText()), token, tls)));
        try {
            return new Applicant(
                    nodes,
                    text(json, "chainId").map(ChainId::new),
                    text(json, "registration").map(file -> form(Path.of(file))));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.ofUsage(String.valueOf(e.getMessage()), "`hub sandbox --help` shows examples.");
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    /** A registration, or an object that has one as its member {@code registration}. */
    private static ObjectNode form(Path file) {
        try {
            JsonNode json = CanonicalJson.decode(NodeAccess.read("--registration", file));
            if ((json.path("registration").isObject() ? json.path("registration") : json) instanceof ObjectNode form) {
                return form;
            }
            throw new DecodeException("it is no object");
        } catch (DecodeException e) {
            throw CommandFailure.ofUsage(
                    "--registration " + file + " cannot be read: " + e.getMessage(),
                    "Give a JSON object such as {\"validators\":[{\"publicKey\":…,\"proofOfPossession\":…}],\"sealKeys\":[…]}.");
        }
    }
}
