package io.regchain.ledger.execution;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;

/** The form of state keys, and the keys the engine itself reads and writes. */
public final class StateKeys {
    public static final int MAX_LENGTH = 256;
    /** First part of the keys that count each sender's transactions. */
    public static final String SEQUENCES = "sequences";
    /** The validators that decide the next block. */
    public static final String VALIDATORS = "validators/current";

    private StateKeys() {}

    /** @throws IllegalArgumentException unless printable ASCII without spaces, 1 to {@value MAX_LENGTH} characters */
    public static String require(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("a state key is printable ASCII without spaces, 1 to " + MAX_LENGTH
                    + " characters; \"" + key + "\" is not");
        }
        return key;
    }

    private static boolean isKey(String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < '!' || key.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Where the next sequence of a sender stands: a JSON number; absent means 0. */
    public static String sequenceOf(Sm2PublicKey sender) {
        return SEQUENCES + "/" + sender.fingerprint().toHex();
    }

    public static Sequence nextSequence(StateReader state, Sm2PublicKey sender) {
        return state.read(sequenceOf(sender))
                .map(value -> new Sequence(Long.parseLong(value.toUtf8())))
                .orElse(Sequence.ZERO);
    }

    public static Bytes encode(Sequence sequence) {
        return Bytes.utf8(sequence.toString());
    }

    public static Bytes encode(ValidatorSet validators) {
        return CanonicalJson.encode(BlockJson.of(validators));
    }

    /** @throws IllegalStateException when the state does not hold a validator set: no chain can go on from there */
    public static ValidatorSet validators(StateReader state) {
        Bytes value =
                state.read(VALIDATORS).orElseThrow(() -> new IllegalStateException("the state has no " + VALIDATORS));
        try {
            return BlockJson.validatorSet(CanonicalJson.decode(value));
        } catch (DecodeException e) {
            throw new IllegalStateException("the state's " + VALIDATORS + " is not a validator set", e);
        }
    }
}
