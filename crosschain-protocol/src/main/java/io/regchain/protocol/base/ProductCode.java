package io.regchain.protocol.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 产品编码, JR/T 0326 5: the issuer's code, a dot, the securities class (one to six letters after GB/T 35964), and the
 * issue of at most four digits, two of the year and two counted: {@code BJ000001F.DCFGFR2110}.
 */
public record ProductCode(EnterpriseCode issuer, String securitiesClass, String issue)
        implements SubjectCode, Comparable<ProductCode> {
    private static final Pattern FORM = Pattern.compile("([A-Z]{2,3}\\d{6}[A-Z]?)\\.([A-Z]+)(\\d+)");

    public ProductCode {
        if (!securitiesClass.matches("[A-Z]{1,6}")) {
            throw new IllegalArgumentException(
                    "a securities class is one to six capital letters, not \"" + securitiesClass + "\"");
        }
        if (!issue.matches("\\d{1,4}")) { // JR/T 0326 5.2 c)
            throw new IllegalArgumentException("an issue is one to four digits, not \"" + issue + "\"");
        }
    }

    static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when the text is not a product code of an enterprise of the 35 markets */
    public static ProductCode parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a product code is an enterprise code, a dot, a securities class in letters"
                            + " and an issue in digits; \"" + text + "\" is not");
        }
        return new ProductCode(EnterpriseCode.parse(parts.group(1)), parts.group(2), parts.group(3));
    }

    /** The same code without the issuer's layer letter. */
    public ProductCode stable() {
        return new ProductCode(issuer.stable(), securitiesClass, issue);
    }

    @Override
    public String text() {
        return issuer.text() + "." + securitiesClass + issue;
    }

    @Override
    public String stableText() {
        return stable().text();
    }

    @Override
    public int compareTo(ProductCode other) {
        return text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
