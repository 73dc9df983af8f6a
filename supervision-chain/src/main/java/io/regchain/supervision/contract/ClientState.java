package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.ClientRules;
import io.regchain.protocol.lightclient.ClientStatus;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import java.util.Optional;

/**
 * One light client in the state of the contract {@code light-clients}: {@code <chain>/latest}, {@code
 * <chain>/header/<height>}, {@code <chain>/set/<hash>}, {@code <chain>/trust-period}, and the chain-wide {@code
 * trust-period} that genesis may give for clients without their own. Any contract reads it, only its own writes it.
 */
final class ClientState {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ContractContext context;
    private final ChainId chain;

    ClientState(ContractContext context, ChainId chain) {
        this.context = context;
        this.chain = chain;
    }

    private Optional<JsonNode> read(String path) {
        return context.readOf(LightClientsContract.NAME, path);
    }

    ChainId chain() {
        return chain;
    }

    /** The registration, whatever its state. Refuses with {@code CHAIN_NOT_REGISTERED}. */
    JsonNode registration() {
        return ActiveChain.registered(context, chain);
    }

    boolean frozen() {
        return health().frozen();
    }

    TrustClock clock() {
        return health().clock();
    }

    ClientStatus status() {
        return health().status(context.time());
    }

    private ClientHealth health() {
        return ClientHealth.read(this::full, chain).orElseGet(() -> {
            registration(); // refuses
            throw new IllegalStateException("a registered chain has a light client");
        });
    }

    private Optional<JsonNode> full(String key) {
        int slash = key.indexOf('/');
        return context.readOf(key.substring(0, slash), key.substring(slash + 1));
    }

    /** Refuses with {@code CLIENT_FROZEN} or {@code CLIENT_EXPIRED}: then nothing counts on this client's word. */
    void requireUsable() {
        ClientHealth health = health();
        ClientRules.usable(chain, health.frozen(), health.clock(), context.time())
                .ifPresent(reason -> {
                    throw new ContractRefusal(reason);
                });
    }

    void keepPeriod(TrustPeriod period) {
        context.write(chain + "/" + ClientHealth.TRUST_PERIOD, JSON.objectNode().put("seconds", period.seconds()));
    }

    /** Where the client stands: its latest header, or the registration's trust root before the first one. */
    TrustedState trusted() {
        return read(chain + "/latest").map(this::trustedState).orElseGet(this::trustRoot);
    }

    private TrustedState trustedState(JsonNode latest) {
        return new TrustedState(
                chain,
                new Height(latest.path("height").longValue()),
                Hash32.ofHex(latest.path("hash").asText()),
                new BlockTime(latest.path("time").longValue()),
                BlockJson.validatorSet(latest.get("validators")));
    }

    private TrustedState trustRoot() {
        JsonNode registration = registration();
        return new TrustedState(
                chain,
                Height.ZERO,
                Hash32.ofHex(registration.path("genesisHash").asText()),
                new BlockTime(registration.path("genesisTime").longValue()),
                BlockJson.validatorSet(registration.get("validators")));
    }

    /** The height of the last verified header; empty before the first. */
    static Optional<Height> latestHeight(ContractContext context, ChainId chain) {
        return context.readOf(LightClientsContract.NAME, chain + "/latest")
                .map(latest -> new Height(latest.path("height").longValue()));
    }

    /** What is trusted from now on; the trust clock begins anew. */
    void trust(TrustedState state) {
        ObjectNode latest = JSON.objectNode()
                .put("height", state.height().value())
                .put("hash", state.blockHash().toHex())
                .put("time", state.time().epochMillis())
                .put("trustedAt", context.time().epochMillis());
        latest.set("validators", BlockJson.of(state.validators()));
        context.write(chain + "/latest", latest);
    }

    static String headerKey(ChainId chain, Height height) {
        return chain + "/header/" + height;
    }

    /** The entry of a verified header. */
    Optional<JsonNode> header(Height height) {
        return read(headerKey(chain, height));
    }

    /** A verified header with the certificate that it was verified by; the trust root has none. */
    Optional<CertifiedHeader> certified(Height height) {
        return header(height).map(ClientState::certified);
    }

    private static CertifiedHeader certified(JsonNode entry) {
        BlockHeader header = BlockHeader.decode(Bytes.ofHex(entry.path("header").asText()));
        return new CertifiedHeader(header, BlockJson.certificate(header, entry.get("certificate")));
    }

    /**
     * The set that decides a height, as the client itself knows it: the one that a verified header names; above the latest,
     * the set that decides the next block. Empty for heights below it that were never verified.
     */
    Optional<ValidatorSet> deciders(Height height) {
        TrustedState trusted = trusted();
        return height.compareTo(trusted.height()) > 0
                ? Optional.of(trusted.validators())
                : header(height).map(entry -> set(entry.path("validatorSetHash").asText()));
    }

    /** A set that decided a verified header, or decides the next one. */
    ValidatorSet set(String hash) {
        return BlockJson.validatorSet(read(setKey(hash)).orElseThrow());
    }

    void keep(BlockHeader header, CommitCertificate certificate) {
        ObjectNode entry = JSON.objectNode()
                .put("hash", header.hash().toHex())
                .put("stateRoot", header.stateRoot().toHex())
                .put("time", header.time().epochMillis())
                .put("validatorSetHash", header.validatorSetHash().toHex())
                .put("nextValidatorSetHash", header.nextValidatorSetHash().toHex())
                .put("header", header.canonical().toHex());
        entry.set("certificate", BlockJson.of(certificate));
        context.write(headerKey(chain, header.height()), entry);
    }

    void keep(ValidatorSet set) {
        String key = setKey(set.hash().toHex());
        if (read(key).isEmpty()) {
            context.write(key, BlockJson.of(set));
        }
    }

    private String setKey(String hash) {
        return chain + "/set/" + hash;
    }
}
