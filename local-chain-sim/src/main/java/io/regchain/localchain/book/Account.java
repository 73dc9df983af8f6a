package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;

/**
 * A securities account in real name: one per investor in a market (R14), under the code that is the investor's in
 * every market.
 *
 * @param did the investor's identifier, {@code did:rem:<home label>:<code>}
 * @param nameDigest keyed digest of the real name, 32 bytes in hex, the same in every market; the name itself stays off
 *     the ledger
 * @param subjectObject id of the investor's JR/T 0314 subject object
 * @param accountObject id of the account's own object
 */
public record Account(
        String number,
        InvestorCode investor,
        Did did,
        String nameDigest,
        State state,
        Optional<Qualification> qualification,
        String subjectObject,
        String accountObject) {

    /** @see #objectStatus */
    public enum State {
        /** Asked for; the home market has not answered yet. */
        PENDING,
        OPEN,
        /** The home market knows the person under another name: a clerk decides. */
        MANUAL_REVIEW,
        REFUSED,
        FROZEN;

        /** account_status of the data model: 1 normal, 2 cancelled, 3 frozen, 4 not yet real-name. */
        public int objectStatus() {
            return switch (this) {
                case OPEN -> 1;
                case REFUSED -> 2;
                case FROZEN -> 3;
                case PENDING, MANUAL_REVIEW -> 4;
            };
        }
    }

    public static String key(String number) {
        return "account/" + number;
    }

    public static String investorKey(InvestorCode investor) {
        return "by-investor/" + investor;
    }

    public Account with(State next) {
        return new Account(number, investor, did, nameDigest, next, qualification, subjectObject, accountObject);
    }

    public Account with(Qualification next) {
        return new Account(number, investor, did, nameDigest, state, Optional.of(next), subjectObject, accountObject);
    }

    public ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object()
                .put("number", number)
                .put("investor", investor.text())
                .put("did", did.toString())
                .put("nameDigest", nameDigest)
                .put("state", state.name())
                .put("subjectObject", subjectObject)
                .put("accountObject", accountObject);
        qualification.ifPresent(q -> json.set("qualification", q.toJson()));
        return json;
    }

    public static Account fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new Account(
                in.text("number"),
                new InvestorCode(in.text("investor")),
                Did.parse(in.text("did")),
                in.text("nameDigest"),
                State.valueOf(in.text("state")),
                in.optional("qualification").map(Qualification::fromJson),
                in.text("subjectObject"),
                in.text("accountObject"));
    }
}
