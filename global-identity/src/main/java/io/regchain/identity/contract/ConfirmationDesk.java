package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.KeyId;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.List;

/**
 * Confirms to a verifier, usually on another chain and by packet, what this chain knows for certain. It tells nothing
 * but that what the verifier holds is true; anything that is not refuses the call, with the reason.
 */
final class ConfirmationDesk {
    private static final int MAX_ITEMS = 20;

    private final ContractContext context;
    private final DidDesk dids;
    private final CredentialDesk credentials;

    ConfirmationDesk(ContractContext context) {
        this.context = context;
        this.dids = new DidDesk(context);
        this.credentials = new CredentialDesk(context);
    }

    /**
     * {@code confirm {keys[{did, verificationMethod, key}], credentials[{id, digest, issuerKey}]}}: each key, by its
     * fingerprint, is at present an authentication key of that DID, in use; each credential was registered here with
     * that digest and signing key, is neither revoked nor expired → {@code {confirmed true, at, credentials[{id,
     * credentialStatus}]}}.
     */
    JsonNode confirm(Arguments args) {
        List<Arguments> keys = args.objects("keys");
        List<Arguments> asked = args.objects("credentials");
        if (keys.isEmpty() && asked.isEmpty() || keys.size() + asked.size() > MAX_ITEMS) {
            throw new ContractRefusal(
                    "BAD_ARGUMENT", "1 to " + MAX_ITEMS + " keys and credentials can be confirmed at once");
        }
        keys.forEach(this::key);
        ObjectNode result = CanonicalJson.object()
                .put("confirmed", true)
                .put("at", context.time().epochMillis());
        ArrayNode states = result.putArray("credentials");
        asked.forEach(entry -> states.add(credential(entry)));
        return result;
    }

    private void key(Arguments entry) {
        Did did = entry.parsed("did", "a DID", Did::parse);
        KeyId method = entry.parsed("verificationMethod", "a key's name", KeyId::parse);
        Hash32 fingerprint = entry.parsed("key", "a key's fingerprint", Hash32::ofHex);
        DidDocument document = dids.inUse(did).document();
        boolean current = document.authenticationKey(method)
                .map(key -> key.fingerprint().equals(fingerprint))
                .orElse(false);
        if (!current) {
            throw new ContractRefusal(
                    "KEY_NOT_CURRENT", "the key used is not " + method + " of the present document of " + did);
        }
    }

    private ObjectNode credential(Arguments entry) {
        Did id = entry.parsed("id", "a credential's id", Did::parse);
        CredentialRecord record = credentials
                .find(id)
                .orElseThrow(
                        () -> new ContractRefusal("CREDENTIAL_NOT_EXIST", "this chain has issued no credential " + id));
        if (!record.digest().equals(entry.parsed("digest", "a digest", Hash32::ofHex))) {
            throw new ContractRefusal(
                    "CREDENTIAL_DIGEST_MISMATCH", "what was shown as " + id + " is not what was registered");
        }
        if (!record.issuerKey().equals(entry.parsed("issuerKey", "a key's fingerprint", Hash32::ofHex))) {
            throw new ContractRefusal(
                    "ISSUER_KEY_MISMATCH", id + " was registered with another signing key than the one shown");
        }
        if (record.revoked()) {
            throw new ContractRefusal("CREDENTIAL_REVOKED", id + " was revoked on " + record.changedAt());
        }
        if (context.time().epochMillis() >= record.expires()) {
            throw new ContractRefusal("CREDENTIAL_EXPIRED", id + " has expired");
        }
        return CanonicalJson.object().put("id", id.toString()).put("credentialStatus", record.status());
    }
}
