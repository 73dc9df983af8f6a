package io.regchain.localchain.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.contract.InitialState;
import io.regchain.localchain.contract.PacketsContract;
import io.regchain.localchain.contract.SettlementsContract;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.DeterministicSm2;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.supervision.contract.Roles;
import io.regchain.supervision.node.SupervisionGenesis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A supervision chain and two markets in memory, with the contracts that production has and signatures that are equal on
 * every run. What the hub does is not written down: its headers and proofs tell.
 */
final class RecordedFederation {
    static final ChainId ZHEJIANG = new ChainId("zhejiang");
    static final ChainId JIANGSU = new ChainId("jiangsu");
    static final BlockTime START = BlockTime.of(Instant.parse("2026-02-10T02:00:00Z"));
    static final Sm2PrivateKey RELAY = ContractHarness.key("relay");
    private static final Sm2PrivateKey OBSERVER = ContractHarness.key("observer");
    private static final Sm2PrivateKey MAKER = ContractHarness.key("maker");
    private static final Sm2PrivateKey CHECKER = ContractHarness.key("checker");

    final ContractHarness hub;
    final SortedMap<ChainId, ContractHarness> markets = new TreeMap<>();
    private final SortedMap<ChainId, Height> observed = new TreeMap<>();
    private BlockTime now = START;

    RecordedFederation() {
        hub = start(ChainId.SUPERVISION, roles(), contracts());
        TrustedState root = TrustedState.root(
                hub.block(Height.ZERO).block().header(), hub.block(Height.ZERO).validators());
        for (ChainId chain : List.of(ZHEJIANG, JIANGSU)) {
            SortedMap<String, Bytes> state =
                    InitialState.of(operator(chain), root, new TrustClock(START, TrustPeriod.DEFAULT));
            ContractHarness market =
                    start(chain, state, List.of(new PacketsContract(), new SettlementsContract(), new Desk()));
            markets.put(chain, market);
            observed.put(chain, Height.ZERO);
            onHub(MAKER, "registry", "enter", registration(market));
        }
        route("greetings", Desk.NAME, "greet");
        route("snubs", Desk.NAME, "snub");
        route("settling", SettlementsContract.NAME, "settle");
    }

    private static ContractHarness start(ChainId chain, SortedMap<String, Bytes> state, List<Contract> contracts) {
        return ContractHarness.start(chain, START, state, contracts, DeterministicSm2::sign);
    }

    /** Answers for the first of the chain's consensus nodes too. */
    private static Operator operator(ChainId chain) {
        return new Operator(
                chain + " market",
                TestValidators.organisation(0),
                List.of(operatorKey(chain).publicKey()));
    }

    static Sm2PrivateKey operatorKey(ChainId chain) {
        return ContractHarness.key("operator of " + chain);
    }

