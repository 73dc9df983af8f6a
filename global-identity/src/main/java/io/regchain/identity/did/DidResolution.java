package io.regchain.identity.did;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The answer of a DID resolver, JR/T 0325 5.4.2: {@code {didResolutionMetadata, didDocumentMetadata,
 * didDocumentStream}}. Annex B's sample names the third part {@code didDocument}; the clause's name is written, both are
 * read.
 */
public sealed interface DidResolution {
    String CONTENT_TYPE = "application/did+ld+json";

    /** The document was found; it may be deactivated. */
    record Resolved(DidRecord record) implements DidResolution {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = CanonicalJson.object();
            json.putObject("didResolutionMetadata").put("contentType", CONTENT_TYPE);
            json.putObject("didDocumentMetadata")
                    .put("created", record.created().toString())
                    .put("updated", record.updated().toString())
                    .put("deactivated", record.deactivated())
                    .put("versionId", Long.toString(record.version()));
            json.set("didDocumentStream", record.document().toJson());
            return json;
        }
    }

    /** @param detail for people; the standard's answer carries the error value alone, so this stays outside of it */
    record Failed(ResolutionError error, String detail) implements DidResolution {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = CanonicalJson.object();
            json.putObject("didResolutionMetadata")
                    .put("contentType", CONTENT_TYPE)
                    .put("error", error.value());
            json.putObject("didDocumentMetadata");
            json.putNull("didDocumentStream");
            return json;
        }
    }

    ObjectNode toJson();

    /** @throws DecodeException when the answer has not the form of 5.4.2 to 5.4.4 */
    static DidResolution fromJson(JsonNode json) {
        DocumentReader in = DocumentReader.of(json, "");
        DocumentReader resolution = in.object("didResolutionMetadata");
        if (resolution.has("error")) {
            return new Failed(resolution.parsed("error", ResolutionError::parse), "");
        }
        DocumentReader metadata = in.object("didDocumentMetadata");
        String stream = in.has("didDocumentStream") ? "didDocumentStream" : "didDocument";
        return new Resolved(new DidRecord(
                DidDocument.fromJson(in.object(stream).node()),
                metadata.parsed("versionId", DidResolution::version),
                metadata.parsed("created", DidResolution::time),
                metadata.parsed("updated", DidResolution::time),
                metadata.node().path("deactivated").asBoolean(false),
                ""));
    }

    private static long version(String text) {
        long version = Long.parseLong(text);
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
        return version;
    }

    private static BlockTime time(String text) {
        try {
            return BlockTime.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no dateTime in UTC", e);
        }
    }
}
