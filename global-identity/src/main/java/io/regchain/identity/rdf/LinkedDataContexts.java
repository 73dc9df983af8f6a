package io.regchain.identity.rdf;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoader;
import com.apicatalog.jsonld.loader.DocumentLoaderOptions;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The JSON-LD contexts a credential or presentation may name. They ship with the program; nothing is ever fetched, so
 * the same document has the same meaning everywhere and at any time.
 */
public final class LinkedDataContexts {
    /** W3C Verifiable Credentials 1.1: the terms JR/T 0325 uses. */
    public static final String CREDENTIALS = "https://www.w3.org/2018/credentials/v1";
    /** The regional equity markets' terms (JR/T 0325 annex E.1); any further name is a term of this vocabulary. */
    public static final String MARKETS = "https://www.rem.com/2022/credentials/rems/v1";
    /** What {@code @context} must hold, in this order. */
    public static final List<String> REQUIRED = List.of(CREDENTIALS, MARKETS);

    private static final Map<String, JsonStructure> DOCUMENTS = load();

    private LinkedDataContexts() {}

    static DocumentLoader loader() {
        return LinkedDataContexts::document;
    }

    private static Document document(URI address, DocumentLoaderOptions options) throws JsonLdError {
        JsonStructure content = DOCUMENTS.get(address.toString());
        if (content == null) {
            throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED, "unknown context " + address);
        }
        Document document = JsonDocument.of(content);
        document.setDocumentUrl(address);
        return document;
    }

    private static Map<String, JsonStructure> load() {
        Map<String, JsonStructure> documents = new TreeMap<>();
        documents.put(CREDENTIALS, read("credentials-v1.jsonld"));
        documents.put(MARKETS, read("rems-v1.jsonld"));
        return Collections.unmodifiableMap(documents);
    }

    private static JsonStructure read(String name) {
        String path = "/io/regchain/identity/contexts/" + name;
        try (InputStream in = Objects.requireNonNull(LinkedDataContexts.class.getResourceAsStream(path), path);
                JsonReader reader = Json.createReader(in)) {
            return reader.read();
        } catch (IOException e) {
            throw new UncheckedIOException("context " + path + " cannot be read", e);
        }
    }
}
