package io.regchain.identity.contract;

import static io.regchain.identity.SamplePeople.INVESTOR;
import static io.regchain.identity.SamplePeople.INVESTOR_DOCUMENT;
import static io.regchain.identity.SamplePeople.INVESTOR_KEY;
import static io.regchain.identity.SamplePeople.MARKET_DOCUMENT;
import static io.regchain.identity.SamplePeople.MARKET_KEY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.SamplePeople;
import io.regchain.identity.did.DidDocument;
import io.regchain.identity.did.DidOperation;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.List;

/** A local chain with the identity contract and an identity desk, for tests. */
final class LocalChain {
    static final Sm2PrivateKey DESK = ContractHarness.key("the identity desk");

    final ContractHarness chain;
    final ChainId id;

    LocalChain(String label) {
        id = new ChainId(label);
        chain = ContractHarness.start(
                id,
                BlockTime.of(SamplePeople.NOW),
                LocalIdentityContract.genesis(List.of(DESK.publicKey())),
                List.of(new LocalIdentityContract()));
    }

    /** Jiangsu with the market and the investor of the scenario on record. */
    static LocalChain jiangsu() {
        LocalChain jiangsu = new LocalChain("jiangsu");
        jiangsu.createDid(MARKET_DOCUMENT, MARKET_KEY);
        jiangsu.createDid(INVESTOR_DOCUMENT, INVESTOR_KEY);
        return jiangsu;
    }

    JsonNode ok(Sm2PrivateKey key, String method, ObjectNode arguments) {
        return chain.succeed(key, "identity", method, arguments);
    }

    Refusal refused(Sm2PrivateKey key, String method, ObjectNode arguments) {
        Refusal refusal = chain.refuse(key, "identity", method, arguments);
        if (!chain.faults().isEmpty()) {
            throw new AssertionError(
                    method + " did not refuse but fail", chain.faults().get(0));
        }
        return refusal;
    }

    List<String> lastEvents() {
        return chain.lastBlock().receipts().get(0).events().stream()
                .map(Event::name)
                .toList();
    }

    ObjectNode create(DidDocument document, Sm2PrivateKey key) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("document", document.toJson());
        arguments.set("authorisation", DidOperation.create(id, document).sign(SamplePeople.keyOf(document.id()), key));
        return arguments;
    }

    JsonNode createDid(DidDocument document, Sm2PrivateKey key) {
        return ok(DESK, "createDid", create(document, key));
    }

    String challenge(Did holder, String purpose) {
        ObjectNode arguments =
                CanonicalJson.object().put("holder", holder.toString()).put("purpose", purpose);
        return ok(DESK, "newChallenge", arguments).get("nonce").textValue();
    }

    /** Arguments of issueCredential, with a fresh challenge that the investor has answered. */
    ObjectNode issue(ObjectNode credential) {
        String nonce = challenge(INVESTOR, "credential-issue");
        ObjectNode arguments = CanonicalJson.object().put("nonce", nonce);
        arguments.set("credential", credential);
        arguments.set(
                "authorisation",
                DidOperation.hold(id, INVESTOR, nonce).sign(SamplePeople.keyOf(INVESTOR), INVESTOR_KEY));
        return arguments;
    }

    static ObjectNode presented(ObjectNode presentation, String purpose, DidDocument... documents) {
        ObjectNode arguments = CanonicalJson.object().put("purpose", purpose);
        arguments.set("presentation", presentation);
        ArrayNode list = arguments.putArray("documents");
        for (DidDocument document : documents) {
            list.add(document.toJson());
        }
        return arguments;
    }

    String status(Did credential) {
        ObjectNode arguments = CanonicalJson.object().put("id", credential.toString());
        return ok(DESK, "credentialStatus", arguments).get("credentialStatus").textValue();
    }
}
