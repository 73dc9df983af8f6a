package io.regchain.protocol.base;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * 公民身份号码, GB 11643: six digits of region, eight of birth date, three of sequence, one check character. It is read,
 * checked, digested and dropped: never stored, never printed, so it is no record and {@link #toString()} hides it.
 */
public final class ResidentId {
    private static final Pattern FORM = Pattern.compile("\\d{17}[0-9X]");
    private static final Pattern OLD_FORM = Pattern.compile("\\d{15}");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    private final String digits;
    private final LocalDate birthDate;

    private ResidentId(String digits, LocalDate birthDate) {
        this.digits = digits;
        this.birthDate = birthDate;
    }

    /**
     * @param today the day the number is shown, in China: nobody is born after it
     * @throws IllegalArgumentException telling which part is wrong, without repeating the number
     */
    public static ResidentId parse(String text, LocalDate today) {
        if (OLD_FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("the number has the old form of 15 digits; ask for the one of 18");
        }
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a resident identity number has 17 digits and a digit or a capital X");
        }
        if (!AdministrativeRegions.ofResident(text.substring(0, 6))) {
            throw new IllegalArgumentException("its first six digits are no region of GB/T 2260");
        }
        LocalDate birth = birthDate(text);
        if (birth.isAfter(today)) {
            throw new IllegalArgumentException("its birth date lies after " + today);
        }
        if (text.charAt(17) != check(text)) {
            throw new IllegalArgumentException("its check character is wrong");
        }
        return new ResidentId(text, birth);
    }

    /** The number of 18 that an old one of 15 digits stands for: the year 19xx, and the check character added. */
    public static ResidentId ofOldForm(String text, LocalDate today) {
        if (!OLD_FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("the old form has 15 digits");
        }
        String body = text.substring(0, 6) + "19" + text.substring(6);
        return parse(body + check(body), today);
    }

    private static LocalDate birthDate(String text) {
        try {
            return LocalDate.of(
                    Integer.parseInt(text.substring(6, 10)),
                    Integer.parseInt(text.substring(10, 12)),
                    Integer.parseInt(text.substring(12, 14)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its birth date is no day of the calendar", e);
        }
    }

    private static char check(String text) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (text.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }

    public LocalDate birthDate() {
        return birthDate;
    }

    /** Whether the third digit of the sequence is odd, which marks a man. */
    public boolean male() {
        return (digits.charAt(16) - '0') % 2 == 1;
    }

    /** The number itself, for the one who computes its keyed digest; the caller must neither keep nor log it. */
    public String reveal() {
        return digits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResidentId that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    @Override
    public String toString() {
        return "ResidentId(" + digits.substring(0, 2) + "…)";
    }
}
