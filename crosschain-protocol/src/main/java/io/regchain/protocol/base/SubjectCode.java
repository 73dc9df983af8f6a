package io.regchain.protocol.base;

/** 相关主体编码, what stands after the chain label in a DID (JR/T 0325 table 3; products and credentials by its samples). */
public sealed interface SubjectCode
        permits EnterpriseCode, ProductCode, InvestorCode, UnifiedSocialCreditCode, CredentialCode {
    /** The text it was read from. */
    String text();

    /** The text that never changes in the subject's life: without the layer letter, which may (JR/T 0326 4.3 f). */
    default String stableText() {
        return text();
    }

    /**
     * @throws IllegalArgumentException when the text is none of the five kinds of code, or one with a wrong check
     *     character or region
     */
    static SubjectCode parse(String text) {
        if (CredentialCode.looksLike(text)) { // before the enterprises: VC is no market's region code
            return new CredentialCode(text);
        }
        if (EnterpriseCode.looksLike(text)) {
            return EnterpriseCode.parse(text);
        }
        if (ProductCode.looksLike(text)) {
            return ProductCode.parse(text);
        }
        if (InvestorCode.looksLike(text)) {
            return new InvestorCode(text);
        }
        if (text.length() == 18) {
            return new UnifiedSocialCreditCode(text);
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no enterprise, product, investor, credential or unified" + " social credit code");
    }
}
