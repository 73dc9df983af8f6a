package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.identity.credential.VerifiablePresentation;
import io.regchain.identity.did.DidDocument;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers, chain by chain, what a verification took from documents and credentials that other chains keep:
 * {@code {keys[{did, verificationMethod, key}], credentials[{id, digest, issuerKey}]}}.
 */
final class ConfirmationRequests {
    private final ChainId own;
    private final SortedMap<ChainId, ObjectNode> byChain = new TreeMap<>();

    ConfirmationRequests(ChainId own) {
        this.own = own;
    }

    void holder(VerifiablePresentation presentation, DidDocument document) {
        payload(presentation.holder().chain())
                .withArray("keys")
                .addObject()
                .put("did", presentation.holder().stable().toString())
                .put(
                        "verificationMethod",
                        presentation.proof().verificationMethod().toString())
                .put(
                        "key",
                        document.authenticationKey(presentation.proof().verificationMethod())
                                .orElseThrow()
                                .fingerprint()
                                .toHex());
    }

    void credential(VerifiableCredential credential, DidDocument issuer) {
        payload(credential.id().chain())
                .withArray("credentials")
                .addObject()
                .put("id", credential.id().toString())
                .put("digest", credential.digest().toHex())
                .put(
                        "issuerKey",
                        issuer.assertionKey(credential.proof().verificationMethod())
                                .orElseThrow()
                                .fingerprint()
                                .toHex());
    }

    private ObjectNode payload(ChainId chain) {
        return byChain.computeIfAbsent(chain, any -> {
            ObjectNode payload = CanonicalJson.object();
            payload.putArray("keys");
            payload.putArray("credentials");
            return payload;
        });
    }

    /** What this chain itself has to confirm. */
    Optional<ObjectNode> own() {
        return Optional.ofNullable(byChain.get(own));
    }

    SortedMap<ChainId, ObjectNode> others() {
        SortedMap<ChainId, ObjectNode> others = new TreeMap<>(byChain);
        others.remove(own);
        return Collections.unmodifiableSortedMap(others);
    }
}
