package io.regchain.ledger.node;

import io.regchain.protocol.base.ChainId;

/** The entity id of a validator, {@code jiangsu~2}: also its shard id, so that each is placed by itself. */
record ValidatorIds(ChainId chainId, int index) {
    static String entityId(ChainId chainId, int index) {
        return chainId + "~" + index;
    }

    /** @throws IllegalArgumentException when the text is no entity id of a validator */
    static ValidatorIds parse(String entityId) {
        int at = entityId.indexOf('~');
        if (at < 0) {
            throw new IllegalArgumentException("\"" + entityId + "\" names no validator; jiangsu~2 would");
        }
        return new ValidatorIds(new ChainId(entityId.substring(0, at)), Integer.parseInt(entityId.substring(at + 1)));
    }
}