    /** Admission and the hub's own change of validators have tests of their own; here they are done by hand. */
    private record ByHand(String name, String path) implements Contract {
        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            context.write(path + arguments.path("chainId").asText(""), arguments.path("value"));
            return CanonicalJson.object();
        }
    }

    private static List<Contract> contracts() {
        List<Contract> contracts = new ArrayList<>(SupervisionGenesis.contracts());
        contracts.removeIf(contract -> contract.name().equals("registry"));
        contracts.add(new ByHand("registry", "chain/"));
        contracts.add(new ByHand("validators", "current"));
        return contracts;
    }

    private static SortedMap<String, Bytes> roles() {
        SortedMap<String, Bytes> state = new TreeMap<>();
        Roles.grant(state, OBSERVER.publicKey(), Roles.OBSERVER);
        Roles.grant(state, RELAY.publicKey(), Roles.RELAYER);
        Roles.grant(state, MAKER.publicKey(), Roles.ADMISSION_MAKER);
        Roles.grant(state, CHECKER.publicKey(), Roles.ADMISSION_CHECKER);
        return state;
    }

    private static ObjectNode registration(ContractHarness chain) {
        CertifiedBlock genesis = chain.block(Height.ZERO);
        ObjectNode value = CanonicalJson.object()
                .put("chainId", chain.chainId().value())
                .put("state", "ACTIVE")
                .put("genesisHash", genesis.hash().toHex())
                .put("genesisTime", START.epochMillis());
        value.set("validators", BlockJson.of(genesis.validators()));
        value.putArray("sealKeys");
        ObjectNode entry = CanonicalJson.object().put("chainId", chain.chainId().value());
        entry.set("value", value);
        return entry;
    }

    private void route(String id, String contract, String method) {
        ObjectNode route = CanonicalJson.object()
                .put("id", id)
                .put("source", ZHEJIANG.value())
                .put("sourceContract", contract)
                .put("destination", JIANGSU.value())
                .put("destinationContract", Desk.NAME)
                .put("method", method)
                .put("effectiveFrom", START.epochMillis())
                .put("expiresAt", START.epochMillis() + Duration.ofDays(365).toMillis());
        JsonNode digest = onHub(MAKER, "routes", "propose", route).get("digest");
        ObjectNode approval = CanonicalJson.object().put("id", id).put("digest", digest.textValue());
        onHub(CHECKER, "routes", "approve", approval);
    }

    BlockTime now() {
        return now;
    }

    void pass(Duration duration) {
        now = new BlockTime(now.epochMillis() + duration.toMillis());
    }

    ContractHarness market(ChainId chain) {
        return Objects.requireNonNull(markets.get(chain), chain::value);
    }

    /** A second later than what happened before. */
    TransactionRecord execute(
            ContractHarness chain, Sm2PrivateKey by, String contract, String method, ObjectNode arguments) {
        pass(Duration.ofSeconds(1));
        return chain.at(now).execute(by, contract, method, arguments);
    }

    /** A relay brings the hub what it asks for. */
    JsonNode relay(String contract, String method, ObjectNode arguments) {
        return onHub(RELAY, contract, method, arguments);
    }

    private JsonNode onHub(Sm2PrivateKey by, String contract, String method, ObjectNode arguments) {
        TransactionRecord done = execute(hub, by, contract, method, arguments);
        if (!done.receipt().succeeded()) {
            throw new AssertionError(
                    contract + "." + method + ": " + done.receipt().message());
        }
        return CanonicalJson.decode(done.receipt().result());
    }

    /** The hub follows the market to its last block. */
    void observe(ContractHarness market) {
        for (Height height = observed.get(market.chainId()).next();
                height.compareTo(market.height()) <= 0;
                height = height.next()) {
            ObjectNode update =
                    shown(market, height).put("chain", market.chainId().value());
            onHub(OBSERVER, "light-clients", "update", update);
            observed.put(market.chainId(), height);
        }
    }

    /** What the hub is shown under a header of a market that it verified: the market's height and the proof of a key. */
    ObjectNode proven(ContractHarness market, String key) {
        observe(market);
        return CanonicalJson.object()
                .put("height", market.height().value())
                .put("proof", proof(market, market.height(), key));
    }

    /** The first of the hub's validators leaves, two others come. */
    void changeHubValidators() {
        ValidatorSet next = new ValidatorSet(
                TestValidators.of(ChainId.SUPERVISION, 6).set().validators().subList(1, 6));
        ObjectNode arguments = CanonicalJson.object();
        arguments.set("value", BlockJson.of(next));
        onHub(MAKER, "validators", "change", arguments);
    }

    /** A block of the hub, or of a market, as a relay shows it: with the set it hands over to, if it does. */
    static ObjectNode shown(ContractHarness chain, Height height) {
        CertifiedBlock block = chain.block(height);
        ObjectNode shown = CanonicalJson.object()
                .put("header", block.block().header().canonical().toHex());
        shown.set("certificate", BlockJson.of(block.certificate().orElseThrow()));
        if (!block.block()
                .header()
                .nextValidatorSetHash()
                .equals(block.block().header().validatorSetHash())) {
            Bytes next = chain.readBytes(height, "validators/current").orElseThrow();
            shown.set("nextValidators", CanonicalJson.decode(next));
        }
        return shown;
    }

    ObjectNode shownHub() {
        return shown(hub, hub.height());
    }

    static String proof(ContractHarness chain, Height height, String key) {
        return chain.prove(height, key).canonical().toHex();
    }

    String hubProof(String key) {
        return proof(hub, hub.height(), key);
    }
}
