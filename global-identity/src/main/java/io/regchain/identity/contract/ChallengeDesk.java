package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.did.Base64Url;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalWriter;
import java.time.Duration;

/**
 * Challenges against replay (JR/T 0325 8.2.4, 9.3): {@code identity/nonce/<nonce>} holds
 * {@code {holder, purpose, expires, used}}. A nonce follows from chain, block and transaction, so it never comes twice,
 * on this chain or another; an answered one stays on record for ever.
 */
final class ChallengeDesk {
    /** How long an answer is waited for, in block time. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int NONCE_BYTES = 24;
    private final ContractContext context;

    ChallengeDesk(ContractContext context) {
        this.context = context;
    }

    /** {@code newChallenge {holder, purpose}} by the operator → {@code {nonce, expires}}. */
    JsonNode open(Arguments args) {
        LocalOperators.require(context);
        Did holder = args.parsed("holder", "a DID", Did::parse);
        String purpose = args.text("purpose");
        String nonce = nonce(holder, purpose);
        long expires = context.time().epochMillis() + LIFE.toMillis();
        String key = "nonce/" + nonce;
        if (context.read(key).isPresent()) {
            throw new ContractRefusal("CHALLENGE_EXISTS", "this transaction has opened the same challenge already");
        }
        context.write(
                key,
                CanonicalJson.object()
                        .put("holder", holder.stable().toString())
                        .put("purpose", purpose)
                        .put("expires", expires)
                        .put("used", false));
        return CanonicalJson.object().put("nonce", nonce).put("expires", expires);
    }

    private String nonce(Did holder, String purpose) {
        Hash32 seed = new CanonicalWriter("regchain/nonce/1")
                .text(context.chainId().value())
                .u64(context.height().value())
                .u64(context.time().epochMillis())
                .hash(context.transactionId())
                .text(holder.stable().toString())
                .text(purpose)
                .toHash();
        return Base64Url.encode(java.util.Arrays.copyOf(seed.toArray(), NONCE_BYTES));
    }

    /**
     * Takes the challenge as answered. To be called when everything else has been found right.
     *
     * @throws ContractRefusal {@code CHALLENGE_UNKNOWN}, {@code PRESENTATION_REPLAYED}, {@code CHALLENGE_EXPIRED},
     *     {@code CHALLENGE_OF_OTHER_HOLDER} or {@code CHALLENGE_OF_OTHER_PURPOSE}
     */
    void use(String nonce, Did holder, String purpose) {
        ObjectNode challenge = require(nonce, holder, purpose);
        context.write(
                "nonce/" + nonce,
                challenge.put("used", true).put("usedAt", context.time().epochMillis()));
    }

    /** As {@link #use}, without taking it. */
    ObjectNode require(String nonce, Did holder, String purpose) {
        ObjectNode challenge = context.read("nonce/" + nonce)
                .map(found -> (ObjectNode) found.deepCopy())
                .orElseThrow(() -> new ContractRefusal(
                        "CHALLENGE_UNKNOWN", "this chain has not opened the challenge \"" + nonce + "\""));
        if (challenge.path("used").booleanValue()) {
            throw new ContractRefusal(
                    "PRESENTATION_REPLAYED", "the challenge \"" + nonce + "\" has been answered; each counts once");
        }
        if (context.time().epochMillis() > challenge.path("expires").longValue()) {
            throw new ContractRefusal(
                    "CHALLENGE_EXPIRED", "the challenge had to be answered within " + LIFE.toMinutes() + " minutes");
        }
        requireSame(challenge, "holder", holder.stable().toString(), "CHALLENGE_OF_OTHER_HOLDER");
        requireSame(challenge, "purpose", purpose, "CHALLENGE_OF_OTHER_PURPOSE");
        return challenge;
    }

    private static void requireSame(ObjectNode challenge, String member, String wanted, String code) {
        String opened = challenge.path(member).asText();
        if (!opened.equals(wanted)) {
            throw new ContractRefusal(
                    code, "the challenge was opened for the " + member + " " + opened + ", not " + wanted);
        }
    }
}
