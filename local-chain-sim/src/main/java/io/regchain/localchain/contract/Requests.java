package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Every business request carries the market's own number, and is done once: the same number with the same content gives
 * the first result again, with other content it is refused. The objects handed in are left out of the comparison: they
 * were checked to say what the rest says, and a repeated report may be sealed anew. A refused request leaves its number
 * free.
 */
final class Requests {
    private static final Pattern FORM = Pattern.compile("(?=.*\\d)[A-Za-z0-9._-]{1,64}");

    private Requests() {}

    static String id(Arguments in) {
        return in.parsed(
                "requestId", "1 to 64 letters, digits, dots, hyphens or underscores, with a digit", Requests::require);
    }

    private static String require(String id) {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException("\"" + id + "\" is not");
        }
        return id;
    }

    /** @param act does the business and gives the result */
    static JsonNode once(ContractContext context, String method, Arguments in, Function<String, ObjectNode> act) {
        String id = id(in);
        String key = "request/" + id;
        String digest = digest(method, in.node());
        Optional<JsonNode> before = context.read(key);
        if (before.isPresent()) {
            return repeated(id, digest, before.get());
        }
        ObjectNode result = act.apply(id);
        ObjectNode kept = CanonicalJson.object().put("digest", digest);
        kept.set("result", result);
        context.write(key, kept);
        return result;
    }

    private static JsonNode repeated(String id, String digest, JsonNode before) {
        Refusals.unless(
                before.get("digest").textValue().equals(digest),
                "REQUEST_ID_REUSED",
                () -> "the request " + id + " was made before with other content; a new request needs a new number");
        return before.get("result");
    }

    private static String digest(String method, ObjectNode arguments) {
        ObjectNode content = arguments.deepCopy().put("method", method);
        content.remove("objects");
        return Sm3.hash(CanonicalJson.encode(content)).toHex();
    }
}
