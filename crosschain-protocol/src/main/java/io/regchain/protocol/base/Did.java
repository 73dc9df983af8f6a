package io.regchain.protocol.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 分布式数字身份标识符, JR/T 0325 5.2: {@code did:rem:} and the label of the chain that keeps the document, a colon, the
 * subject's code: {@code did:rem:jiangsu:Q000000102}. An enterprise's or product's letters must be those of the chain's
 * market. The layer letter is accepted and left out of {@link #stable()}, by which documents are kept.
 */
public record Did(ChainId chain, SubjectCode subject) implements Comparable<Did> {
    private static final Pattern FORM = Pattern.compile("did:rem:([a-z]+):([0-9A-Z.]+)");

    public Did {
        ChainId label = chain;
        Market market = Markets.byChain(chain)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no local chain has the label \"" + label + "\" (JR/T 0325 table 2)"));
        switch (subject) {
            case EnterpriseCode code -> requireSameRegion(market, code);
            case ProductCode code -> requireSameRegion(market, code.issuer());
            case InvestorCode ignored -> {}
            case UnifiedSocialCreditCode ignored -> {}
            case CredentialCode ignored -> {}
        }
    }

    private static void requireSameRegion(Market market, EnterpriseCode code) {
        if (!market.regionCode().equals(code.regionCode())) {
            throw new IllegalArgumentException("the enterprises of " + market.chainId() + " have codes that start with "
                    + market.regionCode() + ", not " + code.regionCode());
        }
    }

    /** @throws IllegalArgumentException when the text is not a DID of this method, telling which part is wrong */
    public static Did parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a DID of the regional equity markets is did:rem:<chain label>:<code>; \"" + text + "\" is not");
        }
        return new Did(new ChainId(parts.group(1)), SubjectCode.parse(parts.group(2)));
    }

    /** The DID under which the document is kept: the same for every layer of an enterprise. */
    public Did stable() {
        return switch (subject) {
            case EnterpriseCode code -> new Did(chain, code.stable());
            case ProductCode code -> new Did(chain, code.stable());
            case InvestorCode ignored -> this;
            case UnifiedSocialCreditCode ignored -> this;
            case CredentialCode ignored -> this;
        };
    }

    @Override
    public int compareTo(Did other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return "did:rem:" + chain + ":" + subject.text();
    }
}
