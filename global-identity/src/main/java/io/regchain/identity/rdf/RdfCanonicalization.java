package io.regchain.identity.rdf;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.JsonLdOptions.ProcessingPolicy;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.io.StringWriter;

/**
 * RDF Dataset Canonicalization (RDFC-1.0, JR/T 0325 annex F table F.1): a JSON-LD document as sorted N-Quads, the same
 * bytes for every spelling of the same statements. Blank nodes are labelled with RDFC-1.0's own default hash, so that
 * any stock implementation arrives at the same bytes; what is signed is hashed with SM3.
 */
public final class RdfCanonicalization {
    /** Canonical JSON bytes of a document beyond which it is refused unread. */
    public static final int MAX_BYTES = 64 * 1024;
    /** Steps of the blank-node labelling after which a document is refused: it is built to be slow. */
    private static final int MAX_STEPS = 10_000;

    private RdfCanonicalization() {}

    /** @throws DecodeException when the document is too large, or holds anything that RDF would not carry */
    public static Bytes canonical(ObjectNode document) {
        requireSize(document);
        LinkedDataForm.require(document);
        try {
            RdfCanon canon = RdfCanon.create("SHA-256", new Steps()::next);
            JsonLd.toRdf(JsonDocument.of(JakartaJson.object(document)))
                    .options(options())
                    .provide(canon);
            StringWriter quads = new StringWriter();
            canon.provide(new NQuadsWriter(quads));
            return Bytes.utf8(quads.toString());
        } catch (JsonLdError e) {
            throw new DecodeException("not linked data that can be signed: " + e.getCode(), e);
        } catch (RdfConsumerException e) {
            throw new IllegalStateException("writing N-Quads to memory failed", e);
        }
    }

    private static void requireSize(ObjectNode document) {
        int size;
        try {
            size = CanonicalJson.encode(document).size();
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the document has no canonical form: " + e.getMessage(), e);
        }
        if (size > MAX_BYTES) {
            throw new DecodeException("the document has " + size + " bytes; at most " + MAX_BYTES + " are read");
        }
    }

    private static JsonLdOptions options() {
        JsonLdOptions options = new JsonLdOptions(LinkedDataContexts.loader());
        options.setOrdered(true);
        options.setUndefinedTermsPolicy(ProcessingPolicy.Fail);
        return options;
    }

    /** Counts work instead of time, so that every node refuses the same documents. */
    private static final class Steps {
        private int taken;

        void next() {
            if (++taken > MAX_STEPS) {
                throw new DecodeException("the document's unnamed parts are too entangled to be canonicalised");
            }
        }
    }
}
