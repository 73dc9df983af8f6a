package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Who may do what on the supervision chain: roles of keys, kept by the contract {@code roles}. */
public final class Roles {
    public static final String CONTRACT = "roles";
    public static final String ADMISSION_MAKER = "admission-maker";
    public static final String ADMISSION_CHECKER = "admission-checker";
    public static final String OBSERVER = "observer";
    /** May carry for every chain; {@code relayer:jiangsu} for that chain only. It is believed nothing. */
    public static final String RELAYER = "relayer";
    /** Decides about calls that a route holds back, and when what is kept of finished ones may go. */
    public static final String CALL_SUPERVISOR = "call-supervisor";

    /** Puts questions to local chains (A8.3). */
    public static final String INQUIRER = "inquirer";

    public static final String IDENTITY_SERVICE = "identity-service";

    private Roles() {}

    /** Puts into a genesis state that this key has these roles; it is named after the first. */
    public static void grant(SortedMap<String, Bytes> genesis, Sm2PublicKey key, String... roles) {
        ObjectNode entry = CanonicalJson.object().put("name", roles[0]);
        ArrayNode held = entry.putArray("roles");
        Stream.of(roles).forEach(held::add);
        genesis.put(CONTRACT + "/" + key.fingerprint().toHex(), CanonicalJson.encode(entry));
    }

    /** The contract {@code packets} calls itself for each step of {@code packets.carry}, and for nothing else. */
    private static final Caller CARRYING = new Caller.OfContract(PacketsContract.NAME);

    /** Refuses with {@code ROLE_MISSING} unless the transaction's signer calls directly and holds the role. */
    static void require(ContractContext context, String role) {
        requireOne(context, isDirect(context), role);
    }

    /** Refuses as {@link #require} does. */
    public static Consumer<ContractContext> only(String role) {
        return context -> require(context, role);
    }

    /** Refuses with {@code ROLE_MISSING} unless the signer, alone or carrying many, may carry for this chain. */
    static void requireRelayer(ContractContext context, ChainId chain) {
        boolean direct = isDirect(context) || context.caller().equals(CARRYING);
        requireOne(context, direct, RELAYER, RELAYER + ":" + chain);
    }

    /** Refuses with {@code ROLE_MISSING} unless the signer may observe or carry for this chain. */
    static void requireWitness(ContractContext context, ChainId chain) {
        requireOne(context, isDirect(context), OBSERVER, RELAYER, RELAYER + ":" + chain);
    }

    private static boolean isDirect(ContractContext context) {
        return context.caller() instanceof Caller.Key;
    }

    private static void requireOne(ContractContext context, boolean direct, String... roles) {
        Hash32 signer = context.origin().fingerprint();
        if (!direct || Stream.of(roles).noneMatch(role -> holds(context, signer, role))) {
            throw new ContractRefusal(
                    "ROLE_MISSING",
                    "the key " + signer.shortHex() + "… does not hold the role " + String.join(" or ", roles)
                            + "; sign with a key that does, or have the role granted by two admission officers");
        }
    }

    private static boolean holds(ContractContext context, Hash32 signer, String role) {
        return context.readOf(CONTRACT, signer.toHex())
                .map(entry -> contains(entry.path("roles"), role))
                .orElse(false);
    }

    private static boolean contains(JsonNode roles, String role) {
        for (JsonNode held : roles) {
            if (held.asText().equals(role)) {
                return true;
            }
        }
        return false;
    }
}
