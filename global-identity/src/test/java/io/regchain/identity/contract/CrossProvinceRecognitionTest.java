package io.regchain.identity.contract;

import static io.regchain.identity.SamplePeople.CREDENTIAL;
import static io.regchain.identity.SamplePeople.INVESTOR;
import static io.regchain.identity.SamplePeople.INVESTOR_DOCUMENT;
import static io.regchain.identity.SamplePeople.INVESTOR_KEY;
import static io.regchain.identity.SamplePeople.MARKET;
import static io.regchain.identity.SamplePeople.MARKET_DOCUMENT;
import static io.regchain.identity.SamplePeople.MARKET_KEY;
import static io.regchain.identity.SamplePeople.OTHER_INVESTOR;
import static io.regchain.identity.SamplePeople.OTHER_KEY;
import static io.regchain.identity.contract.LocalChain.DESK;
import static io.regchain.identity.contract.LocalChain.presented;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.SamplePeople;
import io.regchain.identity.credential.Proof;
import io.regchain.identity.credential.Sm2Signature2022;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scenario S3 between two chains, the packet carried by hand: what Zhejiang verifies and what Jiangsu confirms. */
class CrossProvinceRecognitionTest {
    private static final String PURPOSE = "account-opening";

    private final LocalChain jiangsu = LocalChain.jiangsu();
    private final LocalChain zhejiang = new LocalChain("zhejiang");
    private ObjectNode credential = CanonicalJson.object();

    @BeforeEach
    void aCredentialIsIssuedInJiangsu() {
        credential = SamplePeople.credential();
        jiangsu.ok(DESK, "issueCredential", jiangsu.issue(credential));
    }

    private ObjectNode application() {
        return presented(
                SamplePeople.presentation(zhejiang.challenge(INVESTOR, PURPOSE), credential),
                PURPOSE,
                INVESTOR_DOCUMENT,
                MARKET_DOCUMENT);
    }

    private static ObjectNode payload(JsonNode verified) {
        JsonNode confirmations = verified.get("confirmations");
        assertThat(confirmations).hasSize(1);
        assertThat(confirmations.get(0).get("chain").textValue()).isEqualTo("jiangsu");
        assertThat(confirmations.get(0).get("contract").textValue()).isEqualTo("identity");
        assertThat(confirmations.get(0).get("method").textValue()).isEqualTo("confirm");
        return (ObjectNode) confirmations.get(0).get("payload");
    }

    @Test
    void zhejiangVerifiesWhatItCanAndJiangsuConfirmsTheRest() {
        JsonNode verified = zhejiang.ok(DESK, "verifyPresentation", application());
        assertThat(verified.get("holder").textValue()).isEqualTo(INVESTOR.toString());
        assertThat(verified.at("/credentials/0/types/0").textValue()).isEqualTo("QualifiedInvestorCredential");
        assertThat(verified.at("/credentials/0/claims/riskTolerance/type").textValue())
                .isEqualTo("qualified");
        JsonNode confirmed = jiangsu.ok(OTHER_KEY, "confirm", payload(verified));
        assertThat(confirmed.get("confirmed").booleanValue()).isTrue();
        assertThat(confirmed.at("/credentials/0/credentialStatus").textValue()).isEqualTo("valid");
    }

    @Test
    void aReplayedPresentationIsRefused() {
        ObjectNode application = application();
        zhejiang.ok(DESK, "verifyPresentation", application);
        assertThat(zhejiang.refused(DESK, "verifyPresentation", application).code())
                .isEqualTo("PRESENTATION_REPLAYED");
    }

    @Test
    void aPresentationToAnotherChainsChallengeIsRefused() {
        ObjectNode application = application();
        LocalChain shanghai = new LocalChain("shanghai");
        shanghai.challenge(INVESTOR, PURPOSE);
        assertThat(shanghai.refused(DESK, "verifyPresentation", application).code())
                .isEqualTo("CHALLENGE_UNKNOWN");
    }

    @Test
    void anAnswerThatComesTooLateIsRefused() {
        ObjectNode application = application();
        zhejiang.chain.advance(ChallengeDesk.LIFE.plus(Duration.ofMillis(1)));
        assertThat(zhejiang.refused(DESK, "verifyPresentation", application).code())
                .isEqualTo("CHALLENGE_EXPIRED");
    }

