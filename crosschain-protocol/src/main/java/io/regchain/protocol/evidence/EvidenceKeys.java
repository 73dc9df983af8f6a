package io.regchain.protocol.evidence;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which state keys an evidence file is made of. */
public final class EvidenceKeys {
    private static final Pattern OBJECT = Pattern.compile("objects/([!-.0-~]{1,128})/(0|[1-9][0-9]{0,15})");
    /** Not an object's id: {@code objects/at/<height>} lists what a block wrote. */
    private static final String BY_HEIGHT = "at";

    /** The trust period of clients that have none of their own, if genesis gave one. */
    public static final String TRUST_PERIOD = "light-clients/trust-period";

    private EvidenceKeys() {}

    /** Where the supervision chain keeps a chain's registration. */
    public static String registration(ChainId chain) {
        return "registry/chain/" + chain;
    }

    /** Where the supervision chain keeps a header of a local chain it has verified. */
    public static String header(ChainId chain, Height height) {
        return "light-clients/" + chain + "/header/" + height;
    }

    /** What the supervision chain's client of a local chain trusts now, and since when; nothing before its first header. */
    public static String latestHeader(ChainId chain) {
        return "light-clients/" + chain + "/latest";
    }

    /** The case that keeps a client frozen; nothing while it is not. */
    public static String frozen(ChainId chain) {
        return "light-clients/" + chain + "/frozen";
    }

    /** A client's own trust period, if it has one. */
    public static String trustPeriod(ChainId chain) {
        return "light-clients/" + chain + "/trust-period";
    }

    /** All keys the anchor must speak of, for what a local chain's state held after a block of this height. */
    public static TreeSet<String> clientKeys(ChainId chain, Height height) {
        return new TreeSet<>(List.of(
                registration(chain),
                header(chain, height),
                latestHeader(chain),
                frozen(chain),
                trustPeriod(chain),
                TRUST_PERIOD));
    }

    /** Where the supervision chain keeps the snapshot that stands at this key of a local chain. */
    public static String hubCopy(ChainId chain, String localKey) {
        return "objects/" + chain + "/" + localKey.substring("objects/".length());
    }

    /** Whether a local state key is the key of a snapshot, {@code objects/<id>/<version>}. */
    public static boolean isObject(String localKey) {
        Matcher matcher = OBJECT.matcher(localKey);
        return matcher.matches() && !matcher.group(1).equals(BY_HEIGHT);
    }

    /** All keys the anchor must hold, for a transaction that wrote these local keys. */
    public static TreeSet<String> anchorKeys(ChainId chain, Height height, Iterable<String> localKeys) {
        TreeSet<String> keys = new TreeSet<>();
        keys.add(registration(chain));
        keys.add(header(chain, height));
        localKeys.forEach(key -> keys.add(hubCopy(chain, key)));
        return keys;
    }

    /** The snapshots a transaction wrote, by key: the last write counts, writes of refused calls do not. */
    public static SortedMap<String, Bytes> objectsWritten(Trace trace) {
        SortedMap<String, Bytes> written = new TreeMap<>();
        collect(trace.root(), written);
        return written;
    }

    private static void collect(TraceCall call, SortedMap<String, Bytes> written) {
        if (!call.code().isEmpty()) {
            return; // a refused call left no writes
        }
        for (TraceStep step : call.steps()) {
            switch (step) {
                case TraceStep.Write write -> enter(write.key(), write.value(), written);
                case TraceStep.Call inner -> collect(inner.call(), written);
                case TraceStep.Read ignored -> {}
                case TraceStep.ReadAgain ignored -> {}
                case TraceStep.Emit ignored -> {}
            }
        }
    }

    private static void enter(String key, Optional<Bytes> value, SortedMap<String, Bytes> written) {
        if (!isObject(key)) {
            return;
        }
        if (value.isPresent()) {
            written.put(key, value.get());
        } else {
            written.remove(key);
        }
    }
}
