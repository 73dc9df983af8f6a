package io.regchain.protocol.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;

/** The one end of a packet: what the called contract returned, or why it, the hub, or the clock said no. */
public sealed interface Acknowledgement {
    /** 64 KiB of canonical JSON. */
    int MAX_RESULT = 64 * 1024;
    /** Characters of a refusal's message; a longer one is cut, since it only tells people why. */
    int MAX_MESSAGE = 1024;

    String DOMAIN = "regchain/acknowledgement/1";
    /** The default deny: no approved route allows this call. Written by the hub. */
    String ROUTE_DENIED = "ROUTE_DENIED";
    /** The packet was proven absent at its destination after its timeout. Written by the hub or the source chain. */
    String TIMED_OUT = "PACKET_TIMED_OUT";
    /** An earlier packet of the ordered channel was not taken. Written by the hub. */
    String CHANNEL_CLOSED = "CHANNEL_CLOSED";
    /** A route held the packet, and the supervisor turned it down. Written by the hub. */
    String HELD_AND_REJECTED = "HELD_AND_REJECTED";
    /** A route held the packet, and nobody decided before its timeout. Written by the hub. */
    String HELD_TOO_LONG = "HELD_TOO_LONG";
    /** The destination is not registered, or suspended. Written by the hub. */
    String DESTINATION_NOT_ACTIVE = "DESTINATION_NOT_ACTIVE";
    /** The codes with which the hub, or the clock, ends a packet that its destination has not taken. */
    List<String> OF_THE_HUB =
            List.of(ROUTE_DENIED, TIMED_OUT, CHANNEL_CLOSED, HELD_AND_REJECTED, HELD_TOO_LONG, DESTINATION_NOT_ACTIVE);
    /** The called contract's result passes {@link #MAX_RESULT} or nests too deep; its writes are dropped. */
    String RESULT_TOO_LARGE = "RESULT_TOO_LARGE";

    /** @param result canonical JSON of any kind */
    record Success(Bytes result) implements Acknowledgement {
        public Success {
            if (result.size() > MAX_RESULT) {
                throw new IllegalArgumentException(
                        "an acknowledged result has at most " + MAX_RESULT + " bytes, not " + result.size());
            }
            try {
                CanonicalJson.requireInnerDepth(CanonicalJson.decodeCanonical(result));
            } catch (DecodeException e) {
                throw new IllegalArgumentException("an acknowledged result: " + e.getMessage(), e);
            }
        }

        public JsonNode value() {
            return CanonicalJson.decode(result);
        }
    }

    record Failure(Refusal reason) implements Acknowledgement {
        public Failure {
            if (reason.message().codePointCount(0, reason.message().length()) > MAX_MESSAGE) {
                int end = reason.message().offsetByCodePoints(0, MAX_MESSAGE - 1);
                reason = new Refusal(reason.code(), reason.message().substring(0, end) + "…");
            }
        }
    }

    /** What a destination writes when its contract returned {@code result}. */
    static Acknowledgement ofResult(JsonNode result) {
        if (CanonicalJson.nestsDeeper(result, CanonicalJson.MAX_INNER_DEPTH)) {
            return failure(
                    RESULT_TOO_LARGE,
                    "the result nests deeper than " + CanonicalJson.MAX_INNER_DEPTH + ", which cannot travel");
        }
        Bytes bytes = CanonicalJson.encode(result);
        return bytes.size() <= MAX_RESULT
                ? new Success(bytes)
                : failure(
                        RESULT_TOO_LARGE,
                        "the result has " + bytes.size() + " bytes, at most " + MAX_RESULT + " can travel");
    }

    static Failure failure(String code, String message) {
        return new Failure(new Refusal(code, message));
    }

    default boolean succeeded() {
        return switch (this) {
            case Success ignored -> true;
            case Failure ignored -> false;
        };
    }

    default Bytes canonical() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN).flag(succeeded());
        return switch (this) {
            case Success(Bytes result) -> out.bytes(result).toBytes();
            case Failure(Refusal reason) ->
                out.text(reason.code()).text(reason.message()).toBytes();
        };
    }

    /** SM3 of {@link #canonical()}. */
    default Hash32 commitment() {
        return Sm3.hash(canonical());
    }

    /** @throws DecodeException when the bytes are not exactly one canonical acknowledgement */
    static Acknowledgement decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            Acknowledgement read = in.flag() ? new Success(in.bytes()) : failure(in.text(), in.text());
            in.end();
            if (!read.canonical().equals(canonical)) {
                throw new DecodeException("the message of an acknowledgement is longer than " + MAX_MESSAGE);
            }
            return read;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not an acknowledgement: " + e.getMessage(), e);
        }
    }

    /** The form in chain state: {@code {"success":true,"result":…}} or {@code {"success":false,"code","message"}}. */
    default ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object().put("success", succeeded());
        switch (this) {
            case Success success -> json.set("result", success.value());
            case Failure(Refusal reason) -> json.put("code", reason.code()).put("message", reason.message());
        }
        return json;
    }

    /** @throws DecodeException naming the field that is missing, unknown or wrong */
    static Acknowledgement fromJson(JsonNode json) {
        JsonFields fields = JsonFields.of(json, "");
        try {
            Acknowledgement read = fields.flag("success")
                    ? new Success(CanonicalJson.encode(fields.value("result")))
                    : failure(fields.text("code", 64), fields.anyText("message", MAX_MESSAGE));
            fields.end();
            return read;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not an acknowledgement: " + e.getMessage(), e);
        }
    }
}
