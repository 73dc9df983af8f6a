package io.regchain.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which chain is pointed at a sandbox. */
final class ApplicantOptions {
    @Option(
            names = {"--join", "--endpoint"},
            paramLabel = "URL",
            description =
                    "The address of a full node of your chain, below which its functions stand. Give it twice: a chain"
                            + " shows two. A node that does not answer yet is waited for.")
    private List<String> endpoints = new ArrayList<>();

    @Option(
            names = "--chain-id",
            paramLabel = "ID",
            description = "The chain, a label of JR/T 0325 table 2 such as sichuan. Default: the one network that the"
                    + " first node lists.")
    private @Nullable String chainId;

    @Mixin
    private NodeAccess access;

    @Option(
            names = "--registration",
            paramLabel = "FILE",
            description = {
                "JSON with members of a registration that only you can say: validators with proofOfPossession, sealKeys.",
                "Not needed while your chain runs on the sandbox's test keys; what is left out is filled in."
            })
    private @Nullable Path registration;

    boolean given() {
        return !endpoints.isEmpty();
    }

    @Nullable
    String chainId() {
        return chainId;
    }

    /** As {@link io.regchain.cli.sandbox.ApplicantJson} reads it. */
    ObjectNode toJson() {
        if (endpoints.size() != 2) {
            throw CommandFailure.ofUsage(
                    "a chain shows two full nodes (JR/T 0314 7.1); " + endpoints.size() + " addresses are given",
                    "Say --join URL --join URL, such as --join http://127.0.0.1:9101 --join http://127.0.0.1:9102.");
        }
        ObjectNode json = CanonicalJson.object();
        ArrayNode urls = json.putArray("endpoints");
        endpoints.forEach(urls::add);
        Optional.ofNullable(chainId).ifPresent(id -> json.put("chainId", id));
        access.token().ifPresent(token -> json.put("token", token));
        access.authorities().ifPresent(file -> json.put("cacert", absolute(file)));
        Optional.ofNullable(registration).ifPresent(file -> json.put("registration", absolute(file)));
        return json;
    }

    /** Another process may read it. */
    private static String absolute(Path file) {
        return file.toAbsolutePath().toString();
    }
}