    @Test
    void aChallengeServesItsHolderAndItsPurposeOnly() {
        assertThat(zhejiang.refused(DESK, "verifyPresentation", application().put("purpose", "voting"))
                        .code())
                .isEqualTo("CHALLENGE_OF_OTHER_PURPOSE");
        ObjectNode foreign = presented(
                SamplePeople.presentation(zhejiang.challenge(OTHER_INVESTOR, PURPOSE), credential),
                PURPOSE,
                INVESTOR_DOCUMENT,
                MARKET_DOCUMENT);
        assertThat(zhejiang.refused(DESK, "verifyPresentation", foreign).code()).isEqualTo("CHALLENGE_OF_OTHER_HOLDER");
    }

    @Test
    void someoneElsesCredentialIsRefused() {
        ObjectNode presentation = SamplePeople.presentation(
                OTHER_INVESTOR, OTHER_KEY, zhejiang.challenge(OTHER_INVESTOR, PURPOSE), credential);
        ObjectNode application = presented(
                presentation, PURPOSE, DidDocument.ofKey(OTHER_INVESTOR, OTHER_KEY.publicKey()), MARKET_DOCUMENT);
        assertThat(zhejiang.refused(DESK, "verifyPresentation", application).code())
                .isEqualTo("HOLDER_NOT_SUBJECT");
    }

    @Test
    void aPresentationSignedWithAnotherKeyIsRefused() {
        ObjectNode presentation =
                SamplePeople.presentation(INVESTOR, OTHER_KEY, zhejiang.challenge(INVESTOR, PURPOSE), credential);
        ObjectNode application = presented(presentation, PURPOSE, INVESTOR_DOCUMENT, MARKET_DOCUMENT);
        assertThat(zhejiang.refused(DESK, "verifyPresentation", application).code())
                .isEqualTo("PRESENTATION_SIGNATURE_INVALID");
    }

    @Test
    void documentsThatAreNotAtHandHaveToBeResolvedFirst() {
        ObjectNode presentation = SamplePeople.presentation(zhejiang.challenge(INVESTOR, PURPOSE), credential);
        assertThat(zhejiang.refused(DESK, "verifyPresentation", presented(presentation, PURPOSE, MARKET_DOCUMENT))
                        .code())
                .isEqualTo("DID_UNRESOLVED");
        assertThat(zhejiang.refused(DESK, "verifyPresentation", presented(presentation, PURPOSE, INVESTOR_DOCUMENT))
                        .code())
                .isEqualTo("DID_UNRESOLVED");
    }

    /** A thief with a document of its own making gets past Zhejiang's cryptography, and no further. */
    @Test
    void aForgedDocumentIsFoundOutByTheChainThatKeepsTheTrueOne() {
        ObjectNode presentation =
                SamplePeople.presentation(INVESTOR, OTHER_KEY, zhejiang.challenge(INVESTOR, PURPOSE), credential);
        DidDocument forged = DidDocument.ofKey(INVESTOR, OTHER_KEY.publicKey());
        JsonNode verified =
                zhejiang.ok(DESK, "verifyPresentation", presented(presentation, PURPOSE, forged, MARKET_DOCUMENT));
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("KEY_NOT_CURRENT");
    }

    @Test
    void aForgedIssuerIsFoundOutByTheChainThatRegisteredTheCredential() {
        DidDocument forgedMarket = DidDocument.ofKey(MARKET, OTHER_KEY.publicKey());
        ObjectNode forged = Sm2Signature2022.sign(
                SamplePeople.credentialDraft(),
                SamplePeople.keyOf(MARKET),
                Proof.Purpose.ASSERTION,
                SamplePeople.NOW,
                Optional.empty(),
                OTHER_KEY);
        ObjectNode presentation = SamplePeople.presentation(zhejiang.challenge(INVESTOR, PURPOSE), forged);
        JsonNode verified = zhejiang.ok(
                DESK, "verifyPresentation", presented(presentation, PURPOSE, INVESTOR_DOCUMENT, forgedMarket));
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("CREDENTIAL_DIGEST_MISMATCH");
    }

    @Test
    void aCredentialThatWasNeverRegisteredIsNotConfirmed() {
        ObjectNode draft = SamplePeople.credentialDraft().put("id", "did:rem:jiangsu:VC000009");
        ObjectNode presentation =
                SamplePeople.presentation(zhejiang.challenge(INVESTOR, PURPOSE), SamplePeople.signed(draft));
        JsonNode verified = zhejiang.ok(
                DESK, "verifyPresentation", presented(presentation, PURPOSE, INVESTOR_DOCUMENT, MARKET_DOCUMENT));
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("CREDENTIAL_NOT_EXIST");
    }

