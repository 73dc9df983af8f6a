package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.identity.did.DidRecord;
import io.regchain.identity.did.KeyId;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.CredentialCode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.Optional;

/** Creates, changes and revokes the DIDs this chain keeps (JR/T 0325 9.1, 9.2), and checks who holds one (9.3). */
final class DidDesk {
    private final ContractContext context;

    DidDesk(ContractContext context) {
        this.context = context;
    }

    Optional<DidRecord> find(Did did) {
        return context.read(DidRecord.key(did)).map(DidRecord::fromJson);
    }

    /** @throws ContractRefusal {@code DID_NOT_FOUND} or {@code DID_DEACTIVATED} */
    DidRecord inUse(Did did) {
        DidRecord record = find(did)
                .orElseThrow(() -> new ContractRefusal("DID_NOT_FOUND", "this chain keeps no document of " + did));
        if (record.deactivated()) {
            throw new ContractRefusal(
                    "DID_DEACTIVATED",
                    did + " was revoked on " + record.updated() + "; a revoked DID" + " is never used again");
        }
        return record;
    }

    /** {@code createDid {document, authorisation}}: by the operator, with the subject's own signature. */
    JsonNode create(Arguments args) {
        LocalOperators.require(context);
        DidDocument document = document(args);
        requireOurs(document.id());
        find(document.id()).ifPresent(known -> {
            throw known.deactivated()
                    ? new ContractRefusal(
                            "DID_DEACTIVATED", document.id() + " was revoked; a revoked DID is never used again")
                    : new ContractRefusal("DID_EXISTS", document.id() + " has a document; it can be updated");
        });
        // Whoever brings a document must hold its key, and nobody can be entered without knowing.
        requireSigned(DidOperation.create(context.chainId(), document), document, args);
        requireController(document);
        DidRecord record = DidRecord.first(document, context.time());
        return keep("didCreated", record);
    }

    /** {@code updateDid {document, authorisation}}: signed by the present controller. */
    JsonNode update(Arguments args) {
        DidDocument document = document(args);
        requireOurs(document.id());
        DidRecord record = inUse(document.id());
        requireSigned(
                DidOperation.update(context.chainId(), document, record.version() + 1),
                controllerOf(record.document()),
                args);
        requireController(document);
        return keep("didUpdated", record.changed(document, context.time()));
    }

    /** {@code deactivateDid {did, reason, authorisation?}}: signed by the controller, or by the operator (lost key). */
    JsonNode deactivate(Arguments args) {
        Did did = args.parsed("did", "a DID", Did::parse);
        requireOurs(did);
        String reason = args.text("reason");
        DidRecord record = inUse(did);
        if (args.has("authorisation") || !LocalOperators.acts(context)) {
            requireSigned(
                    DidOperation.deactivate(context.chainId(), did, record.version() + 1),
                    controllerOf(record.document()),
                    args);
        }
        return keep("didDeactivated", record.revoked(reason, context.time()));
    }

    private JsonNode keep(String event, DidRecord record) {
        context.write(DidRecord.key(record.document().id()), record.toJson());
        ObjectNode result = CanonicalJson.object()
                .put("did", record.document().id().stable().toString())
                .put("version", record.version())
                .put("deactivated", record.deactivated());
        context.emit(
                event,
                result.deepCopy()
                        .put("documentDigest", record.document().digest().toHex()));
        return result;
    }

    /** Whether the signature in {@code authorisation} is by an authentication key of that document (9.3). */
    void requireSigned(DidOperation operation, DidDocument signer, Arguments args) {
        Arguments authorisation = args.object("authorisation");
        KeyId method = authorisation.parsed("verificationMethod", "a key of " + signer.id(), KeyId::parse);
        Sm2Signature signature =
                authorisation.parsed("signature", "r and s in hex", hex -> new Sm2Signature(Bytes.ofHex(hex)));
        boolean signed = signer.authenticationKey(method)
                .map(key -> operation.signedBy(key, signature))
                .orElse(false);
        if (!signed) {
            throw new ContractRefusal(
                    "AUTHORISATION_INVALID",
                    "authorisation should be the signature of an authentication key of " + signer.id() + " over "
                            + operation.kind() + " of " + operation.did() + " (" + operation.subject() + ")");
        }
    }

    private DidDocument controllerOf(DidDocument document) {
        return document.controller().stable().equals(document.id().stable())
                ? document
                : inUse(document.controller()).document();
    }

    private void requireController(DidDocument document) {
        if (!document.controller().stable().equals(document.id().stable())) {
            requireOurs(document.controller());
            inUse(document.controller());
        }
    }

    private static DidDocument document(Arguments args) {
        try {
            return DidDocument.fromJson(args.object("document").node());
        } catch (DecodeException e) {
            throw new ContractRefusal("DID_DOCUMENT_INVALID", "document: " + e.getMessage());
        }
    }

    // JR/T 0325 5.3: a DID lives on the chain its label names; table 3 lists who may have one.
    private void requireOurs(Did did) {
        if (!did.chain().equals(context.chainId())) {
            throw new ContractRefusal(
                    "DID_OF_OTHER_CHAIN", did + " is kept by \"" + did.chain() + "\", not by " + context.chainId());
        }
        if (did.subject() instanceof CredentialCode || did.subject() instanceof ProductCode) {
            throw new ContractRefusal(
                    "DID_OF_NO_SUBJECT",
                    did + " names no enterprise, investor, market or authority (JR/T 0325 table 3)");
        }
    }
}
