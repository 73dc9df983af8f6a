package io.regchain.supervision.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.evidence.MisbehaviourFile;
import io.regchain.protocol.object.DataObject;
import io.regchain.supervision.contract.ClientEvidence;
import io.regchain.supervision.contract.ClientHealth;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.inspection.InspectionJson;
import io.regchain.supervision.snapshot.CheckedSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Answers of the API that are put together from the index and the supervision chain's state. Reads the disk. */
final class HubQueries {
    private static final int RECENT = 20;

    private final HubAccess hub;

    HubQueries(HubAccess hub) {
        this.hub = hub;
    }

    private Optional<JsonNode> state(String key) {
        return hub.hub().read(key).map(CanonicalJson::decode);
    }

    ObjectNode overview(Scope scope) {
        ObjectNode json = CanonicalJson.object();
        json.set("hub", tip());
        json.put("virtualTime", hub.clock().now().epochMillis());
        ArrayNode markets = json.putArray("markets");
        Markets.all().forEach(market -> markets.add(market(market, scope)));
        ObjectNode totals = hub.index().totals(scope);
        json.set("totals", totals.put("markets", Markets.all().size()));
        json.set("recent", hub.index().feed(new QueryIndex.Page(scope, Optional.empty(), Optional.empty(), RECENT)));
        return json;
    }

    private ObjectNode tip() {
        CertifiedBlock tip = hub.hub().block(hub.hub().height()).orElseThrow();
        return CanonicalJson.object()
                .put("chainId", tip.block().header().chainId().value())
                .put("height", tip.height().value())
                .put("blockHash", tip.hash().toHex())
                .put("time", tip.block().header().time().epochMillis())
                .put("validators", tip.validators().size())
                .put("quorum", tip.validators().quorum())
                .put("trustRoot", hub.hub().genesis().validators().hash().toHex());
    }

    private ObjectNode market(Market market, Scope scope) {
        String chain = market.chainId().value();
        ObjectNode json = CanonicalJson.object()
                .put("no", market.number())
                .put("region", market.region())
                .put("operator", market.operator())
                .put("chainId", chain)
                .put("regionCode", market.regionCode())
                .put("inScope", scope.sees(chain));
        ObjectNode known = hub.index().chain(chain);
        if (!scope.sees(chain)) {
            return json.put("state", known.path("state").asText());
        }
        known.remove("chain");
        json.setAll(known);
        registration(chain).ifPresent(registration -> {
            ValidatorSet set = BlockJson.validatorSet(ValidatorsInForce.of(this::state, chain, registration));
            json.put("validators", set.size()).put("faulty", set.faulty()).put("quorum", set.quorum());
        });
        hub.observers().apply(market.chainId()).ifPresent(status -> json.put("stage", status.stage())
                .put("reported", status.reported().value())
                .put("verified", status.verified().value()));
        return json;
    }

    private Optional<JsonNode> registration(String chain) {
        return state("registry/chain/" + chain);
    }

    ObjectNode chain(String chain) {
        ObjectNode json = hub.index().chain(chain);
        Optional<JsonNode> registration = registration(chain);
        registration.ifPresent(found -> json.set("registration", found));
        state("registry/proposal/" + chain).ifPresent(proposal -> json.set("proposal", proposal));
        state("registry/assessment/" + chain).ifPresent(assessment -> json.set("assessment", assessment));
        state("light-clients/" + chain + "/latest").ifPresent(latest -> json.set("lightClient", latest));
        ClientHealth.read(this::state, new ChainId(chain))
                .ifPresent(health ->
                        json.set("client", ClientView.of(health, hub.clock().now())));
        state("light-clients/" + chain + "/frozen").ifPresent(frozen -> json.set("frozen", frozen));
        ArrayNode headers = hub.index().headers(chain, Optional.empty(), RECENT);
        json.set("headers", headers);
        registration.ifPresent(found -> validators(json, chain, found, headers));
        hub.observers().apply(new ChainId(chain)).ifPresent(status -> {
            ObjectNode observer = json.putObject("observer")
                    .put("reported", status.reported().value())
                    .put("verified", status.verified().value())
                    .put("stage", status.stage())
                    .put("since", status.since().toEpochMilli())
                    .put("failures", status.failures());
            status.nextTry().ifPresent(at -> observer.put("nextTry", at.toEpochMilli()));
            status.verifiedAt().ifPresent(at -> observer.put("verifiedAt", at.toEpochMilli()));
            status.problem().ifPresent(problem -> observer.put("problem", problem));
        });
        return json;
    }

    /** The nodes with their organisations, and how often each one's seal stands under the last blocks. */
    private void validators(ObjectNode json, String chain, JsonNode registration, ArrayNode headers) {
        TreeMap<String, Integer> seals = new TreeMap<>();
        for (JsonNode header : headers) {
            state("light-clients/" + chain + "/header/" + header.path("height").longValue())
                    .ifPresent(entry -> entry.path("certificate")
                            .path("seals")
                            .forEach(seal -> seals.merge(seal.path("signer").asText(), 1, Integer::sum)));
        }
        JsonNode nodes = ValidatorsInForce.of(this::state, chain, registration);
        ValidatorSet set = BlockJson.validatorSet(nodes);
        json.put("quorum", set.quorum()).put("faulty", set.faulty()).put("sealWindow", headers.size());
        ArrayNode validators = json.putArray("validators");
        int index = 0;
        for (JsonNode node : nodes) {
            ObjectNode entry = validators.addObject().put("index", index++);
            for (String field : new String[] {"name", "organisation", "organisationName", "entityType", "publicKey"}) {
                if (node.hasNonNull(field)) {
                    entry.set(field, node.get(field));
                }
            }
            entry.put("sealsInWindow", seals.getOrDefault(node.path("publicKey").asText(), 0));
        }
        json.set("endpoints", registration.path("endpoints"));
    }

