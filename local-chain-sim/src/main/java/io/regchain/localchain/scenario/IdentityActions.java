package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.object;
import static io.regchain.localchain.scenario.Action.optionalText;
import static io.regchain.localchain.scenario.Action.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.credential.Proof;
import io.regchain.identity.credential.Sm2Signature2022;
import io.regchain.identity.credential.VerifiableCredential;
import io.regchain.identity.credential.VerifiablePresentation;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.identity.did.DidResolution;
import io.regchain.identity.did.KeyId;
import io.regchain.identity.did.LocalDidResolver;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Codes, DIDs, credentials and presentations (JR/T 0325, JR/T 0326). */
final class IdentityActions {
    private static final String CONTRACT = "identity";

    private IdentityActions() {}

    static List<Action> all() {
        return List.of(
                Action.ofMarket("request-code", IdentityActions::requestCode, text("investor"), optionalText("name")),
                Action.ofMarket("create-market-did", IdentityActions::createMarketDid),
                Action.ofMarket("create-did", IdentityActions::createDid, text("investor"), text("code")),
                Action.ofMarket("resolve-did", IdentityActions::resolve, text("did")),
                Action.ofMarket("open-challenge", IdentityActions::openChallenge, text("holder"), text("purpose")),
                Action.ofMarket(
                        "issue-credential",
                        IdentityActions::issue,
                        text("investor"),
                        text("code"),
                        text("credential"),
                        text("type"),
                        text("valid-until"),
                        object("claims")),
                Action.ofMarket("revoke-credential", IdentityActions::revoke, text("credential"), text("reason")),
                Action.ofPerson(
                        "present", IdentityActions::present, text("holder"), text("nonce"), object("credential")));
    }

    /** The market asks the hub over HTTP; number and name go no further than the hub's identity service. */
    private static Outcome requestCode(Performance step) {
        Person person = step.investor();
        String name = step.optionalText("name").orElse(person.name().zh());
        HubDesk.Answer answer = step.hub().investorCode(step.market(), person, name);
        if (answer.status() != 200) {
            JsonNode error = answer.body().path("error");
            return Outcome.refused(
                    error.path("code").asText(), error.path("message").asText());
        }
        return Outcome.success((ObjectNode) answer.body());
    }

    private static Did didOf(LocalMarket market) {
        return new Did(market.chainId(), market.operator().organisation());
    }

    private static Did didOf(LocalMarket market, InvestorCode code) {
        return new Did(market.chainId(), code);
    }

    private static KeyId keyOf(Did did) {
        return new KeyId(did, "keys-1");
    }

    private static Outcome createMarketDid(Performance step) {
        LocalMarket market = step.market();
        return create(
                step, DidDocument.ofKey(didOf(market), market.operatorKey().publicKey()), market.operatorKey());
    }

    private static Outcome createDid(Performance step) {
        Sm2PrivateKey key = step.wallet(step.investor());
        Did did = didOf(step.market(), step.parsed("code", InvestorCode::new));
        return create(step, DidDocument.ofKey(did, key.publicKey()), key);
    }

    /** A document that stands already, word for word, is what was asked for. */
    private static Outcome create(Performance step, DidDocument document, Sm2PrivateKey key) {
        Did did = document.id();
        ObjectNode content = CanonicalJson.object();
        content.set("document", document.toJson());
        content.set(
                "authorisation",
                DidOperation.create(step.market().chainId(), document).sign(keyOf(did), key));
        boolean stands = step.state(LocalDidResolver.stateKey(did))
                .map(record -> record.path("document").equals(document.toJson())
                        && !record.path("deactivated").booleanValue())
                .orElse(false);
        Outcome created =
                stands ? Outcome.success(CanonicalJson.object()) : step.submit(CONTRACT, "createDid", content);
        return created.with("did", did.toString()).with("document", document.toJson());
    }

    /** Figure 4 of JR/T 0325: the local resolver first; what it does not keep, the hub's. */
    private static Outcome resolve(Performance step) {
        Did did = step.parsed("did", Did::parse);
        LocalMarket market = step.market();
        LocalDidResolver local =
                new LocalDidResolver(market.chainId(), key -> market.node(0).read(key));
        return switch (local.resolve(did)) {
            case LocalDidResolver.Lookup.Here here -> resolved(here.resolution(), "local", Optional.empty());
            case LocalDidResolver.Lookup.Elsewhere elsewhere -> {
                HubDesk.Answer answer = step.hub().resolve(did.toString());
                yield resolved(DidResolution.fromJson(answer.body()), "hub", answer.provenBy())
                        .with("keeper", elsewhere.keeper().value());
            }
        };
    }

