package io.regchain.registry.rules;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import java.util.Optional;

/** What the rules need to know of the chains admitted so far. */
public interface RegistryView {
    /** A registry in which nothing stands yet. */
    RegistryView EMPTY = new RegistryView() {
        @Override
        public boolean admitted(ChainId chain) {
            return false;
        }

        @Override
        public Optional<ChainId> chainOfKey(Hash32 fingerprint) {
            return Optional.empty();
        }

        @Override
        public Optional<ChainId> chainOfOperator(UnifiedSocialCreditCode operator) {
            return Optional.empty();
        }
    };

    boolean admitted(ChainId chain);

    /** The admitted chain that uses this SM2 key, as a node or for sealing. */
    Optional<ChainId> chainOfKey(Hash32 fingerprint);

    Optional<ChainId> chainOfOperator(UnifiedSocialCreditCode operator);
}
