package io.regchain.localchain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.Proof;
import io.regchain.identity.credential.Sm2Signature2022;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.identity.credential.VerifiablePresentation;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.identity.did.KeyId;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S3: 李二 of Jiangsu opens an account in Zhejiang, under the same code. */
class CrossProvinceAccountTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final InvestorCode LI = new InvestorCode("Q000000102");
    private static final Did LI_DID = new Did(JIANGSU, LI);
    private static final Did CREDENTIAL = Did.parse("did:rem:jiangsu:VC000001");
    private static final Sm2PrivateKey LI_KEY = ContractHarness.key("李二");
    private static final Sm2PrivateKey RELAY = ContractHarness.key("relay");
    private static final Instant ISSUED = Instant.parse("2026-01-05T08:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-06-30T16:00:00Z");

    private final MarketWorld jiangsu = new MarketWorld(JIANGSU);
    private final MarketWorld zhejiang = new MarketWorld(new ChainId("zhejiang"), jiangsu.hub);
    private final Did marketDid = new Did(JIANGSU, new UnifiedSocialCreditCode("91320500MA1REM122M"));
    private final DidDocument marketDocument = DidDocument.ofKey(marketDid, jiangsu.key.publicKey());
    private final DidDocument liDocument = DidDocument.ofKey(LI_DID, LI_KEY.publicKey());
    private ObjectNode credential = CanonicalJson.object();

    @BeforeEach
    void li_is_known_in_jiangsu() {
        createDid(marketDocument, jiangsu.key);
        createDid(liDocument, LI_KEY);
        jiangsu.open("JS-0102", LI, Optional.of(MarketWorld.evidence()));
        credential = Sm2Signature2022.sign(
                VerifiableCredential.draft(
                        CREDENTIAL, List.of("QualifiedInvestorCredential"), marketDid, ISSUED, UNTIL, LI_DID, claims()),
                keyOf(marketDid),
                Proof.Purpose.ASSERTION,
                ISSUED,
                Optional.empty(),
                jiangsu.key);
        String nonce = challenge(jiangsu, "credential-issue");
        ObjectNode arguments = CanonicalJson.object().put("nonce", nonce);
        arguments.set("credential", credential);
        arguments.set("authorisation", DidOperation.hold(JIANGSU, LI_DID, nonce).sign(keyOf(LI_DID), LI_KEY));
        jiangsu.succeed("identity", "issueCredential", arguments);
    }

    private static ObjectNode claims() {
        ObjectNode claims = CanonicalJson.object();
        claims.putObject("riskTolerance")
                .put("type", "qualified")
                .put("description", "合格投资者")
                .put("investorType", "individual")
                .put("accountOpeningDate", "2026-01-05T08:00:00Z");
        return claims;
    }

    private void createDid(DidDocument document, Sm2PrivateKey key) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("document", document.toJson());
        arguments.set("authorisation", DidOperation.create(JIANGSU, document).sign(keyOf(document.id()), key));
        jiangsu.succeed("identity", "createDid", arguments);
    }

    private static KeyId keyOf(Did did) {
        return new KeyId(did, "keys-1");
    }

    private static String challenge(MarketWorld market, String purpose) {
        ObjectNode arguments =
                CanonicalJson.object().put("holder", LI_DID.toString()).put("purpose", purpose);
        return market.succeed("identity", "newChallenge", arguments)
                .get("nonce")
                .textValue();
    }

    private ObjectNode presentation(Sm2PrivateKey key) {
        return Sm2Signature2022.sign(
                VerifiablePresentation.draft(LI_DID, List.of(credential)),
                keyOf(LI_DID),
                Proof.Purpose.AUTHENTICATION,
                zhejiang.now(),
                Optional.of(challenge(zhejiang, "account-opening")),
                key);
    }

    private ObjectNode application(String id, ObjectNode presentation, OperatorDesk.Investor investor) {
        return zhejiang.desk.applyForAccount(
                id,
                "ZJ-" + id,
                investor,
                presentation,
                List.of(liDocument.toJson(), marketDocument.toJson()),
                zhejiang.now());
    }

    private OperatorDesk.Investor li() {
        return jiangsu.investor(LI);
    }

    private JsonNode apply(String id) {
        return zhejiang.succeed("accounts", "apply", application(id, presentation(LI_KEY), li()));
    }

    private Packet sent(JsonNode applied) {
        JsonNode question = applied.get("open").get(0);
        return Packet.fromJson(zhejiang.chain
                .read("packets/out/jiangsu/main/" + question.get("sequence").longValue())
                .orElseThrow());
    }

    private void carry(Packet packet) {
        JsonNode ack = jiangsu.chain.succeed(RELAY, "packets", "receive", jiangsu.hub.carry(packet));
        zhejiang.chain.succeed(
                RELAY, "packets", "acknowledge", jiangsu.hub.answer(packet, Acknowledgement.fromJson(ack)));
    }

    private Account account(String number) {
        return zhejiang.books().account(number).orElseThrow();
    }

    private String outcome(String number) {
        return zhejiang.chain
                .read("accounts/outcome/" + number)
                .orElseThrow()
                .get("code")
                .textValue();
    }

    @Test
    void scenario_3_the_account_waits_for_jiangsu_and_opens_under_the_same_code() {
        JsonNode applied = apply("A1");
        assertThat(applied.get("state").textValue()).isEqualTo("PENDING");
        carry(sent(applied));
        Account account = account("ZJ-A1");
        assertThat(account.state()).isEqualTo(Account.State.OPEN);
        assertThat(account.investor()).isEqualTo(LI);
        assertThat(account.did()).isEqualTo(LI_DID);
        assertThat(account.qualification().orElseThrow().validUntil()).isEqualTo(LocalDate.of(2027, 6, 30));
        assertThat(account.qualification().orElseThrow().evidence()).isEqualTo(CREDENTIAL.toString());
        ObjectNode record = zhejiang.desk.recordAccount("R-1", "ZJ-A1", zhejiang.books(), zhejiang.now());
        zhejiang.succeed("accounts", "record", record);
        assertThat(zhejiang.books().reference("account-ZJ-A1")).contains("account-ZJ-A1/1");
    }

    @Test
    void a_pending_account_takes_no_securities() {
        apply("A1");
        ObjectNode order =
                zhejiang.desk.forwardOrder("O-1", "ZJ-A1", new ChainId("shanghai"), MarketWorld.SHARES, Side.BUY, 1);
        assertThat(zhejiang.refuse("transfers", "forwardOrder", order).code()).isEqualTo("ACCOUNT_NOT_OPEN");
    }

    @Test
    void another_name_goes_to_a_clerk_who_decides() {
        OperatorDesk.Investor renamed = new OperatorDesk.Investor(
                LI, LI_DID, Sm3.hash("李二二".getBytes(StandardCharsets.UTF_8)), "李*", li().idDigest());
        carry(sent(zhejiang.succeed("accounts", "apply", application("A1", presentation(LI_KEY), renamed))));
        assertThat(account("ZJ-A1").state()).isEqualTo(Account.State.MANUAL_REVIEW);
        assertThat(outcome("ZJ-A1")).isEqualTo("NAME_MISMATCH");
        assertThat(decide("D-1", "ZJ-A1", "OPEN").get("state").textValue()).isEqualTo("OPEN");
    }

    private JsonNode decide(String id, String number, String decision) {
        return zhejiang.succeed(
                "accounts",
                "decide",
                CanonicalJson.object()
                        .put("requestId", id)
                        .put("accountNumber", number)
                        .put("decision", decision)
                        .put("reason", "papers seen"));
    }

    @Test
    void a_credential_revoked_at_home_refuses_the_application_and_leaves_the_way_free() {
        JsonNode applied = apply("A1");
        jiangsu.succeed(
                "identity",
                "revokeCredential",
                CanonicalJson.object().put("id", CREDENTIAL.toString()).put("reason", "assets fell"));
        carry(sent(applied));
        assertThat(account("ZJ-A1").state()).isEqualTo(Account.State.REFUSED);
        assertThat(outcome("ZJ-A1")).isEqualTo("CREDENTIAL_REVOKED");
        assertThat(zhejiang.books().accountOf(LI)).isEmpty();
    }

    @Test
    void a_presentation_shown_twice_is_refused_as_a_replay() {
        ObjectNode presentation = presentation(LI_KEY);
        zhejiang.succeed("accounts", "apply", application("A1", presentation, li()));
        Refusal refusal = zhejiang.refuse("accounts", "apply", application("A2", presentation, li()));
        assertThat(refusal.code()).isEqualTo("PRESENTATION_REPLAYED");
    }

    @Test
    void a_second_application_while_one_waits_is_refused() {
        apply("A1");
        Refusal refusal = zhejiang.refuse("accounts", "apply", application("A2", presentation(LI_KEY), li()));
        assertThat(refusal.code()).isEqualTo("ACCOUNT_EXISTS");
        assertThat(refusal.message()).contains("ZJ-A1").contains("PENDING");
    }

    @Test
    void an_expired_credential_is_refused_at_once() {
        jiangsu.hub.at(MarketWorld.at(LocalDate.of(2027, 7, 1)));
        zhejiang.on("2027-07-01");
        Refusal refusal = zhejiang.refuse("accounts", "apply", application("A1", presentation(LI_KEY), li()));
        assertThat(refusal.code()).isEqualTo("CREDENTIAL_EXPIRED");
    }

    @Test
    void a_presentation_by_somebody_else_is_refused() {
        Refusal refusal = zhejiang.refuse(
                "accounts", "apply", application("A1", presentation(ContractHarness.key("thief")), li()));
        assertThat(refusal.code()).as(refusal.message()).isEqualTo("PRESENTATION_SIGNATURE_INVALID");
        assertThat(zhejiang.books().accountOf(LI)).isEmpty();
    }

    @Test
    void a_forged_document_passes_here_and_fails_at_home() {
        Sm2PrivateKey thief = ContractHarness.key("thief");
        ObjectNode arguments = zhejiang.desk.applyForAccount(
                "A1",
                "ZJ-A1",
                li(),
                presentation(thief),
                List.of(DidDocument.ofKey(LI_DID, thief.publicKey()).toJson(), marketDocument.toJson()),
                zhejiang.now());
        carry(sent(zhejiang.succeed("accounts", "apply", arguments)));
        assertThat(account("ZJ-A1").state()).isEqualTo(Account.State.REFUSED);
        assertThat(outcome("ZJ-A1")).isEqualTo("KEY_NOT_CURRENT");
    }

    @Test
    void the_holder_must_be_the_applicant() {
        OperatorDesk.Investor other = zhejiang.investor(new InvestorCode("Q000000103"));
        Refusal refusal = zhejiang.refuse("accounts", "apply", application("A1", presentation(LI_KEY), other));
        assertThat(refusal.code()).isEqualTo("HOLDER_DIFFERS");
    }

    @Test
    void no_answer_refuses_the_application() {
        Packet packet = sent(apply("A1"));
        jiangsu.hub.at(packet.timeout().time());
        zhejiang.chain.at(packet.timeout().time());
        zhejiang.chain.succeed(RELAY, "packets", "timeout", jiangsu.hub.silence(packet));
        assertThat(account("ZJ-A1").state()).isEqualTo(Account.State.REFUSED);
        assertThat(outcome("ZJ-A1")).isEqualTo("PACKET_TIMED_OUT");
    }
}