    private static Outcome resolved(DidResolution resolution, String via, Optional<String> provenBy) {
        return switch (resolution) {
            case DidResolution.Failed failed ->
                Outcome.refused(
                        failed.error().value(),
                        "the resolver answers " + failed.error().value());
            case DidResolution.Resolved found -> {
                ObjectNode result = CanonicalJson.object()
                        .put("via", via)
                        .put("deactivated", found.record().deactivated());
                provenBy.ifPresent(at -> result.put("provenBy", at));
                result.set("document", found.record().document().toJson());
                yield Outcome.success(result);
            }
        };
    }

    private static Outcome openChallenge(Performance step) {
        return challenge(step, step.parsed("holder", Did::parse), step.text("purpose"));
    }

    private static Outcome challenge(Performance step, Did holder, String purpose) {
        return step.submit(
                CONTRACT,
                "newChallenge",
                CanonicalJson.object().put("holder", holder.toString()).put("purpose", purpose));
    }

    /** JR/T 0325 9.4: the subject proves to hold its DID, then the market signs and registers. */
    private static Outcome issue(Performance step) {
        LocalMarket market = step.market();
        Did subject = didOf(market, step.parsed("code", InvestorCode::new));
        ObjectNode credential = (ObjectNode) step.remember("credential", () -> signedCredential(step, market, subject));
        if (registered(step, credential)) {
            return issued(Outcome.success(CanonicalJson.object()), credential);
        }
        Outcome opened = challenge(step, subject, "credential-issue");
        if (!opened.success()) {
            return opened;
        }
        String nonce = opened.result().path("nonce").asText();
        ObjectNode content = CanonicalJson.object().put("nonce", nonce);
        content.set("credential", credential);
        content.set(
                "authorisation",
                DidOperation.hold(market.chainId(), subject, nonce).sign(keyOf(subject), step.wallet(step.investor())));
        return issued(step.submit(CONTRACT, "issueCredential", content), credential);
    }

    private static Outcome issued(Outcome outcome, ObjectNode credential) {
        return outcome.with("id", credential.path("id")).with("credential", credential);
    }

    private static boolean registered(Performance step, ObjectNode credential) {
        String digest = VerifiableCredential.fromJson(credential).digest().toHex();
        return step.state("identity/credential/" + credential.path("id").asText())
                .map(record -> record.path("digest").asText().equals(digest))
                .orElse(false);
    }

    private static ObjectNode signedCredential(Performance step, LocalMarket market, Did subject) {
        Did issuer = didOf(market);
        Instant now = step.now();
        ObjectNode draft = VerifiableCredential.draft(
                Did.parse("did:rem:" + market.chainId() + ":" + step.text("credential")),
                List.of(step.text("type")),
                issuer,
                now,
                endOf(step.parsed("valid-until", IdentityActions::day)),
                subject,
                step.object("claims"));
        return Sm2Signature2022.sign(
                draft, keyOf(issuer), Proof.Purpose.ASSERTION, now, Optional.empty(), market.operatorKey());
    }

    private static LocalDate day(String text) {
        if (!text.matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no day such as 2027-06-30");
        }
        return LocalDate.parse(text);
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(BlockTime.CHINA).toInstant();
    }

    /** A credential that is revoked already stays revoked. */
    private static Outcome revoke(Performance step) {
        String id = "did:rem:" + step.market().chainId() + ":" + step.text("credential");
        boolean revoked = step.state("identity/credential/" + id)
                .map(record -> record.path("status").asText().equals("revoked"))
                .orElse(false);
        return revoked
                ? Outcome.success(CanonicalJson.object().put("id", id).put("credentialStatus", "revoked"))
                : step.submit(
                        CONTRACT,
                        "revokeCredential",
                        CanonicalJson.object().put("id", id).put("reason", step.text("reason")));
    }

    /** In the investor's wallet, JR/T 0325 clause 8: nothing is sent to a chain. */
    private static Outcome present(Performance step) {
        Did holder = step.parsed("holder", Did::parse);
        ObjectNode presentation = Sm2Signature2022.sign(
                VerifiablePresentation.draft(holder, List.of(step.object("credential"))),
                keyOf(holder),
                Proof.Purpose.AUTHENTICATION,
                step.now(),
                Optional.of(step.text("nonce")),
                step.wallet(step.actor()));
        ObjectNode result = CanonicalJson.object();
        result.set("presentation", presentation);
        return Outcome.success(result);
    }
}
