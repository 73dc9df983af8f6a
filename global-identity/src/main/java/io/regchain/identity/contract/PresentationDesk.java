package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.PresentationRules;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.identity.credential.VerifiablePresentation;
import io.regchain.identity.did.DidDocument;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verifies a presentation on the verifier's chain (JR/T 0325 9.6) as far as this chain can know, and says exactly what
 * the other chains concerned have yet to confirm. Documents of other chains are handed in; nothing rests on them until
 * their keepers have confirmed, by packet, the very keys that were used.
 */
final class PresentationDesk {
    private static final int MAX_DOCUMENTS = 18;

    private final ContractContext context;
    private final DidDesk dids;
    private final CredentialDesk credentials;

    PresentationDesk(ContractContext context) {
        this.context = context;
        this.dids = new DidDesk(context);
        this.credentials = new CredentialDesk(context);
    }

    /**
     * {@code verifyPresentation {presentation, purpose, documents?[]}} → {@code {holder, digest, credentials[{id,
     * issuer, types[], claims, expires}], confirmations[{chain, contract, method, payload}]}}. The challenge is used up.
     * The answer counts once every confirmation has come back with success; with none listed it counts at once.
     */
    JsonNode verify(Arguments args) {
        VerifiablePresentation presentation = presentation(args);
        String purpose = args.text("purpose");
        ChallengeDesk challenges = new ChallengeDesk(context);
        // The cheap checks first: a replay is told as one, whatever else is wrong with it.
        challenges.require(presentation.nonce(), presentation.holder(), purpose);
        SortedMap<Did, DidDocument> foreign = foreignDocuments(args);
        PresentationRules.check(
                        presentation,
                        did -> document(did, foreign),
                        context.time().toInstant())
                .ifPresent(refusal -> {
                    throw new ContractRefusal(refusal);
                });
        ConfirmationRequests requests = new ConfirmationRequests(context.chainId());
        requests.holder(presentation, document(presentation.holder(), foreign).orElseThrow());
        for (VerifiableCredential credential : presentation.credentials()) {
            DidDocument issuer = document(credential.issuer(), foreign).orElseThrow();
            requests.credential(credential, issuer);
        }
        requests.own().ifPresent(payload -> new ConfirmationDesk(context).confirm(Arguments.of(payload)));
        challenges.use(presentation.nonce(), presentation.holder(), purpose);
        return result(presentation, requests);
    }

    private static VerifiablePresentation presentation(Arguments args) {
        try {
            return VerifiablePresentation.fromJson(args.object("presentation").node());
        } catch (DecodeException e) {
            throw new ContractRefusal("PRESENTATION_INVALID", "presentation: " + e.getMessage());
        }
    }

    private SortedMap<Did, DidDocument> foreignDocuments(Arguments args) {
        SortedMap<Did, DidDocument> documents = new TreeMap<>();
        JsonNode list = args.node().path("documents");
        if (list.size() > MAX_DOCUMENTS) {
            throw new ContractRefusal("BAD_ARGUMENT", "argument documents should hold at most " + MAX_DOCUMENTS);
        }
        for (int i = 0; i < list.size(); i++) {
            DidDocument document = foreign(list.get(i), i);
            documents.put(document.id().stable(), document);
        }
        return documents;
    }

    private static DidDocument foreign(JsonNode json, int index) {
        try {
            return DidDocument.fromJson(json);
        } catch (DecodeException e) {
            throw new ContractRefusal("DID_DOCUMENT_INVALID", "documents[" + index + "]: " + e.getMessage());
        }
    }

    /** Of this chain's own DIDs only this chain's own record counts, and only while it is in use. */
    private Optional<DidDocument> document(Did did, SortedMap<Did, DidDocument> foreign) {
        return did.chain().equals(context.chainId())
                ? Optional.of(dids.inUse(did).document())
                : Optional.ofNullable(foreign.get(did.stable()));
    }

    private static JsonNode result(VerifiablePresentation presentation, ConfirmationRequests requests) {
        ObjectNode result = CanonicalJson.object()
                .put("holder", presentation.holder().stable().toString())
                .put("digest", presentation.digest().toHex());
        ArrayNode shown = result.putArray("credentials");
        for (VerifiableCredential credential : presentation.credentials()) {
            ObjectNode entry = shown.addObject()
                    .put("id", credential.id().toString())
                    .put("issuer", credential.issuer().stable().toString())
                    .put("expires", credential.expires().toEpochMilli());
            ArrayNode types = entry.putArray("types");
            credential.types().forEach(types::add);
            entry.set("claims", credential.claims());
        }
        ArrayNode open = result.putArray("confirmations");
        requests.others().forEach((chain, payload) -> open.add(request(chain, payload)));
        return result;
    }

    private static ObjectNode request(ChainId chain, ObjectNode payload) {
        ObjectNode request = CanonicalJson.object()
                .put("chain", chain.value())
                .put("contract", LocalIdentityContract.NAME)
                .put("method", "confirm");
        request.set("payload", payload);
        return request;
    }
}
