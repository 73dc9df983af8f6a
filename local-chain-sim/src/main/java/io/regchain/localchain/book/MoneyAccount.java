package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;

/**
 * One investor's settlement money at this market, in fen (R19). Neither part is ever negative, nor their sum above what
 * stays exact in JSON.
 */
public record MoneyAccount(String number, InvestorCode investor, long availableFen, long frozenFen) {
    public MoneyAccount {
        if (availableFen < 0 || frozenFen < 0 || availableFen > CanonicalJson.MAX_INTEGER - frozenFen) {
            throw new IllegalArgumentException("money is never negative, and at most 2^53-1 fen");
        }
    }

    public static String key(String number) {
        return "account/" + number;
    }

    public MoneyAccount plusAvailable(long change) {
        return new MoneyAccount(number, investor, Math.addExact(availableFen, change), frozenFen);
    }

    /** Sets so much aside; a negative change gives it back. */
    public MoneyAccount plusFrozen(long change) {
        return new MoneyAccount(number, investor, availableFen - change, frozenFen + change);
    }

    /** Pays so much of what was set aside. */
    public MoneyAccount paid(long amount) {
        return new MoneyAccount(number, investor, availableFen, frozenFen - amount);
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("number", number)
                .put("investor", investor.text())
                .put("availableFen", availableFen)
                .put("frozenFen", frozenFen);
    }

    public static MoneyAccount fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new MoneyAccount(
                in.text("number"),
                new InvestorCode(in.text("investor")),
                in.number("availableFen"),
                in.number("frozenFen"));
    }
}
