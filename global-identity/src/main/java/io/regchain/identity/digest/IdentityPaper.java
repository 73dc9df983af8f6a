package io.regchain.identity.digest;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import java.util.Locale;
import java.util.regex.Pattern;

/** What someone is identified by, and the one spelling its number is digested in. */
public enum IdentityPaper {
    /** 居民身份证 and the residence permits of the same form (GB 11643): 18 characters, old ones of 15 completed. */
    RESIDENT_ID {
        @Override
        String form(String number) {
            String full =
                    number.matches("\\d{15}") ? completed(number.substring(0, 6) + "19" + number.substring(6)) : number;
            require(full, RESIDENT, "a resident identity number has 17 digits and a digit or X");
            // A slip of the pen must not become another person.
            if (!full.equals(completed(full.substring(0, 17)))) {
                throw new IllegalArgumentException("the check character of the resident identity number is wrong");
            }
            return full;
        }
    },
    /** 护照. */
    PASSPORT {
        @Override
        String form(String number) {
            return require(number, PASSPORT_FORM, "a passport number has 5 to 20 letters and digits");
        }
    },
    /** 统一社会信用代码 (GB 32100), of institutions. */
    UNIFIED_SOCIAL_CREDIT_CODE {
        @Override
        String form(String number) {
            return new UnifiedSocialCreditCode(number).value();
        }
    },
    /** Filing number of a fund or plan, of product investors. */
    PRODUCT_FILING {
        @Override
        String form(String number) {
            return require(number, FILING_FORM, "a filing number has 3 to 40 letters, digits and hyphens");
        }
    };

    private static final Pattern RESIDENT = Pattern.compile("\\d{17}[0-9X]");
    private static final Pattern PASSPORT_FORM = Pattern.compile("[A-Z0-9]{5,20}");
    private static final Pattern FILING_FORM = Pattern.compile("[A-Z0-9-]{3,40}");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    abstract String form(String number);

    /** @throws IllegalArgumentException when no such number can exist; the message does not repeat it */
    String normalise(String number) {
        return form(Spelling.plain(number).replace(" ", "").toUpperCase(Locale.ROOT));
    }

    /** GB 11643: 17 digits and their check character; the old form of 15 lacks the century and it. */
    private static String completed(String body) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (body.charAt(i) - '0') * WEIGHTS[i];
        }
        return body + "10X98765432".charAt(sum % 11);
    }

    private static String require(String number, Pattern form, String wanted) {
        if (!form.matcher(number).matches()) {
            throw new IllegalArgumentException(wanted);
        }
        return number;
    }
}
