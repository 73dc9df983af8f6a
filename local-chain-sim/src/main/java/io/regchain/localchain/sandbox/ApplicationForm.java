package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.registry.ProofOfPossession;
import io.regchain.registry.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The registration of a chain under test: what its nodes say, what its operator handed in, and invented facts for the rest.
 * Only who holds a key can prove that, so for keys that are not the sandbox's own the proofs are handed in.
 */
final class ApplicationForm {
    /** What may not be handed in: it is read from the nodes, or is the sandbox's own. */
    private static final List<String> READ =
            List.of("chainId", "endpoints", "validators", "genesisHash", "genesisTime");

    private final Presented presented;
    private final TestKeys keys;
    private final ObjectNode form;
    private final List<Registration.Endpoint> endpoints;

    private ApplicationForm(
            Presented presented, TestKeys keys, ObjectNode form, List<Registration.Endpoint> endpoints) {
        this.presented = presented;
        this.keys = keys;
        this.form = form;
        this.endpoints = endpoints;
    }

    sealed interface Filled {}

    /** @param notes where what is in it comes from */
    record Complete(Registration registration, List<String> notes) implements Filled {}

    /** @param more how it could be completed */
    record Lacking(String problem, List<String> more) implements Filled {}

    /** @param form what was handed in; an empty object when nothing was */
    static Filled fill(Presented presented, TestKeys keys, ObjectNode form, List<Registration.Endpoint> endpoints) {
        return new ApplicationForm(presented, keys, form, endpoints).fill();
    }

    private Filled fill() {
        Optional<Market> market = Markets.byChain(presented.chain());
        if (market.isEmpty()) {
            return new Lacking(
                    "\"" + presented.chain() + "\" is the label of no market", Lessons.lines("CHAIN_ID_NOT_A_MARKET"));
        }
        List<String> unproven = new ArrayList<>();
        List<Registration.Node> nodes = new ArrayList<>();
        for (Validator validator : presented.validators().validators()) {
            proof(validator)
                    .ifPresentOrElse(
                            proof -> nodes.add(node(validator, proof)), () -> unproven.add(unproven(validator)));
        }
        return unproven.isEmpty() ? complete(market.get(), nodes) : lacking(unproven);
    }

    private Filled lacking(List<String> unproven) {
        List<String> more = new ArrayList<>(unproven);
        more.addAll(Lessons.lines("POSSESSION_NOT_PROVEN"));
        return new Lacking(
                "who holds the keys of " + unproven.size() + " of the "
                        + presented.validators().size() + " validators is not proven",
                more);
    }

    /** The bytes are shown: whoever cannot make them yet can sign these. */
    private String unproven(Validator validator) {
        return validator.name() + ": key " + validator.publicKey().toHex() + " signs "
                + ProofOfPossession.signedBytes(
                                presented.chain().value(),
                                validator.name(),
                                validator.organisation().value(),
                                validator.publicKey())
                        .toHex();
    }

    private Optional<String> proof(Validator validator) {
        return handedIn(validator)
                .map(entry -> entry.path("proofOfPossession").asText())
                .filter(proof -> !proof.isEmpty())
                .or(() -> keys.validatorKey(presented.chain(), validator.publicKey())
                        .map(key -> sign(key, validator)));
    }

    private String sign(Sm2PrivateKey key, Validator validator) {
        return ProofOfPossession.sign(
                key,
                presented.chain(),
                validator.name(),
                validator.organisation().value());
    }

    private Optional<JsonNode> handedIn(Validator validator) {
        for (JsonNode entry : form.path("validators")) {
            if (entry.path("publicKey").asText().equals(validator.publicKey().toHex())) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private Registration.Node node(Validator validator, String proof) {
        String code = validator.organisation().value();
        Optional<MarketPlan.Seat> known = plan().seats().stream()
                .filter(seat -> seat.organisation().equals(validator.organisation()))
                .findFirst();
        Optional<JsonNode> given = handedIn(validator);
        return new Registration.Node(
                validator.name(),
                code,
                text(given, "organisationName")
                        .or(() -> known.map(MarketPlan.Seat::organisationName))
                        .orElse("测试机构 " + code),
                text(given, "entityType")
                        .or(() -> known.map(MarketPlan.Seat::entityType))
                        .orElse(code.startsWith("11") ? "government" : "institution"),
                validator.publicKey().toHex(),
                proof);
    }

    private static Optional<String> text(Optional<JsonNode> entry, String name) {
        return entry.map(json -> json.path(name).asText()).filter(text -> !text.isEmpty());
    }

    private MarketPlan plan() {
        return MarketPlan.of(Markets.byChain(presented.chain()).orElseThrow());
    }

    private Filled complete(Market market, List<Registration.Node> nodes) {
        ObjectNode whole = invented(market, nodes).toJson();
        List<String> notes = new ArrayList<>();
        notes.add("read from the nodes: validators, block 0, consensus protocol");
        List<String> taken = new ArrayList<>();
        form.properties().forEach(member -> {
            if (!READ.contains(member.getKey())) {
                whole.set(member.getKey(), member.getValue());
                taken.add(member.getKey());
            }
        });
        notes.add(
                taken.isEmpty()
                        ? "filled in by the sandbox: operator, contacts, algorithms, the consent of the provincial regulator"
                        : "handed in: " + String.join(", ", taken) + "; the rest is filled in by the sandbox");
        try {
            return new Complete(Registration.fromJson(whole), notes);
        } catch (DecodeException e) {
            return new Lacking(
                    "what was handed in with --registration cannot be used: " + e.getMessage(),
                    List.of("right:  members as in registry.propose (docs/protocol.md section 14, Joining)"));
        }
    }

    private Registration invented(Market market, List<Registration.Node> nodes) {
        return new Registration(
                presented.chain().value(),
                new Registration.Operator(MarketPlan.operatorCode(market).value(), market.operator()),
                market.region(),
                new Registration.Technology(
                        "an integrator", "a chain under test", "0", "of its own", "of its own", "演练-未认证"),
                new Registration.Consensus(presented.consensus(), "1", new TreeMap<>(), Quorum.faulty(nodes.size())),
                new Registration.Algorithms("SM3", "SM2", "SM2", "TLS_SM4_GCM_SM3", "TLS_SM4_GCM_SM3", "SM4"),
                nodes,
                endpoints,
                List.of(keys.operator(presented.chain()).publicKey().toHex()),
                presented.genesis().hash().toHex(),
                presented.genesis().time().epochMillis(),
                market.region() + "股交运维值班室",
                market.region() + "股交信息安全部",
                new Registration.SignOff(market.region() + "地方金融管理局", market.region()),
                "沙箱测试数据，机构代码均为虚构");
    }
}
