package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.evidence.MisbehaviourReport;
import io.regchain.protocol.evidence.MisbehaviourVerifier;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.supervision.contract.ClientEvidence;
import io.regchain.supervision.gateway.ChainGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The validators of a chain certify two blocks at one height, and show one node's visitors the one, the other's the other. */
class ForkedChainTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void a_second_node_that_shows_another_certified_block_freezes_the_chain_with_the_evidence_stored() {
        AtomicReference<LyingNode.Lie> second = new AtomicReference<>(LyingNode.HONEST);
        MarketPlan plan = MarketPlan.of(Markets.byChain(JIANGSU).orElseThrow());
        String liar = plan.seats().get(1).name();
        try (Federation federation = Federation.start(
                FederationSettings.of(directory, List.of(plan)),
                honest -> (chain, endpoint) -> endpoint.name().equals(liar)
                        ? new LyingNode(honest.to(chain, endpoint), second)
                        : honest.to(chain, endpoint))) {
            second.set(fork(federation, plan));
            Disclosures.write(federation.market(JIANGSU), "disclosure-1");

            JsonNode frozen = await().atMost(PATIENCE)
                    .until(() -> federation.hubNode().read("light-clients/jiangsu/frozen"), Optional::isPresent)
                    .map(CanonicalJson::decode)
                    .orElseThrow();

            JsonNode shown = frozen.path("second");
            BlockHeader other =
                    BlockHeader.decode(Bytes.ofHex(shown.path("header").asText()));
            Height height = other.height();
            assertThat(CertificateVerifier.verify(
                            other,
                            BlockJson.certificate(other, shown.get("certificate")),
                            plan.validators(federation.keys())))
                    .as("the evidence speaks for itself")
                    .isInstanceOf(VerifiedHeader.class);
            JsonNode known = federation
                    .hubNode()
                    .read("light-clients/jiangsu/header/" + height)
                    .map(CanonicalJson::decode)
                    .orElseThrow();
            assertThat(known.path("hash").asText())
                    .isEqualTo(federation
                            .market(JIANGSU)
                            .node(0)
                            .block(height)
                            .orElseThrow()
                            .hash()
                            .toHex())
                    .isNotEqualTo(other.hash().toHex());
            MisbehaviourReport report = MisbehaviourVerifier.verify(
                    ClientEvidence.file(key -> federation.hubNode().read(key).map(CanonicalJson::decode), JIANGSU)
                            .orElseThrow()
                            .toBytes(),
                    Optional.of(plan.validators(federation.keys()).hash()));
            assertThat(report.failures())
                    .as("the evidence as a file of its own")
                    .isEmpty();
            assertThat(report.proven()).hasValueSatisfying(proven -> assertThat(proven.doubleSigners())
                    .hasSizeGreaterThanOrEqualTo(3));
            assertThat(federation
                            .hubNode()
                            .read("registry/chain/jiangsu")
                            .orElseThrow()
                            .toUtf8())
                    .contains("SUSPENDED");
        }
    }

    /** From now on the node shows blocks with another state root, sealed by all the chain's validators. */
    private static LyingNode.Lie fork(Federation federation, MarketPlan plan) {
        List<Sm2PrivateKey> keys = plan.seats().stream()
                .map(seat -> federation.keys().key("validator " + seat.name()))
                .toList();
        return new LyingNode.Lie() {
            @Override
            public ConsensusState consensus(ChainGateway node, ConsensusState honest) {
                BlockHeader other = withStateRoot(honest.header(), Hash32.ZERO);
                return new ConsensusState(
                        other,
                        honest.validators(),
                        honest.next(),
                        honest.certificate().map(c -> sealed(other, c, keys)));
            }
        };
    }

    private static CommitCertificate sealed(BlockHeader header, CommitCertificate like, List<Sm2PrivateKey> keys) {
        byte[] statement =
                CommitCertificate.sealedBytes(header.chainId(), header.height(), like.round(), header.hash());
        List<Seal> seals = new ArrayList<>();
        keys.forEach(key -> seals.add(new Seal(key.publicKey(), key.sign(statement))));
        return new CommitCertificate(header.chainId(), header.height(), like.round(), header.hash(), seals);
    }

    private static BlockHeader withStateRoot(BlockHeader h, Hash32 root) {
        return new BlockHeader(
                h.version(),
                h.chainId(),
                h.height(),
                h.parentHash(),
                h.time(),
                h.proposer(),
                h.transactionRoot(),
                h.receiptRoot(),
                root,
                h.validatorSetHash(),
                h.nextValidatorSetHash());
    }
}
