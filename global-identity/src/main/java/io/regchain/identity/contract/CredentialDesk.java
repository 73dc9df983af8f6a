package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.PresentationRules;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.identity.did.DidRecord;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.Optional;

/** Registers credentials at issue, revokes them, and tells their status (JR/T 0325 9.4, 9.7, 7.2.6). */
final class CredentialDesk {
    /** What a challenge must be for, when its answer proves the subject's holding before an issue. */
    static final String ISSUE_PURPOSE = "credential-issue";

    private final ContractContext context;
    private final DidDesk dids;

    CredentialDesk(ContractContext context) {
        this.context = context;
        this.dids = new DidDesk(context);
    }

    Optional<CredentialRecord> find(Did id) {
        return context.read(CredentialRecord.key(id)).map(CredentialRecord::fromJson);
    }

    /**
     * {@code issueCredential {credential, nonce, authorisation}}: signed by a local issuer, for a subject of this chain
     * that has just proven to hold its DID (9.4 b) by signing the challenge.
     */
    JsonNode issue(Arguments args) {
        VerifiableCredential credential = credential(args);
        Did issuer = credential.issuer();
        requireLocal(issuer, "issuer");
        requireLocal(credential.subject(), "subject");
        DidDocument issuerDocument = dids.inUse(issuer).document();
        DidRecord subject = dids.inUse(credential.subject());
        if (find(credential.id()).isPresent()) {
            throw new ContractRefusal("CREDENTIAL_EXISTS", credential.id() + " has been issued; each id is given once");
        }
        PresentationRules.check(
                        credential,
                        did -> did.equals(issuer.stable()) ? Optional.of(issuerDocument) : Optional.empty(),
                        context.time().toInstant())
                .ifPresent(refusal -> {
                    throw new ContractRefusal(refusal);
                });
        String nonce = args.text("nonce");
        dids.requireSigned(DidOperation.hold(context.chainId(), credential.subject(), nonce), subject.document(), args);
        new ChallengeDesk(context).use(nonce, credential.subject(), ISSUE_PURPOSE);
        return register(credential, issuerDocument);
    }

    private JsonNode register(VerifiableCredential credential, DidDocument issuer) {
        Sm2PublicKey key =
                issuer.assertionKey(credential.proof().verificationMethod()).orElseThrow();
        CredentialRecord record = CredentialRecord.issued(credential, key.fingerprint(), context.time());
        context.write(CredentialRecord.key(record.id()), record.toJson());
        ObjectNode result = answer(record.id(), record.status())
                .put("digest", record.digest().toHex());
        context.emit(
                "credentialIssued",
                result.deepCopy().put("issuer", record.issuer().toString()));
        return result;
    }

    private static VerifiableCredential credential(Arguments args) {
        try {
            return VerifiableCredential.fromJson(args.object("credential").node());
        } catch (DecodeException e) {
            throw new ContractRefusal("CREDENTIAL_INVALID", "credential: " + e.getMessage());
        }
    }

    private void requireLocal(Did did, String role) {
        if (!did.chain().equals(context.chainId())) {
            throw new ContractRefusal(
                    "DID_OF_OTHER_CHAIN",
                    "the " + role + " " + did + " is kept by \"" + did.chain() + "\"; a credential is issued where its"
                            + " issuer and subject are");
        }
    }

    /** {@code revokeCredential {id, reason}}: in a transaction signed with an assertion key of the issuer. */
    JsonNode revoke(Arguments args) {
        Did id = args.parsed("id", "a credential's id", Did::parse);
        String reason = args.text("reason");
        CredentialRecord record = find(id).orElseThrow(
                        () -> new ContractRefusal("CREDENTIAL_NOT_EXIST", "this chain has issued no credential " + id));
        DidDocument issuer = dids.inUse(record.issuer()).document();
        boolean byIssuer = issuer.assertionMethod().stream()
                .flatMap(method -> issuer.assertionKey(method).stream())
                .anyMatch(key -> key.equals(context.origin()));
        if (!byIssuer) {
            throw new ContractRefusal(
                    "ISSUER_ONLY", "only " + record.issuer() + " revokes " + id + ", with one of its assertion keys");
        }
        if (record.revoked()) {
            throw new ContractRefusal("CREDENTIAL_REVOKED", id + " was revoked on " + record.changedAt());
        }
        CredentialRecord revoked = record.revoked(reason, context.time());
        context.write(CredentialRecord.key(id), revoked.toJson());
        ObjectNode result = answer(id, revoked.status());
        context.emit("credentialRevoked", result.deepCopy().put("reason", reason));
        return result;
    }

    /** {@code credentialStatus {id}} → {@code {id, credentialStatus}} with valid, revoked or notExist (7.2.6). */
    JsonNode status(Arguments args) {
        Did id = args.parsed("id", "a credential's id", Did::parse);
        return answer(id, find(id).map(CredentialRecord::status).orElse(CredentialRecord.NOT_EXIST));
    }

    private static ObjectNode answer(Did id, String status) {
        return CanonicalJson.object().put("id", id.toString()).put("credentialStatus", status);
    }
}
