package io.regchain.supervision.inspection;

import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.evidence.EvidenceBuilder;
import io.regchain.protocol.evidence.EvidenceFile;
import io.regchain.protocol.evidence.EvidenceKeys;
import io.regchain.protocol.evidence.EvidenceReport;
import io.regchain.protocol.evidence.EvidenceVerifier;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.wire.ConsensusState;
import io.regchain.protocol.wire.ProvenTransaction;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.protocol.wire.TraceAnswer;
import io.regchain.supervision.gateway.ChainGateway;
import io.regchain.supervision.gateway.GatewayProblem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Penetrating inspection of one transaction of a local chain (A8.5): fetches what the local node has, ties it to what the
 * supervision chain holds, and verifies the whole before anything is shown. Waits and reads the disk: runs on a thread
 * where that is cheap.
 */
public final class Inspector {
    private final ChainNode hub;
    private final Hash32 trustRoot;
    private final Function<ChainId, List<ChainGateway>> nodes;

    /** @param nodes the full nodes of a chain; empty for a chain that is not connected */
    public Inspector(ChainNode hub, Function<ChainId, List<ChainGateway>> nodes) {
        this.hub = hub;
        this.trustRoot = hub.genesis().validators().hash();
        this.nodes = nodes;
    }

    /** What an inspection came to. */
    public sealed interface Outcome {
        /** @param report every check with its result; a file whose checks failed is shown as failed, never as proven */
        record Inspected(EvidenceFile evidence, EvidenceReport report) implements Outcome {}

        /** There was nothing to verify: the chain is unknown, no node answers, or it does not have the transaction. */
        record Unavailable(Refusal reason) implements Outcome {}
    }

    /** The first node whose answers prove themselves; only where none does, what failed at the first that answered. */
    public Outcome inspect(ChainId chain, Hash32 transaction) {
        List<ChainGateway> candidates = nodes.apply(chain);
        if (candidates.isEmpty()) {
            return unavailable("CHAIN_NOT_CONNECTED", "the chain " + chain + " is not connected to the hub");
        }
        Outcome last = unavailable("NODE_UNREACHABLE", "no node of " + chain + " answered");
        for (ChainGateway node : candidates) {
            Outcome outcome = ask(node, chain, transaction);
            if (outcome instanceof Outcome.Inspected inspected
                    && inspected.report().accepted()) {
                return outcome;
            }
            last = last instanceof Outcome.Inspected ? last : outcome;
        }
        return last;
    }

    private Outcome ask(ChainGateway node, ChainId chain, Hash32 transaction) {
        try {
            TraceAnswer traced = await(node.trace(transaction));
            ConsensusState consensus = await(node.consensusState(traced.proven().height()));
            return assemble(node, chain, traced, consensus);
        } catch (GatewayProblem problem) {
            String code = problem.kind() == GatewayProblem.Kind.REFUSED ? "TRANSACTION_UNKNOWN" : "NODE_UNREACHABLE";
            return unavailable(code, String.valueOf(problem.getMessage()));
        }
    }

    private Outcome assemble(ChainGateway node, ChainId chain, TraceAnswer traced, ConsensusState consensus) {
        ProvenTransaction proven = traced.proven();
        if (hub.read(EvidenceKeys.header(chain, proven.height())).isEmpty()) {
            return unavailable(
                    "HEADER_NOT_VERIFIED_YET",
                    "the supervision chain has not verified block " + proven.height() + " of " + chain + " yet");
        }
        Optional<VerifiedHeader> local = verified(consensus.header(), consensus.certificate(), consensus.validators());
        var written = EvidenceKeys.objectsWritten(traced.trace());
        CertifiedBlock sealed = anchor(chain, proven.height(), written.keySet());
        Optional<VerifiedHeader> anchor = verified(sealed.block().header(), sealed.certificate(), sealed.validators());
        if (local.isEmpty() || anchor.isEmpty()) {
            return unavailable(
                    "CERTIFICATE_REFUSED", "the node's certificate of block " + proven.height() + " does not verify");
        }
        EvidenceBuilder builder = new EvidenceBuilder(anchor.get(), local.get());
        for (String key : written.keySet()) {
            StateAnswer answer = await(node.readState(key, Optional.of(proven.height())));
            builder.object(key, answer.value().orElse(Bytes.EMPTY), answer.proof());
        }
        Height at = sealed.height();
        for (String key : EvidenceKeys.anchorKeys(chain, proven.height(), written.keySet())) {
            Optional<Bytes> value = hub.read(at, key);
            if (value.isEmpty()) {
                return unavailable(
                        "OBJECT_NOT_STORED",
                        "the supervision chain holds nothing at " + key
                                + ": the object was refused, see the anomaly log");
            }
            builder.anchorEntry(key, value.get(), hub.prove(at, key));
        }
        EvidenceFile file = builder.build(
                proven.transaction(),
                proven.transactionProof(),
                proven.receipt(),
                proven.receiptProof(),
                traced.trace());
        return new Outcome.Inspected(file, EvidenceVerifier.verify(file.toBytes(), Optional.of(trustRoot)));
    }

    private CertifiedBlock anchor(ChainId chain, Height height, Set<String> written) {
        List<String> copies =
                written.stream().map(key -> EvidenceKeys.hubCopy(chain, key)).toList();
        Height at = AnchorHeight.of(hub.height(), hub::read, copies, height);
        return hub.block(at).orElseThrow();
    }

    private static Optional<VerifiedHeader> verified(
            BlockHeader header, Optional<CommitCertificate> certificate, ValidatorSet validators) {
        return certificate.flatMap(shown -> switch (CertificateVerifier.verify(header, shown, validators)) {
            case VerifiedHeader good -> Optional.of(good);
            case CertificateCheck.Refused refused -> Optional.empty();
        });
    }

    private static Outcome unavailable(String code, String message) {
        return new Outcome.Unavailable(new Refusal(code, message));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof GatewayProblem problem ? problem : e;
        }
    }
}
