package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a file says that shows what one key of a local chain's state held, or that it held nothing, after one block.
 * Reading it proves nothing: {@link StateVerifier} does.
 *
 * @param chain the local chain
 * @param height of the block after which the key was read
 * @param anchor the block of the supervision chain the file rests on
 * @param entries of the supervision chain's state after the anchor, ascending by key: {@link EvidenceKeys#clientKeys}
 * @param local the block of the local chain
 * @param claim what the key held
 * @param digest SM3 of the file's canonical JSON without its own field {@code digest}, as the file claims it
 */
public record StateFile(
        ChainId chain,
        Height height,
        SealedBlock anchor,
        List<StateClaim> entries,
        SealedBlock local,
        StateClaim claim,
        Hash32 digest) {
    public static final String FORMAT = "regchain/state/1";
    /** The largest file in bytes, 16 MiB. */
    public static final int MAX_BYTES = 16 << 20;
    /** The longest state key in characters (section 10). */
    public static final int MAX_KEY = 256;

    private static final Pattern KEY = Pattern.compile("[!-~]{1," + MAX_KEY + "}");

    public StateFile {
        entries = List.copyOf(entries);
    }

    /** Whether this can be a state key at all: printable ASCII without spaces, 1 to {@value MAX_KEY} characters. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** The file of these parts, with the digest they have. */
    public static StateFile of(SealedBlock anchor, List<StateClaim> entries, SealedBlock local, StateClaim claim) {
        StateFile unsealed =
                new StateFile(local.chain(), local.header().height(), anchor, entries, local, claim, Hash32.ZERO);
        return new StateFile(unsealed.chain, unsealed.height, anchor, entries, local, claim, unsealed.computedDigest());
    }

    /** The digest that the content has, whatever the file claims. */
    public Hash32 computedDigest() {
        return Sm3.hash(StateFileJson.withoutDigest(this));
    }

    /** The bytes of the file: canonical JSON (RFC 8785) and a line feed. */
    public Bytes toBytes() {
        return StateFileJson.write(this);
    }

    /** @throws DecodeException when the bytes are not one such file, naming the field; nothing is verified */
    public static StateFile parse(Bytes file) {
        return StateFileJson.read(file);
    }

    /** Whether the bytes claim to be such a file; whether they are one, {@link #parse} says. */
    public static boolean claimedBy(Bytes file) {
        try {
            return file.size() <= MAX_BYTES
                    && CanonicalJson.decode(file).path("format").asText().equals(FORMAT);
        } catch (DecodeException e) {
            return false; // what is no JSON at all claims nothing
        }
    }
}
