package io.regchain.protocol.base;

import java.util.regex.Pattern;

/** 统一社会信用代码, GB 32100-2015: 18 characters, both check digits verified. Lower case and full width are refused. */
public record UnifiedSocialCreditCode(String value) implements SubjectCode, Comparable<UnifiedSocialCreditCode> {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final Pattern FORM = Pattern.compile("[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-HJ-NPQRTUWXY]{10}");
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

    public UnifiedSocialCreditCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a unified social credit code has 18 characters of 0-9 and A-Y without"
                    + " I, O, S, V, Z; \"" + value + "\" does not");
        }
        if (!AdministrativeRegions.knownOrNational(value.substring(2, 8))) {
            throw new IllegalArgumentException(
                    "no region of GB/T 2260 has the code " + value.substring(2, 8) + " of " + value);
        }
        char organisation = organisationCheck(value.substring(8, 16));
        if (value.charAt(16) != organisation) {
            throw new IllegalArgumentException(
                    "the organisation check character of " + value + " should be " + organisation);
        }
        char check = check(value.substring(0, 17));
        if (value.charAt(17) != check) {
            throw new IllegalArgumentException("the check character of " + value + " should be " + check);
        }
    }

    /** Completes eight organisation characters and the first eight with both check characters; for invented codes. */
    public static UnifiedSocialCreditCode complete(String prefix, String organisation) {
        String body = prefix + organisation + organisationCheck(organisation);
        return new UnifiedSocialCreditCode(body + check(body));
    }

    private static char check(String body) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += ALPHABET.indexOf(body.charAt(i)) * WEIGHTS[i];
        }
        return ALPHABET.charAt((31 - sum % 31) % 31);
    }

    private static char organisationCheck(String body) {
        int sum = 0;
        for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
            sum += Character.digit(body.charAt(i), 36) * ORGANISATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    }

    @Override
    public String text() {
        return value;
    }

    @Override
    public int compareTo(UnifiedSocialCreditCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
