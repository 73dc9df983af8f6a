package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
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
import io.regchain.supervision.gateway.GatewayProblem;
import io.regchain.supervision.gateway.StateReader;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
        BlockHeader other = honest.block().header().withStateRoot(Sm3.hash(Bytes.utf8(lie)));
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

    /** As a node of the chain answers over the wire. */
    StateReader reader() {
        return new StateReader() {
            @Override
            public String node() {
                return id() + "-0";
            }

            @Override
            public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
                return isUp()
                        ? CompletableFuture.completedFuture(ledger.answer(key, height.orElseGet(ledger::height)))
                        : CompletableFuture.failedFuture(
                                new GatewayProblem(GatewayProblem.Kind.UNREACHABLE, id() + " is down"));
            }
        };
    }
}