    @Test
    void aRevokedCredentialIsNotConfirmed() {
        JsonNode verified = zhejiang.ok(DESK, "verifyPresentation", application());
        jiangsu.ok(
                MARKET_KEY,
                "revokeCredential",
                CanonicalJson.object().put("id", CREDENTIAL.toString()).put("reason", "x"));
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("CREDENTIAL_REVOKED");
    }

    @Test
    void aCredentialThatExpiresOnTheWayIsNotConfirmed() {
        JsonNode verified = zhejiang.ok(DESK, "verifyPresentation", application());
        jiangsu.chain.advance(Duration.ofDays(600));
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("CREDENTIAL_EXPIRED");
    }

    @Test
    void aRevokedDidIsNotConfirmed() {
        JsonNode verified = zhejiang.ok(DESK, "verifyPresentation", application());
        jiangsu.ok(
                DESK,
                "deactivateDid",
                CanonicalJson.object().put("did", INVESTOR.toString()).put("reason", "x"));
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("DID_DEACTIVATED");
    }

    @Test
    void aKeyThatWasReplacedIsNotConfirmedButTheIssuersOldSignatureIs() {
        JsonNode verified = zhejiang.ok(DESK, "verifyPresentation", application());
        rotate(DidDocument.ofKey(MARKET, OTHER_KEY.publicKey()), MARKET_KEY);
        jiangsu.ok(DESK, "confirm", payload(verified));
        rotate(DidDocument.ofKey(INVESTOR, OTHER_KEY.publicKey()), INVESTOR_KEY);
        assertThat(jiangsu.refused(DESK, "confirm", payload(verified)).code()).isEqualTo("KEY_NOT_CURRENT");
    }

    private void rotate(DidDocument next, Sm2PrivateKey presentKey) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("document", next.toJson());
        arguments.set(
                "authorisation",
                DidOperation.update(jiangsu.id, next, 2).sign(SamplePeople.keyOf(next.id()), presentKey));
        jiangsu.ok(DESK, "updateDid", arguments);
    }

    @Test
    void atHomeEverythingIsConfirmedAtOnceAndHandedInDocumentsCountForNothing() {
        ObjectNode presentation = SamplePeople.presentation(jiangsu.challenge(INVESTOR, PURPOSE), credential);
        JsonNode verified = jiangsu.ok(DESK, "verifyPresentation", presented(presentation, PURPOSE));
        assertThat(verified.get("confirmations")).isEmpty();

        ObjectNode thief =
                SamplePeople.presentation(INVESTOR, OTHER_KEY, jiangsu.challenge(INVESTOR, PURPOSE), credential);
        DidDocument forged = DidDocument.ofKey(INVESTOR, OTHER_KEY.publicKey());
        assertThat(jiangsu.refused(DESK, "verifyPresentation", presented(thief, PURPOSE, forged))
                        .code())
                .isEqualTo("PRESENTATION_SIGNATURE_INVALID");

        jiangsu.ok(
                MARKET_KEY,
                "revokeCredential",
                CanonicalJson.object().put("id", CREDENTIAL.toString()).put("reason", "x"));
        ObjectNode late = SamplePeople.presentation(jiangsu.challenge(INVESTOR, PURPOSE), credential);
        assertThat(jiangsu.refused(DESK, "verifyPresentation", presented(late, PURPOSE))
                        .code())
                .isEqualTo("CREDENTIAL_REVOKED");
    }

    @Test
    void aQuestionThatIsNoneIsABadArgument() {
        ObjectNode empty = CanonicalJson.object();
        empty.putArray("keys");
        empty.putArray("credentials");
        assertThat(jiangsu.refused(DESK, "confirm", empty).code()).isEqualTo("BAD_ARGUMENT");
        ObjectNode nonsense = application();
        nonsense.withObject("presentation").remove("holder");
        assertThat(zhejiang.refused(DESK, "verifyPresentation", nonsense).code())
                .isEqualTo("PRESENTATION_INVALID");
        ObjectNode badDocument = application();
        badDocument.withArray("documents").add("x");
        assertThat(zhejiang.refused(DESK, "verifyPresentation", badDocument).code())
                .isEqualTo("DID_DOCUMENT_INVALID");
    }
}
