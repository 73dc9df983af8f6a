package io.regchain.protocol.base;

import java.util.List;

/** 行政区划代码, GB/T 2260: of the six digits the first two name the province; the finer digits are not checked. */
final class AdministrativeRegions {
    private static final List<String> PROVINCES = List.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82");

    private AdministrativeRegions() {}

    /** Whether six digits start with a province. */
    static boolean known(String code) {
        return code.matches("\\d{6}") && PROVINCES.contains(code.substring(0, 2));
    }

    /** As {@link #known}, or 100000, the whole country, as in the credit codes of centrally registered bodies. */
    static boolean knownOrNational(String code) {
        return known(code) || code.equals("100000");
    }

    /** As {@link #known}, or the 83 that residence permits of people from Taiwan carry. */
    static boolean ofResident(String code) {
        return known(code) || code.matches("83\\d{4}");
    }
}
