package io.regchain.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.Proof;
import io.regchain.identity.credential.Sm2Signature2022;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.identity.credential.VerifiablePresentation;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.KeyId;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The invented market and investor of scenario S3, with keys anyone can compute. */
public final class SamplePeople {
    public static final Instant NOW = Instant.parse("2026-02-10T02:00:00Z");
    public static final Sm2PrivateKey MARKET_KEY = ContractHarness.key("the market's key");
    public static final Sm2PrivateKey INVESTOR_KEY = ContractHarness.key("the investor's key");
    public static final Sm2PrivateKey OTHER_KEY = ContractHarness.key("another key");
    public static final Did MARKET = Did.parse("did:rem:jiangsu:91320500MA1REM122M");
    public static final Did INVESTOR = Did.parse("did:rem:jiangsu:Q000000102");
    public static final Did OTHER_INVESTOR = Did.parse("did:rem:jiangsu:Q000000103");
    public static final Did CREDENTIAL = Did.parse("did:rem:jiangsu:VC000001");
    public static final DidDocument MARKET_DOCUMENT = DidDocument.ofKey(MARKET, MARKET_KEY.publicKey());
    public static final DidDocument INVESTOR_DOCUMENT = DidDocument.ofKey(INVESTOR, INVESTOR_KEY.publicKey());

    private SamplePeople() {}

    public static KeyId keyOf(Did did) {
        return new KeyId(did, "keys-1");
    }

    /** JR/T 0325 annex E.1. */
    public static ObjectNode credentialDraft() {
        ObjectNode claims = CanonicalJson.object();
        claims.putObject("riskTolerance")
                .put("type", "qualified")
                .put("description", "合格投资者")
                .put("investorType", "individual")
                .put("accountOpeningDate", "2026-01-05T08:00:00Z");
        return VerifiableCredential.draft(
                CREDENTIAL,
                List.of("QualifiedInvestorCredential"),
                MARKET,
                Instant.parse("2026-01-05T08:00:00Z"),
                Instant.parse("2027-06-30T16:00:00Z"),
                INVESTOR,
                claims);
    }

    public static ObjectNode signed(ObjectNode draft) {
        return Sm2Signature2022.sign(
                draft,
                keyOf(MARKET),
                Proof.Purpose.ASSERTION,
                Instant.parse("2026-01-05T08:00:00Z"),
                Optional.empty(),
                MARKET_KEY);
    }

    public static ObjectNode credential() {
        return signed(credentialDraft());
    }

    public static ObjectNode presentation(String nonce, ObjectNode... credentials) {
        return presentation(INVESTOR, INVESTOR_KEY, nonce, credentials);
    }

    public static ObjectNode presentation(Did holder, Sm2PrivateKey key, String nonce, ObjectNode... credentials) {
        return Sm2Signature2022.sign(
                VerifiablePresentation.draft(holder, List.of(credentials)),
                keyOf(holder),
                Proof.Purpose.AUTHENTICATION,
                NOW,
                Optional.of(nonce),
                key);
    }

    public static Optional<DidDocument> documents(Did did) {
        return List.of(MARKET_DOCUMENT, INVESTOR_DOCUMENT).stream()
                .filter(document -> document.id().equals(did))
                .findFirst();
    }
}
