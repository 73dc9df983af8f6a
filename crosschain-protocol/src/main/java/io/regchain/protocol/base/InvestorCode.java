package io.regchain.protocol.base;

import java.util.Locale;
import java.util.regex.Pattern;

/** 投资者编码, JR/T 0326 6: one letter for the kind and nine digits, unique in the country, given out by the supervision chain. */
public record InvestorCode(String text) implements SubjectCode, Comparable<InvestorCode> {
    /** The largest number nine digits can hold. */
    public static final long MAX_NUMBER = 999_999_999;

    private static final Pattern FORM = Pattern.compile("[QRS]\\d{9}");

    /** 投资者类别, JR/T 0326 table 3. */
    public enum Kind {
        NATURAL_PERSON('Q', "自然人投资者"),
        INSTITUTION('R', "机构类投资者"),
        PRODUCT('S', "产品类投资者");

        private final char letter;
        private final String chinese;

        Kind(char letter, String chinese) {
            this.letter = letter;
            this.chinese = chinese;
        }

        public char letter() {
            return letter;
        }

        public String chinese() {
            return chinese;
        }
    }

    public InvestorCode {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "an investor code is Q, R or S and nine digits, as Q000000001; \"" + text + "\" is not");
        }
    }

    /** @throws IllegalArgumentException unless the number lies in [1, 999999999] */
    public static InvestorCode of(Kind kind, long number) {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("an investor's number lies in 1 to " + MAX_NUMBER + ", not " + number);
        }
        return new InvestorCode(String.format(Locale.ROOT, "%c%09d", kind.letter(), number));
    }

    static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }

    public Kind kind() {
        return switch (text.charAt(0)) {
            case 'Q' -> Kind.NATURAL_PERSON;
            case 'R' -> Kind.INSTITUTION;
            default -> Kind.PRODUCT;
        };
    }

    public long number() {
        return Long.parseLong(text.substring(1));
    }

    @Override
    public int compareTo(InvestorCode other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
