package io.regchain.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--token", paramLabel = "TOKEN", description = "The access token that your nodes ask for.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Reads the access token from the first line of a file, so that no process list shows it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "PEM file with the certificates to trust over https. Default: those of the Java platform.")
    private @Nullable Path authorities;

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
        if (token != null && tokenFile != null) {
            throw CommandFailure.ofUsage("--token and --token-file are both given", "Give one of them.");
        }
        ObjectNode json = CanonicalJson.object();
        ArrayNode urls = json.putArray("endpoints");
        endpoints.forEach(urls::add);
        put(json, "chainId", chainId);
        put(json, "token", token);
        put(json, "tokenFile", absolute(tokenFile));
        put(json, "cacert", absolute(authorities));
        put(json, "registration", absolute(registration));
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Another process may read it. */
    private static @Nullable String absolute(@Nullable Path file) {
        return file == null ? null : file.toAbsolutePath().toString();
    }
}
