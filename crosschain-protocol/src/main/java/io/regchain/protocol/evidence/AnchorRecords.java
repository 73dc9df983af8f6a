package io.regchain.protocol.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** What the supervision chain's entries say, as far as evidence relies on it. */
final class AnchorRecords {
    private final ChainId chain;
    private final Height height;
    private final Function<String, Optional<Bytes>> entries;

    /** @param entries what the file says the supervision chain held under a key; empty where it says nothing */
    private AnchorRecords(ChainId chain, Height height, Function<String, Optional<Bytes>> entries) {
        this.chain = chain;
        this.height = height;
        this.entries = entries;
    }

    static AnchorRecords of(EvidenceFile file) {
        return new AnchorRecords(
                file.subject().chain(), file.subject().height(), key -> file.anchor().entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .map(StateEntry::value)
                        .findFirst());
    }

    static AnchorRecords of(StateFile file) {
        return new AnchorRecords(file.chain(), file.height(), key -> file.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .flatMap(StateClaim::value));
    }

    /** What the supervision chain recorded of the local header when it verified it. */
    record RecordedHeader(Hash32 hash, Hash32 stateRoot, Hash32 validatorSetHash) {}

    /** The local chain's registration: who may seal its data objects. */
    record RecordedRegistration(String chainId, String state, TreeSet<Sm2PublicKey> sealKeys) {}

    /** How far the light client was to be believed. */
    record RecordedClient(boolean frozen, TrustClock clock) {}

    /** @throws DecodeException when the entry is not what the registry writes */
    RecordedRegistration registration() {
        String key = EvidenceKeys.registration(chain);
        ObjectNode entry = entry(key);
        return new RecordedRegistration(text(key, entry, "chainId"), text(key, entry, "state"), sealKeys(key, entry));
    }

    private static TreeSet<Sm2PublicKey> sealKeys(String key, ObjectNode entry) {
        if (!(entry.get("sealKeys") instanceof ArrayNode list)) {
            throw new DecodeException(key + ": sealKeys should be a list");
        }
        TreeSet<Sm2PublicKey> keys = new TreeSet<>();
        for (JsonNode hex : list) {
            keys.add(parsed(key + ": sealKeys", hex.asText(), Sm2PublicKey::ofHex));
        }
        return keys;
    }

    /** @throws DecodeException when the entry is not what the light client's contract writes */
    RecordedHeader header() {
        String key = EvidenceKeys.header(chain, height);
        ObjectNode entry = entry(key);
        return new RecordedHeader(
                hash(key, entry, "hash"), hash(key, entry, "stateRoot"), hash(key, entry, "validatorSetHash"));
    }

    /** The digest the supervision chain stored with its copy of the snapshot at this local key. */
    Hash32 copyDigest(String localKey) {
        String key = EvidenceKeys.hubCopy(chain, localKey);
        return hash(key, entry(key), "digest");
    }

    /** @throws DecodeException when an entry is not what the light client's contract writes */
    RecordedClient client() {
        String latest = EvidenceKeys.latestHeader(chain);
        return new RecordedClient(
                entries.apply(EvidenceKeys.frozen(chain)).isPresent(),
                new TrustClock(new BlockTime(number(latest, entry(latest), "trustedAt")), period()));
    }

    private TrustPeriod period() {
        for (String key : List.of(EvidenceKeys.trustPeriod(chain), EvidenceKeys.TRUST_PERIOD)) {
            if (entries.apply(key).isPresent()) {
                return parsed(key, String.valueOf(number(key, entry(key), "seconds")), AnchorRecords::period);
            }
        }
        return TrustPeriod.DEFAULT;
    }

    private static TrustPeriod period(String seconds) {
        return TrustPeriod.ofSeconds(Long.parseLong(seconds));
    }

    private ObjectNode entry(String key) {
        Bytes value = entries.apply(key).orElseThrow(() -> new DecodeException("anchor.entries lacks " + key));
        try {
            return CanonicalJson.decodeCanonicalObject(value);
        } catch (DecodeException e) {
            throw new DecodeException(key + ": " + e.getMessage(), e);
        }
    }

    private static long number(String key, ObjectNode entry, String name) {
        JsonNode value = entry.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new DecodeException(key + ": " + name + " should be an integer from 0 on");
        }
        return value.longValue();
    }

    private static String text(String key, ObjectNode entry, String name) {
        JsonNode value = entry.get(name);
        if (value == null || !value.isTextual()) {
            throw new DecodeException(key + ": " + name + " should be a text");
        }
        return value.textValue();
    }

    private static Hash32 hash(String key, ObjectNode entry, String name) {
        return parsed(key + ": " + name, text(key, entry, name), Hash32::ofHex);
    }

    private static <T> T parsed(String where, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(where + ": " + e.getMessage(), e);
        }
    }
}
