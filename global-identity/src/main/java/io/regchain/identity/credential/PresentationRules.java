package io.regchain.identity.credential;

import io.regchain.identity.credential.Proof.Purpose;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.KeyId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Whether a presentation and the credentials in it are what they claim, by the keys in DID documents and at a given
 * time (JR/T 0325 9.5, 9.6). Whether the documents themselves are current, and the credentials not revoked, only the
 * chains that keep them can say.
 */
public final class PresentationRules {
    /** The DID documents at hand, by stable DID. */
    public interface Documents extends Function<Did, Optional<DidDocument>> {}

    private sealed interface KeyLookup {}

    private record Key(Sm2PublicKey key) implements KeyLookup {}

    private record NoKey(Refusal reason) implements KeyLookup {}

    private PresentationRules() {}

    /** Empty when everything holds, else the first thing that does not. */
    public static Optional<Refusal> check(VerifiablePresentation presentation, Documents documents, Instant now) {
        Optional<Refusal> refusal = holderProof(presentation, documents);
        for (VerifiableCredential credential : presentation.credentials()) {
            if (refusal.isEmpty()) {
                refusal = shown(presentation.holder(), credential, documents, now);
            }
        }
        return refusal;
    }

    // JR/T 0325 9.6 a), 8.2.4
    private static Optional<Refusal> holderProof(VerifiablePresentation presentation, Documents documents) {
        Proof proof = presentation.proof();
        return switch (proofKey(proof, Purpose.AUTHENTICATION, presentation.holder(), "holder", documents)) {
            case NoKey no -> Optional.of(no.reason());
            case Key found ->
                signature(
                        () -> presentation.signedBy(found.key()),
                        "PRESENTATION_SIGNATURE_INVALID",
                        "the presentation's proof is not the signature of " + proof.verificationMethod()
                                + " over this presentation");
        };
    }

    // JR/T 0325 9.6 b), c)
    private static Optional<Refusal> shown(
            Did holder, VerifiableCredential credential, Documents documents, Instant now) {
        if (!credential.subject().stable().equals(holder.stable())) {
            return refuse(
                    "HOLDER_NOT_SUBJECT",
                    credential.id() + " is about " + credential.subject() + ", not about its holder " + holder);
        }
        return check(credential, documents, now);
    }

    /** One credential by itself (JR/T 0325 9.5 but d, its status). */
    public static Optional<Refusal> check(VerifiableCredential credential, Documents documents, Instant now) {
        Optional<Refusal> outOfTime = credential.refusedAt(now);
        return outOfTime.isPresent() ? outOfTime : signed(credential, documents);
    }

    private static Optional<Refusal> signed(VerifiableCredential credential, Documents documents) {
        Proof proof = credential.proof();
        return switch (proofKey(proof, Purpose.ASSERTION, credential.issuer(), "issuer", documents)) {
            case NoKey no -> Optional.of(no.reason());
            case Key found ->
                signature(
                        () -> credential.signedBy(found.key()),
                        "CREDENTIAL_SIGNATURE_INVALID",
                        "the proof of " + credential.id() + " is not the signature of " + proof.verificationMethod()
                                + " over this credential");
        };
    }

    private static KeyLookup proofKey(Proof proof, Purpose wanted, Did signer, String role, Documents documents) {
        KeyId method = proof.verificationMethod();
        if (proof.purpose() != wanted) {
            return no(
                    "PROOF_PURPOSE_WRONG",
                    "the " + role + "'s proof is for " + proof.purpose().term() + "; it should be for "
                            + wanted.term());
        }
        if (!method.did().stable().equals(signer.stable())) {
            return no(
                    "PROOF_OF_OTHER",
                    "the proof is by " + method + "; it should be by a key of the " + role + " " + signer);
        }
        Optional<DidDocument> document = documents.apply(signer.stable());
        if (document.isEmpty()) {
            return no(
                    "DID_UNRESOLVED",
                    "there is no document of the " + role + " " + signer + " at hand; it should be resolved first");
        }
        return usable(document.get(), method, wanted)
                .<KeyLookup>map(Key::new)
                .orElseGet(() -> no(
                        "KEY_NOT_ALLOWED",
                        "the document of " + signer + " does not allow " + method + " for " + wanted.term()));
    }

    private static Optional<Sm2PublicKey> usable(DidDocument document, KeyId method, Purpose purpose) {
        return switch (purpose) {
            case ASSERTION -> document.assertionKey(method);
            case AUTHENTICATION -> document.authenticationKey(method);
        };
    }

    /** @param verification whether the signature holds; may find the document unfit to be signed */
    private static Optional<Refusal> signature(BooleanSupplier verification, String code, String message) {
        try {
            return verification.getAsBoolean() ? Optional.empty() : refuse(code, message);
        } catch (DecodeException e) {
            return refuse("DOCUMENT_UNFIT", "the document cannot have been signed as it is: " + e.getMessage());
        }
    }

    private static NoKey no(String code, String message) {
        return new NoKey(new Refusal(code, message));
    }

    private static Optional<Refusal> refuse(String code, String message) {
        return Optional.of(new Refusal(code, message));
    }
}
