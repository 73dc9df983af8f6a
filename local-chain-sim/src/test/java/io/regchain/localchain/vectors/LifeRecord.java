package io.regchain.localchain.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What happens in a {@link RecordedFederation}, written down for a reader who has no hub: calls of the markets with what
 * came of each, and headers with proofs, which are held against a light client before they are written.
 */
final class LifeRecord {
    private final RecordedFederation federation;
    private final SortedMap<ChainId, TrustedState> followed = new TreeMap<>();
    private final ArrayNode steps = CanonicalJson.array();

    LifeRecord(RecordedFederation federation) {
        this.federation = federation;
        follow(federation.hub);
        federation.markets.values().forEach(this::follow);
    }

    private void follow(ContractHarness chain) {
        CertifiedBlock genesis = chain.block(Height.ZERO);
        followed.put(chain.chainId(), TrustedState.root(genesis.block().header(), genesis.validators()));
    }

    /** The whole file: where each chain begins, then the steps. */
    ObjectNode file(String description) {
        ObjectNode file = CanonicalJson.object().put("description", description);
        ObjectNode chains = file.putObject("chains");
        chains.set(ChainId.SUPERVISION.value(), beginning(federation.hub));
        federation.markets.forEach((id, market) -> {
            ObjectNode local = beginning(market)
                    .put(
                            "operator",
                            RecordedFederation.operatorKey(id).publicKey().toHex());
            ObjectNode entries = local.putObject("state");
            market.recorded().genesisState().forEach((key, value) -> entries.set(key, CanonicalJson.decode(value)));
            chains.set(id.value(), local);
        });
        file.set("steps", steps);
        return file;
    }

    private static ObjectNode beginning(ContractHarness chain) {
        CertifiedBlock genesis = chain.block(Height.ZERO);
        ObjectNode json = CanonicalJson.object()
                .put("header", genesis.block().header().canonical().toHex());
        json.set("validators", BlockJson.of(genesis.validators()));
        return json;
    }

    /** A market's transaction that succeeds. @return its result */
    JsonNode call(String name, ChainId chain, Sm2PrivateKey by, String contract, String method, ObjectNode arguments) {
        ObjectNode step = execute(name, chain, by, contract, method, arguments);
        if (step.has("code")) {
            throw new AssertionError(name + ": " + step.get("code"));
        }
        return step.get("result");
    }

    /** @param rule its number in the protocol text */
    void refused(
            String name,
            String rule,
            String code,
            ChainId chain,
            Sm2PrivateKey by,
            String contract,
            String method,
            ObjectNode arguments) {
        ObjectNode step = execute(name, chain, by, contract, method, arguments);
        if (!step.path("code").asText().equals(code)) {
            throw new AssertionError(name + ": " + step.path("code") + " " + step.path("result"));
        }
        step.put("rule", rule);
    }

    private ObjectNode execute(
            String name, ChainId chain, Sm2PrivateKey by, String contract, String method, ObjectNode arguments) {
        ContractHarness market = federation.market(chain);
        SortedMap<String, Bytes> before = market.state();
        TransactionRecord done = federation.execute(market, by, contract, method, arguments);
        ObjectNode step = steps.addObject()
                .put("name", name)
                .put("chain", chain.value())
                .put("height", done.height().value())
                .put("time", federation.now().epochMillis())
                .put("sender", by.publicKey().toHex())
                .put("contract", contract)
                .put("method", method);
        step.set("arguments", arguments.deepCopy());
        if (done.receipt().succeeded()) {
            step.set("result", CanonicalJson.decode(done.receipt().result()));
        } else {
            step.put("code", done.receipt().code());
        }
        step.set("writes", writes(before, market.state()));
        return step;
    }

    /** What the protocol text speaks of; the engine's own entries and the desk's are left out. */
    private static ObjectNode writes(SortedMap<String, Bytes> before, SortedMap<String, Bytes> after) {
        ObjectNode writes = CanonicalJson.object();
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> !key.startsWith("packets/") && !key.startsWith("settlements/"));
        for (String key : keys) {
            Optional<Bytes> now = Optional.ofNullable(after.get(key));
            if (!now.equals(Optional.ofNullable(before.get(key)))) {
                writes.set(key, now.map(CanonicalJson::decode).orElseGet(writes::nullNode));
            }
        }
        return writes;
    }

    /** A chain's last block as its light client takes it, with what stands, or does not, at these state keys. */
    void show(String name, ContractHarness chain, String... keys) {
        CertifiedBlock block = chain.lastBlock();
        ObjectNode shown = RecordedFederation.shown(chain, chain.height());
        Optional<ValidatorSet> next =
                Optional.ofNullable(shown.get("nextValidators")).map(BlockJson::validatorSet);
        TrustedState trusted = followed.get(chain.chainId());
        Advance advance = LightClient.advance(
                trusted, block.block().header(), block.certificate().orElseThrow(), next);
        if (!(advance instanceof Advance.Advanced advanced)) {
            throw new AssertionError(name + ": " + advance);
        }
        followed.put(chain.chainId(), advanced.state());
        ObjectNode step =
                steps.addObject().put("name", name).put("shows", chain.chainId().value());
        step.setAll(shown);
        ArrayNode entries = step.putArray("entries");
        for (String key : keys) {
            ObjectNode entry = entries.addObject().put("key", key);
            entry.set("value", value(chain, key));
            entry.put("proof", RecordedFederation.proof(chain, chain.height(), key));
        }
    }

    private static JsonNode value(ContractHarness chain, String key) {
        Optional<Bytes> value = chain.readBytes(chain.height(), key);
        var proof = chain.prove(chain.height(), key);
        boolean proven = value.map(bytes -> proof.provesPresence(chain.stateRoot(), key, bytes))
                .orElseGet(() -> proof.provesAbsence(chain.stateRoot(), key));
        if (!proven) {
            throw new AssertionError("not proven: " + key);
        }
        return value.map(CanonicalJson::decode)
                .orElseGet(() -> CanonicalJson.object().nullNode());
    }
}