    ObjectNode header(String chain, long height) {
        JsonNode entry = state("light-clients/" + chain + "/header/" + height)
                .orElseThrow(() -> ApiProblem.notFound("no verified header of " + chain + " at height " + height));
        BlockHeader header = BlockHeader.decode(Bytes.ofHex(entry.path("header").asText()));
        CommitCertificate certificate = BlockJson.certificate(header, entry.get("certificate"));
        ObjectNode json = InspectionJson.block(header, certificate, deciders(chain, header));
        json.put("sealedBytes", Bytes.wrap(certificate.sealedBytes()).toHex());
        hub.index().header(chain, height).ifPresent(row -> json.set("supervision", row.get("supervision")));
        return json;
    }

    private ValidatorSet deciders(String chain, BlockHeader header) {
        return state("light-clients/" + chain + "/set/"
                        + header.validatorSetHash().toHex())
                .map(BlockJson::validatorSet)
                .orElseThrow(() -> new IllegalStateException("no validator set of a verified header of " + chain));
    }

    /** A page of the log of what was refused or remarked, with the cursor of the next one, if there is one. */
    ObjectNode anomalies(String chain, Optional<Long> after, int limit) {
        long last = hub.index().lastAnomaly(chain).orElse(-1L);
        if (after.filter(cursor -> cursor > last).isPresent()) {
            throw new ApiProblem(
                    400,
                    "CURSOR_UNKNOWN",
                    "the log of " + chain + " has " + (last + 1) + " entries, numbered from 0; there is none numbered "
                            + after.get() + " to go on after",
                    "begin without after, then pass what the answer calls next");
        }
        ArrayNode items = hub.index().anomalies(chain, after.orElse(-1L), limit);
        ObjectNode json = CanonicalJson.object().put("total", last + 1);
        json.set("items", items);
        long reached = items.isEmpty()
                ? last
                : items.get(items.size() - 1).path("number").longValue();
        return reached < last ? json.put("next", reached) : json;
    }

    /** The evidence of the open case, or of the last one that was decided. */
    MisbehaviourFile misbehaviour(ChainId chain) {
        return ClientEvidence.file(this::state, chain)
                .orElseThrow(() -> ApiProblem.notFound("no misbehaviour of " + chain + " was ever proven to the hub"));
    }

    ObjectNode object(String chain, String objectId, long version) {
        String key = "objects/" + chain + "/" + objectId + "/" + version;
        Height at = indexed();
        JsonNode entry = hub.hub()
                .read(at, key)
                .map(CanonicalJson::decode)
                .orElseThrow(() -> ApiProblem.notFound("the hub stores no version " + version + " of " + objectId));
        ObjectNode json = (ObjectNode) entry;
        json.put("objectId", objectId).put("version", version);
        DataObject object =
                snapshot(chain, objectId, version, entry.path("digest").asText());
        json.set("snapshot", object.toJson());
        json.set("seals", seals(chain, object));
        json.putObject("proof")
                .put("stateKey", "objects/" + objectId + "/" + version)
                .put("height", entry.path("height").longValue())
                .put("supervisionKey", key)
                .put("supervisionHeight", at.value())
                .put("supervisionSiblings", hub.hub().prove(at, key).siblings().size());
        return json;
    }

    /** Up to here the lists tell of objects, and their snapshots stand off chain. */
    private Height indexed() {
        Hash32 genesis = hub.hub().block(Height.ZERO).orElseThrow().hash();
        return new Height(Math.max(0, hub.index().next(genesis).value() - 1));
    }

    /** What stands off chain is shown only when it is what the state has the digest of (JR/T 0314 6.6). */
    private DataObject snapshot(String chain, String objectId, long version, String digest) {
        return switch (hub.snapshots().read(new ChainId(chain), objectId, version, Hash32.ofHex(digest))) {
            case CheckedSnapshots.Reading.Found found -> found.snapshot();
            case CheckedSnapshots.Reading.Refused refused ->
                throw new ApiProblem(
                        502,
                        refused.reason().code(),
                        refused.reason().message(),
                        "the hub's operator must bring the store of snapshots back as it was");
        };
    }

    private ArrayNode seals(String chain, DataObject object) {
        List<Sm2PublicKey> allowed = new ArrayList<>();
        registration(chain)
                .ifPresent(registration ->
                        registration.path("sealKeys").forEach(key -> allowed.add(Sm2PublicKey.ofHex(key.asText()))));
        byte[] sealed = object.sealedBytes().toArray();
        ArrayNode seals = CanonicalJson.array();
        object.head().seals().forEach(seal -> seals.addObject()
                .put("signer", seal.key().toHex())
                .put("registered", allowed.contains(seal.key()))
                .put("valid", seal.key().verify(sealed, seal.signature())));
        return seals;
    }
}
