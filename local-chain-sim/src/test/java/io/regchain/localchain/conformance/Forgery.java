package io.regchain.localchain.conformance;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.wire.CertificateWire;
import io.regchain.protocol.wire.HeaderWire;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import io.regchain.protocol.wire.v1.GetNetworkStatusResponse;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Another block at the latest height, sealed by the chain's own validators and shown by every function alike: what a chain
 * looks like whose validators all break one rule of blocks.
 */
final class Forgery {
    private static final Round ROUND = new Round(0);

    private final BlockHeader forged;
    private final CommitCertificate certificate;

    private Forgery(BlockHeader forged, List<Sm2PrivateKey> validators) {
        this.forged = forged;
        byte[] signed = CommitCertificate.sealedBytes(forged.chainId(), forged.height(), ROUND, forged.hash());
        this.certificate = new CommitCertificate(
                forged.chainId(),
                forged.height(),
                ROUND,
                forged.hash(),
                validators.stream()
                        .map(key -> new Seal(key.publicKey(), key.sign(signed)))
                        .toList());
    }

    /** @param tip the latest header of the real chain */
    static Defect of(BlockHeader tip, UnaryOperator<BlockHeader> change, List<Sm2PrivateKey> validators) {
        Forgery forgery = new Forgery(change.apply(tip), validators);
        return Defect.of(NodeMethods.GET_BLOCK, forgery::block)
                .and(Defect.of(NodeMethods.GET_CONSENSUS_STATE, forgery::state))
                .and(Defect.of(NodeMethods.GET_NETWORK_STATUS, forgery::status));
    }

    private GetBlockResponse block(GetBlockResponse answer) {
        if (answer.getHeight() != forged.height().value()) {
            return answer;
        }
        GetBlockResponse.Builder other = answer.toBuilder()
                .setHeader(HeaderWire.toWire(forged))
                .setHash(wire(forged.hash().toBytes()))
                .setParentHash(wire(forged.parentHash().toBytes()))
                .setTimeMillis(forged.time().epochMillis());
        if (answer.hasBlock()) {
            Block whole = Block.decode(Bytes.wrap(answer.getBlock().toByteArray()));
            other.setBlock(wire(new Block(forged, whole.transactions()).canonical()));
        }
        return other.build();
    }

    private GetConsensusStateResponse state(GetConsensusStateResponse answer) {
        if (!HeaderWire.fromWire(answer.getHeader()).height().equals(forged.height())) {
            return answer;
        }
        return answer.toBuilder()
                .setHeader(HeaderWire.toWire(forged))
                .setStateRoot(wire(forged.stateRoot().toBytes()))
                .setTransactionRoot(wire(forged.transactionRoot().toBytes()))
                .setReceiptRoot(wire(forged.receiptRoot().toBytes()))
                .setProposer(wire(forged.proposer().encoded()))
                .setCertificate(CertificateWire.toWire(certificate))
                .setSignedData(ByteString.copyFrom(certificate.sealedBytes()))
                .build();
    }

    private GetNetworkStatusResponse status(GetNetworkStatusResponse answer) {
        return answer.toBuilder()
                .setBlockHash(wire(forged.hash().toBytes()))
                .setTimeMillis(forged.time().epochMillis())
                .build();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
