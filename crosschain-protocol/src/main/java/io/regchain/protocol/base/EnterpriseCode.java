package io.regchain.protocol.base;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 企业编码, JR/T 0326 4: region letters, six digits, and where the market layers its enterprises one layer letter, as in
 * {@code JS000207P}. The layer may change while the rest stays (4.3 f), so state is keyed by {@link #stable()}.
 */
public record EnterpriseCode(String regionCode, String digits, Optional<Layer> layer)
        implements SubjectCode, Comparable<EnterpriseCode> {
    private static final Pattern FORM = Pattern.compile("([A-Z]{2,3})(\\d{6})([A-Z])?");

    /** 企业分层（类）, JR/T 0326 table 2. */
    public enum Layer {
        F("孵化层"),
        G("规范层"),
        P("培育层"),
        T("纯托管企业");

        private final String chinese;

        Layer(String chinese) {
            this.chinese = chinese;
        }

        public String chinese() {
            return chinese;
        }
    }

    public EnterpriseCode {
        if (!digits.matches("\\d{6}")) {
            throw new IllegalArgumentException("an enterprise code has six digits, not \"" + digits + "\"");
        }
        // JR/T 0326 4.2 a): the letters are those of table 1
        if (Markets.byRegionCode(regionCode).isEmpty()) {
            throw new IllegalArgumentException("no market has the region code \"" + regionCode + "\"");
        }
    }

    static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when the text is not an enterprise code of one of the 35 markets */
    public static EnterpriseCode parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("an enterprise code is region letters, six digits and at most one layer"
                    + " letter; \"" + text + "\" is not");
        }
        return new EnterpriseCode(
                parts.group(1),
                parts.group(2),
                Optional.ofNullable(parts.group(3)).map(EnterpriseCode::layerOf));
    }

    private static Layer layerOf(String letter) {
        for (Layer layer : Layer.values()) {
            if (layer.name().equals(letter)) {
                return layer;
            }
        }
        throw new IllegalArgumentException("the layers of JR/T 0326 table 2 are F, G, P, T, not " + letter);
    }

    /** The market that gave out the code and owns its region. */
    public Market market() {
        return Markets.byRegionCode(regionCode).orElseThrow();
    }

    /** The same code without its layer letter. */
    public EnterpriseCode stable() {
        return new EnterpriseCode(regionCode, digits, Optional.empty());
    }

    public EnterpriseCode withLayer(Layer next) {
        return new EnterpriseCode(regionCode, digits, Optional.of(next));
    }

    @Override
    public String text() {
        return regionCode + digits + layer.map(Layer::name).orElse("");
    }

    @Override
    public String stableText() {
        return regionCode + digits;
    }

    @Override
    public int compareTo(EnterpriseCode other) {
        return text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
