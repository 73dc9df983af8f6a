package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** A chain in memory, as its users, observers and relays see it. While it is down nobody reaches it. */
final class SimulatedChain {
    final ContractHarness ledger;
    private int downFor;

    SimulatedChain(ChainId id, BlockTime start, SortedMap<String, Bytes> genesis, List<Contract> contracts) {
        this.ledger = ContractHarness.start(id, start, genesis, contracts);
    }

    ChainId id() {
        return ledger.chainId();
    }

    boolean isUp() {
        return downFor == 0;
    }

    void goDown(int turns) {
        downFor = Math.max(downFor, turns);
    }

    void turn() {
        downFor = Math.max(0, downFor - 1);
    }

    void heal() {
        downFor = 0;
    }

    TrustedState root() {
        CertifiedBlock genesis = ledger.block(Height.ZERO);
        return TrustedState.root(genesis.block().header(), genesis.validators());
    }

    TransactionRecord execute(BlockTime now, Sm2PrivateKey key, String contract, String method, ObjectNode arguments) {
        return at(now).execute(key, contract, method, arguments);
    }

    ContractHarness at(BlockTime now) {
        return ledger.at(now.compareTo(ledger.time()) > 0 ? now : ledger.time());
    }

    Optional<JsonNode> read(String key) {
        return ledger.read(key);
    }

    long number(String key) {
        return read(key).map(JsonNode::longValue).orElse(0L);
    }

    ObjectNode registration() {
        CertifiedBlock genesis = ledger.block(Height.ZERO);
        ObjectNode json = CanonicalJson.object()
                .put("chainId", id().value())
                .put("state", "ACTIVE")
                .put("genesisHash", genesis.hash().toHex())
                .put("genesisTime", genesis.block().header().time().epochMillis());
        json.set("validators", BlockJson.of(genesis.validators()));
        json.putArray("sealKeys");
        return json;
    }

    /** What an observer hands in about a block. */
    ObjectNode update(CertifiedBlock block) {
        return update(block.block().header(), block.certificate().orElseThrow());
    }

    private ObjectNode update(BlockHeader header, CommitCertificate certificate) {
        ObjectNode update = CanonicalJson.object()
                .put("chain", id().value())
                .put("header", header.canonical().toHex());
        update.set("certificate", BlockJson.of(certificate));
        return update;
    }

    /**
     * Another block in place of this one.
     *
     * @param liars how many validators seal it
     */
    ObjectNode forged(CertifiedBlock honest, String lie, int liars) {
        BlockHeader header = honest.block().header();
        Hash32 state = Sm3.hash(Bytes.utf8(lie));
        BlockHeader other = new BlockHeader(
                header.version(),
                header.chainId(),
                header.height(),
                header.parentHash(),
                header.time(),
                header.proposer(),
                header.transactionRoot(),
                header.receiptRoot(),
                state,
                header.validatorSetHash(),
                header.nextValidatorSetHash());
        CommitCertificate all = ledger.validators().certify(other, Round.ZERO);
        return update(
                other,
                new CommitCertificate(
                        all.chainId(),
                        all.height(),
                        all.round(),
                        all.blockHash(),
                        all.seals().subList(0, liars)));
    }

    /** As a full node of this process. */
    ChainNode node() {
        return partial(ChainNode.class, (method, in) -> switch (method) {
            case "height" -> ledger.height();
            case "block" -> Optional.of(ledger.block((Height) in[0]));
            case "prove" -> ledger.prove((Height) in[0], (String) in[1]);
            case "read" ->
                in.length == 1
                        ? ledger.readBytes(ledger.height(), (String) in[0])
                        : ledger.readBytes((Height) in[0], (String) in[1]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    /** As a node of the chain answers over the wire. */
    ChainGateway gateway() {
        return partial(ChainGateway.class, (method, in) -> switch (method) {
            case "chainId" -> id();
            case "node" -> id() + "-0";
            case "readState" -> state((String) in[0], (Height) ((Optional<?>) in[1]).orElseThrow());
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private CompletableFuture<StateAnswer> state(String key, Height height) {
        return isUp()
                ? CompletableFuture.completedFuture(
                        new StateAnswer(height, key, ledger.readBytes(height, key), ledger.prove(height, key)))
                : CompletableFuture.failedFuture(
                        new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, id() + " is down"));
    }

    private static <T> T partial(Class<T> type, BiFunction<String, Object[], Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, in) -> answers.apply(method.getName(), in == null ? new Object[0] : in)));
    }
}
