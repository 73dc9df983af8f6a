package io.regchain.ledger.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.lightclient.CertifiedHeader;

/**
 * What makes the next validators of a chain known to whoever knows those before: the last header that these decided,
 * and the set that it names next. A claim until a {@link Succession} has taken it in. JSON
 * {@code {"last":{"header","certificate"},"next":[…]}}.
 */
public record Handover(CertifiedHeader last, ValidatorSet next) {
    public Handover {
        if (last.header().height().value() == Long.MAX_VALUE) {
            throw new IllegalArgumentException("no set decides after the last height there can be");
        }
    }

    /** The height from which the next set decides. */
    public Height from() {
        return last.header().height().next();
    }

    public Bytes canonical() {
        ObjectNode json = CanonicalJson.object();
        json.set("last", last.toJson());
        json.set("next", BlockJson.of(next));
        return CanonicalJson.encode(json);
    }

    /** @throws DecodeException when the bytes are not exactly one handover */
    public static Handover decode(Bytes canonical) {
        JsonFields json = JsonFields.of(CanonicalJson.decodeCanonical(canonical), "handover");
        CertifiedHeader last = CertifiedHeader.fromJson(json.fields("last"));
        ValidatorSet next = BlockJson.validatorSet(json.value("next"));
        json.end();
        try {
            return new Handover(last, next);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("handover: " + e.getMessage(), e);
        }
    }
}
