package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The local chain of {@code src/test/node/chain} in a process of its own: it says where its nodes listen, then takes what
 * its operator wants done, a line of JSON each.
 */
public final class JavaScriptChain implements AutoCloseable {
    private static final long SECONDS_TO_END = 5;

    private final Process process;
    private final Writer in;
    private final BufferedReader out;
    private final Path problems;
    private final JsonNode started;

    private JavaScriptChain(Process process, Path problems) {
        this.process = process;
        this.problems = problems;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.started = readLine();
    }

    /** @param settings as {@code chain/main.mjs} reads them */
    public static JavaScriptChain start(Path programs, Path directory, ObjectNode settings) throws IOException {
        Path file = directory.resolve("javascript-chain.json");
        Files.write(file, CanonicalJson.encode(settings).toArray());
        Path problems = directory.resolve("javascript-chain.log");
        Process process = new ProcessBuilder("node", "chain/main.mjs", file.toString())
                .directory(programs.toFile())
                .redirectError(problems.toFile())
                .start();
        try {
            return new JavaScriptChain(process, problems);
        } catch (RuntimeException | Error failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** A disclosure with all that its schema asks for, not sealed yet. */
    public static ObjectNode disclosure(ChainId source, String id) {
        ObjectNode snapshot = CanonicalJson.object();
        ObjectNode header = snapshot.putObject("header").put("source", source.value());
        header.putObject("model").put("protocol", "区域性股权市场跨链业务数据模型").put("version", "2.0.0");
        header.putObject("content")
                .put("type", "infodisclosure")
                .put("object_id", id)
                .put("version", 0)
                .put("operation", "create")
                .put("timestamp", 1_770_700_000L);
        header.putArray("seal");
        snapshot.putObject("body")
                .putObject("disclosure_approval_information")
                .putObject("disclosure_basic_information")
                .put("disclosure_subject_ref", "subject-1/0")
                .put("disclosure_type", 5)
                .put("disclosure_submit_type", 4)
                .put("disclosure_submit_date", "2026-02-10");
        return snapshot;
    }

    public ChainId chainId() {
        return new ChainId(started.get("chain").textValue());
    }

    public String token() {
        return started.get("token").textValue();
    }

    public List<URI> endpoints() {
        List<URI> endpoints = new ArrayList<>();
        started.get("endpoints").forEach(endpoint -> endpoints.add(URI.create(endpoint.textValue())));
        return endpoints;
    }

    /** What only the chain can say of a registration: its nodes, keys and genesis. */
    public JsonNode registration() {
        return started.get("registration");
    }

    /** The operator calls a contract: {@code {outcome, code, message, result, height}}. */
    public JsonNode call(String contract, String method, ObjectNode arguments) {
        ObjectNode order = CanonicalJson.object().put("contract", contract).put("method", method);
        order.set("arguments", arguments);
        return order(order);
    }

    /** The operator seals a data object and puts it on the chain. */
    public JsonNode seal(ObjectNode snapshot) {
        ObjectNode order = CanonicalJson.object();
        order.set("seal", snapshot);
        return order(order);
    }

    private synchronized JsonNode order(ObjectNode order) {
        try {
            in.write(CanonicalJson.encode(order).toUtf8() + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the JavaScript chain has ended: " + said(), e);
        }
        return readLine();
    }

    private JsonNode readLine() {
        try {
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("the JavaScript chain has ended: " + said());
            }
            return CanonicalJson.decode(Bytes.utf8(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote to standard error. */
    public String said() {
        try {
            return Files.readString(problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes its standard input, on which it ends by itself. @return whether it did */
    public boolean end() {
        try {
            in.close();
            return process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
