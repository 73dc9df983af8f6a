package io.regchain.protocol.block;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.crypto.Sm2PublicKey;

/**
 * A consensus node (共识节点, JR/T 0314 3.1) and the organisation that answers for it (A10.5).
 *
 * @param name the node's name within its chain, such as {@code jiangsu-0}
 */
public record Validator(String name, UnifiedSocialCreditCode organisation, Sm2PublicKey publicKey) {
    public static final int MAX_NAME = 64;

    public Validator {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a validator's name has 1 to " + MAX_NAME + " characters");
        }
    }
}
