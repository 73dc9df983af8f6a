package io.regchain.protocol.wire;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import java.util.List;

/** Validator sets ⇄ lists of their Protobuf message, in the set's order. */
public final class ValidatorSetWire {
    private ValidatorSetWire() {}

    /** @throws DecodeException naming the entry that is no validator, or why they make no set */
    public static ValidatorSet fromWire(String field, List<io.regchain.protocol.wire.v1.Validator> wire) {
        if (wire.size() > ValidatorSet.MAX_SIZE) {
            throw new DecodeException(field + " should be at most " + ValidatorSet.MAX_SIZE);
        }
        List<Validator> validators = WireFields.list(field, wire, ValidatorSetWire::validator);
        return WireFields.at(field, () -> new ValidatorSet(validators));
    }

    private static Validator validator(io.regchain.protocol.wire.v1.Validator wire) {
        return new Validator(
                wire.getName(),
                WireFields.at("organisation", () -> new UnifiedSocialCreditCode(wire.getOrganisation())),
                WireFields.key("public_key", wire.getPublicKey()));
    }

    public static List<io.regchain.protocol.wire.v1.Validator> toWire(ValidatorSet set) {
        return set.validators().stream().map(ValidatorSetWire::toWire).toList();
    }

    private static io.regchain.protocol.wire.v1.Validator toWire(Validator validator) {
        return io.regchain.protocol.wire.v1.Validator.newBuilder()
                .setName(validator.name())
                .setOrganisation(validator.organisation().value())
                .setPublicKey(WireFields.wire(validator.publicKey()))
                .build();
    }
}
