package io.regchain.localchain.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.time.LocalDate;

/**
 * An investor's standing as a qualified investor (R10, order 132 article 13).
 *
 * @param category 1 to 5, the article's five kinds; 5 is the natural person
 * @param validUntil the last day it counts, in China
 * @param evidence what was looked at: the SM3 digest of the file, or the id of a credential
 */
public record Qualification(int category, LocalDate validUntil, String evidence) {
    public static final int NATURAL_PERSON = 5;

    public Qualification {
        if (category < 1 || category > NATURAL_PERSON) {
            throw new IllegalArgumentException("a qualified investor is of category 1 to 5, not " + category);
        }
        if (evidence.isBlank()) {
            throw new IllegalArgumentException("a qualification names its evidence");
        }
    }

    public boolean countsOn(LocalDate day) {
        return !day.isAfter(validUntil);
    }

    public ObjectNode toJson() {
        return CanonicalJson.object()
                .put("category", category)
                .put("validUntil", validUntil.toString())
                .put("evidence", evidence);
    }

    static Qualification fromJson(JsonNode json) {
        Fields in = new Fields(json);
        return new Qualification(
                (int) in.number("category"), LocalDate.parse(in.text("validUntil")), in.text("evidence"));
    }
}
