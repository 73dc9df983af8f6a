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
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.SamplePeople;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.identity.did.DidRecord;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LocalIdentityContractTest {
    private final LocalChain jiangsu = new LocalChain("jiangsu");

    private DidRecord record(Did did) {
        return DidRecord.fromJson(jiangsu.chain.read("identity/did/" + did).orElseThrow());
    }

    @Test
    void aDidIsCreatedByTheDeskWithTheSubjectsOwnSignature() {
        JsonNode result = jiangsu.createDid(INVESTOR_DOCUMENT, INVESTOR_KEY);
        assertThat(result.get("version").longValue()).isEqualTo(1);
        assertThat(jiangsu.lastEvents()).containsExactly("didCreated");
        assertThat(record(INVESTOR).document()).isEqualTo(INVESTOR_DOCUMENT);
        assertThat(jiangsu.refused(DESK, "createDid", jiangsu.create(INVESTOR_DOCUMENT, INVESTOR_KEY))
                        .code())
                .isEqualTo("DID_EXISTS");
    }

    @Test
    void nobodyIsEnteredWithoutTheDeskOrWithoutItsOwnKey() {
        assertThat(jiangsu.refused(INVESTOR_KEY, "createDid", jiangsu.create(INVESTOR_DOCUMENT, INVESTOR_KEY))
                        .code())
                .isEqualTo("OPERATOR_ONLY");
        assertThat(jiangsu.refused(DESK, "createDid", jiangsu.create(INVESTOR_DOCUMENT, OTHER_KEY))
                        .code())
                .isEqualTo("AUTHORISATION_INVALID");
    }

    static Stream<Arguments> documentsRefused() {
        return Stream.of(
                arguments(
                        "DID_OF_OTHER_CHAIN",
                        DidDocument.ofKey(Did.parse("did:rem:zhejiang:Q000000102"), INVESTOR_KEY.publicKey())),
                arguments("DID_OF_NO_SUBJECT", DidDocument.ofKey(CREDENTIAL, INVESTOR_KEY.publicKey())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documentsRefused")
    void aDidThatThisChainCannotKeepIsRefused(String code, DidDocument document) {
        assertThat(jiangsu.refused(DESK, "createDid", jiangsu.create(document, INVESTOR_KEY))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void theKeyPrintedInTheStandardIsRefusedBecauseItLiesOnAnotherCurve() {
        ObjectNode arguments = jiangsu.create(INVESTOR_DOCUMENT, INVESTOR_KEY);
        arguments
                .withObject("document")
                .set(
                        "verificationMethod",
                        CanonicalJson.decode(
                                Bytes.utf8(
                                        """
                {"id":"did:rem:jiangsu:Q000000102#keys-1","type":"SM2VerificationKey2022",
                 "controller":"did:rem:jiangsu:Q000000102","publicKeyJwk":{"kty":"EC","crv":"SM2",
                 "x":"dWCvM4fTdeM0KmloF57zxtBPXTOythHPMm1HCLrdd3A",
                 "y":"36uMVGM7hnw-N6GnjFcihWE3SkrhMLzzLCdPMXPEXlA"}}""")));
        var refusal = jiangsu.refused(DESK, "createDid", arguments);
        assertThat(refusal.code()).isEqualTo("DID_DOCUMENT_INVALID");
        assertThat(refusal.message()).contains("verificationMethod.publicKeyJwk", "SM2 curve");
    }

    @Test
    void aDocumentIsUpdatedByItsControllersPresentKey() {
        jiangsu.createDid(INVESTOR_DOCUMENT, INVESTOR_KEY);
        DidDocument rotated = DidDocument.ofKey(INVESTOR, OTHER_KEY.publicKey());
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("document", rotated.toJson());
        DidOperation update = DidOperation.update(jiangsu.id, rotated, 2);
        arguments.set("authorisation", update.sign(SamplePeople.keyOf(INVESTOR), OTHER_KEY));
        assertThat(jiangsu.refused(DESK, "updateDid", arguments).code()).isEqualTo("AUTHORISATION_INVALID");
        arguments.set("authorisation", update.sign(SamplePeople.keyOf(INVESTOR), INVESTOR_KEY));
        jiangsu.ok(OTHER_KEY, "updateDid", arguments);
        assertThat(record(INVESTOR).version()).isEqualTo(2);
        assertThat(record(INVESTOR).document()).isEqualTo(rotated);
        // The same authorisation again leads to no third version.
        assertThat(jiangsu.refused(OTHER_KEY, "updateDid", arguments).code()).isEqualTo("AUTHORISATION_INVALID");
    }

    @Test
    void aDocumentControlledByTheMarketIsUpdatedByTheMarketOnly() {
        jiangsu.createDid(MARKET_DOCUMENT, MARKET_KEY);
        DidDocument controlled = new DidDocument(
                INVESTOR,
                INVESTOR_DOCUMENT.alsoKnownAs(),
                MARKET,
                INVESTOR_DOCUMENT.verificationMethods(),
                INVESTOR_DOCUMENT.authentication(),
                INVESTOR_DOCUMENT.assertionMethod(),
                INVESTOR_DOCUMENT.services());
        jiangsu.createDid(controlled, INVESTOR_KEY);
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("document", INVESTOR_DOCUMENT.toJson());
        DidOperation update = DidOperation.update(jiangsu.id, INVESTOR_DOCUMENT, 2);
        arguments.set("authorisation", update.sign(SamplePeople.keyOf(INVESTOR), INVESTOR_KEY));
        assertThat(jiangsu.refused(DESK, "updateDid", arguments).code()).isEqualTo("AUTHORISATION_INVALID");
        arguments.set("authorisation", update.sign(SamplePeople.keyOf(MARKET), MARKET_KEY));
        jiangsu.ok(DESK, "updateDid", arguments);
    }

    @Test
    void aRevokedDidIsNeverUsedAgain() {
        jiangsu.createDid(INVESTOR_DOCUMENT, INVESTOR_KEY);
        ObjectNode revocation =
                CanonicalJson.object().put("did", INVESTOR.toString()).put("reason", "私钥遗失");
        assertThat(jiangsu.refused(OTHER_KEY, "deactivateDid", revocation).code())
                .isEqualTo("BAD_ARGUMENT");
        jiangsu.ok(DESK, "deactivateDid", revocation);
        assertThat(record(INVESTOR).deactivated()).isTrue();
        assertThat(record(INVESTOR).reason()).isEqualTo("私钥遗失");
        assertThat(jiangsu.refused(DESK, "createDid", jiangsu.create(INVESTOR_DOCUMENT, INVESTOR_KEY))
                        .code())
                .isEqualTo("DID_DEACTIVATED");
        assertThat(jiangsu.refused(DESK, "deactivateDid", revocation).code()).isEqualTo("DID_DEACTIVATED");
    }

    @Test
    void aHolderRevokesItsOwnDidByItsKey() {
        jiangsu.createDid(INVESTOR_DOCUMENT, INVESTOR_KEY);
        ObjectNode revocation =
                CanonicalJson.object().put("did", INVESTOR.toString()).put("reason", "本人申请");
        DidOperation deactivate = DidOperation.deactivate(jiangsu.id, INVESTOR, 2);
        revocation.set("authorisation", deactivate.sign(SamplePeople.keyOf(INVESTOR), INVESTOR_KEY));
        jiangsu.ok(OTHER_KEY, "deactivateDid", revocation);
        assertThat(jiangsu.lastEvents()).containsExactly("didDeactivated");
    }

    @Test
    void aCredentialIsRegisteredWithoutItsClaimsAndRevokedByItsIssuer() {
        LocalChain chain = LocalChain.jiangsu();
        assertThat(chain.status(CREDENTIAL)).isEqualTo("notExist");
        chain.ok(DESK, "issueCredential", chain.issue(SamplePeople.credential()));
        assertThat(chain.status(CREDENTIAL)).isEqualTo("valid");
        assertThat(chain.chain
                        .read("identity/credential/" + CREDENTIAL)
                        .orElseThrow()
                        .toString())
                .doesNotContain("riskTolerance", "qualified");

        ObjectNode revocation =
                CanonicalJson.object().put("id", CREDENTIAL.toString()).put("reason", "不再符合条件");
        assertThat(chain.refused(DESK, "revokeCredential", revocation).code()).isEqualTo("ISSUER_ONLY");
        assertThat(chain.refused(INVESTOR_KEY, "revokeCredential", revocation).code())
                .isEqualTo("ISSUER_ONLY");
        chain.ok(MARKET_KEY, "revokeCredential", revocation);
        assertThat(chain.status(CREDENTIAL)).isEqualTo("revoked");
        assertThat(chain.refused(MARKET_KEY, "revokeCredential", revocation).code())
                .isEqualTo("CREDENTIAL_REVOKED");
        assertThat(chain.refused(DESK, "issueCredential", chain.issue(SamplePeople.credential()))
                        .code())
                .isEqualTo("CREDENTIAL_EXISTS");
    }

    private static Arguments credential(String code, Consumer<ObjectNode> breaking) {
        return arguments(code, breaking);
    }

    static Stream<Arguments> credentialsRefused() {
        return Stream.of(
                credential("CREDENTIAL_SIGNATURE_INVALID", json -> json.put("expirationDate", "2037-06-30T16:00:00Z")),
                credential("CREDENTIAL_SIGNATURE_INVALID", json -> json.withObject("credentialSubject")
                        .withObject("riskTolerance")
                        .put("investorType", "institution")),
                credential("CREDENTIAL_EXPIRED", json -> json.put("expirationDate", "2026-01-31T00:00:00Z")),
                credential("CREDENTIAL_NOT_YET_VALID", json -> json.put("issuanceDate", "2026-02-28T00:00:00Z")),
                credential("KEY_NOT_ALLOWED", json -> json.withObject("proof")
                        .put("verificationMethod", MARKET + "#keys-2")),
                credential("PROOF_OF_OTHER", json -> json.withObject("proof")
                        .put("verificationMethod", INVESTOR + "#keys-1")),
                credential(
                        "PROOF_PURPOSE_WRONG", json -> json.withObject("proof").put("proofPurpose", "authentication")),
                credential("DID_NOT_FOUND", json -> json.withObject("credentialSubject")
                        .put("id", OTHER_INVESTOR.toString())),
                credential("DID_OF_OTHER_CHAIN", json -> json.withObject("credentialSubject")
                        .put("id", "did:rem:zhejiang:Q000000102")),
                credential("DOCUMENT_UNFIT", json -> json.withObject("credentialSubject")
                        .putArray("empty")),
                credential("CREDENTIAL_INVALID", json -> json.remove("proof")),
                credential("CREDENTIAL_INVALID", json -> json.remove("expirationDate")),
                credential("CREDENTIAL_INVALID", json -> json.put("issuanceDate", "2026-01-05")),
                credential("CREDENTIAL_INVALID", json -> json.put("id", "https://example.org/credentials/1")),
                credential("CREDENTIAL_INVALID", json -> json.put("id", "did:rem:zhejiang:VC000001")),
                credential("CREDENTIAL_INVALID", json -> json.putArray("type").add("DegreeCredential")),
                credential("CREDENTIAL_INVALID", json -> json.withObject("credentialStatus")
                        .put("type", "StatusList2021")),
                credential(
                        "CREDENTIAL_INVALID", json -> json.withObject("proof").put("type", "Ed25519Signature2020")),
                credential(
                        "CREDENTIAL_INVALID", json -> json.withObject("proof").put("proofValue", "AAAA")),
                credential("CREDENTIAL_INVALID", json -> json.put("colour", "red")));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("credentialsRefused")
    void aCredentialWithOneThingWrongIsNotRegistered(String code, Consumer<ObjectNode> breaking) {
        LocalChain chain = LocalChain.jiangsu();
        ObjectNode credential = SamplePeople.credential();
        breaking.accept(credential);
        assertThat(chain.refused(DESK, "issueCredential", chain.issue(credential))
                        .code())
                .isEqualTo(code);
        assertThat(chain.status(CREDENTIAL)).isEqualTo("notExist");
    }

    @Test
    void aCredentialIsIssuedOnlyToOneWhoHasJustProvenToHoldTheDid() {
        LocalChain chain = LocalChain.jiangsu();
        ObjectNode issue = chain.issue(SamplePeople.credential());
        String nonce = issue.get("nonce").textValue();
        DidOperation hold = DidOperation.hold(chain.id, INVESTOR, nonce);
        issue.set("authorisation", hold.sign(SamplePeople.keyOf(INVESTOR), MARKET_KEY));
        assertThat(chain.refused(DESK, "issueCredential", issue).code()).isEqualTo("AUTHORISATION_INVALID");
        issue.set(
                "authorisation",
                DidOperation.hold(chain.id, INVESTOR, "AAAAAAAAAAAA").sign(SamplePeople.keyOf(INVESTOR), INVESTOR_KEY));
        assertThat(chain.refused(DESK, "issueCredential", issue.put("nonce", "AAAAAAAAAAAA"))
                        .code())
                .isEqualTo("CHALLENGE_UNKNOWN");
    }

    @Test
    void onlyTheDeskOpensChallenges() {
        ObjectNode asked =
                CanonicalJson.object().put("holder", INVESTOR.toString()).put("purpose", "x");
        assertThat(jiangsu.refused(INVESTOR_KEY, "newChallenge", asked).code()).isEqualTo("OPERATOR_ONLY");
        assertThat(jiangsu.refused(DESK, "newChallenge", asked.put("holder", "me"))
                        .code())
                .isEqualTo("BAD_ARGUMENT");
        assertThat(jiangsu.refused(DESK, "sing", asked).code()).isEqualTo("UNKNOWN_METHOD");
    }
}
