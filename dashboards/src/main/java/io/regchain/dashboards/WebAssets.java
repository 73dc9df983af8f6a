package io.regchain.dashboards;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.Sm3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** The files of the pages, read once, with a version that changes whenever any of them does. */
final class WebAssets {
    static final String VUE = "3.5.26";
    static final String VUE_SCRIPT = "vue.runtime.esm-browser.prod.js";
    static final String INDEX = "index.html";
    static final String FAVICON = "favicon.svg";

    /** Every file below {@code web}; a test holds the list against the folder. */
    static final List<String> FILES = List.of(
            "app.css",
            "app/api.js",
            "app/findings.js",
            "app/format.js",
            "app/i18n.js",
            "app/live.js",
            "app/load.js",
            "app/main.js",
            "app/markets.js",
            "app/router.js",
            "app/session.js",
            "app/ui.js",
            "app/vue.js",
            "app/words.js",
            FAVICON,
            INDEX,
            "pages/anomalies.js",
            "pages/calls.js",
            "pages/calltree.js",
            "pages/chain.js",
            "pages/chains.js",
            "pages/flow.js",
            "pages/lists.js",
            "pages/objects.js",
            "pages/overview.js",
            "pages/status.js",
            "pages/transfers.js",
            "pages/verification.js",
            "verify/bytes.js",
            "verify/canonical.js",
            "verify/certificate.js",
            "verify/evidence.js",
            "verify/json.js",
            "verify/object.js",
            "verify/sm2.js",
            "verify/sm3.js",
            "verify/trees.js");

    private static final String FOLDER = "/io/regchain/dashboards/web/";
    private static final String WEBJAR = "/META-INF/resources/webjars/vue/" + VUE + "/dist/" + VUE_SCRIPT;
    private static final int VERSION_DIGITS = 16;

    /** @param gzip the same, compressed */
    record Asset(String contentType, byte[] plain, byte[] gzip) {
        static Asset of(String name, byte[] plain) {
            return new Asset(contentTypeOf(name), plain, compressed(plain));
        }
    }

    private final String version;
    private final Map<String, Asset> assets = new TreeMap<>();
    private final Asset vue;

    WebAssets() {
        Map<String, byte[]> contents = new TreeMap<>();
        FILES.forEach(name -> contents.put(name, read(FOLDER + name)));
        this.version = versionOf(contents);
        contents.forEach((name, content) -> assets.put(name, Asset.of(name, filledIn(name, content))));
        this.vue = Asset.of(VUE_SCRIPT, read(WEBJAR));
    }

    String version() {
        return version;
    }

    Optional<Asset> file(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    Asset vue() {
        return vue;
    }

    private static String versionOf(Map<String, byte[]> contents) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(VUE.getBytes(StandardCharsets.UTF_8));
        contents.forEach((name, content) -> {
            all.writeBytes(Bytes.utf8(name).toArray());
            all.writeBytes(Sm3.hash(content).toArray());
        });
        return Sm3.hash(all.toByteArray()).toHex().substring(0, VERSION_DIGITS);
    }

    private byte[] filledIn(String name, byte[] content) {
        if (!name.equals(INDEX) && !name.equals("app/vue.js")) {
            return content;
        }
        return new String(content, StandardCharsets.UTF_8)
                .replace("{version}", version)
                .replace("{vue}", VUE)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Objects.requireNonNull(WebAssets.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String contentTypeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no content type is known for " + name);
        };
    }
}
