package io.regchain.localchain.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.DeterministicSm2;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.util.ArrayList;
import java.util.List;

/** What a relay shows of the hub, with one thing wrong. Validators go by their numbers; those from 6 on never were any. */
final class ForgedShowings {
    private static final List<Sm2PrivateKey> KEYS =
            TestValidators.of(ChainId.SUPERVISION, 10).keys();

    private final ContractHarness hub;

    ForgedShowings(ContractHarness hub) {
        this.hub = hub;
    }

    private ValidatorSet old() {
        return hub.block(Height.ZERO).validators();
    }

    private static BlockHeader header(ObjectNode call) {
        return BlockHeader.decode(Bytes.ofHex(call.get("header").textValue()));
    }

    /** The same header, sealed by these. */
    ObjectNode sealedBy(ObjectNode call, int... signers) {
        return call.set("certificate", certificate(header(call), signers));
    }

    private static ObjectNode certificate(BlockHeader header, int... signers) {
        byte[] sealed = CommitCertificate.sealedBytes(header.chainId(), header.height(), Round.ZERO, header.hash());
        List<Seal> seals = new ArrayList<>();
        for (int signer : signers) {
            Sm2PrivateKey key = KEYS.get(signer);
            seals.add(new Seal(key.publicKey(), DeterministicSm2.sign(key, sealed)));
        }
        return BlockJson.of(new CommitCertificate(header.chainId(), header.height(), Round.ZERO, header.hash(), seals));
    }

    /** Seals over another block of the same height, which count for nothing under this header. */
    ObjectNode sealedOverAnother(ObjectNode call, int... signers) {
        BlockHeader header = header(call);
        return call.set("certificate", certificate(header.withStateRoot(header.parentHash()), signers));
    }

    /** Another block at the same place, sealed by these. */
    ObjectNode another(ObjectNode shown, int... signers) {
        BlockHeader header = header(shown);
        BlockHeader other = header.withStateRoot(header.parentHash());
        return sealedBy(shown.deepCopy().put("header", other.canonical().toHex()), signers);
    }

    /** With other validators than those whose hash the header names. */
    ObjectNode handingOverToTheOld(ObjectNode call) {
        return call.set("nextValidators", BlockJson.of(old()));
    }

    /** Another block at this place, decided by the validators that the hub began with. */
    ObjectNode byTheOld(ObjectNode call) {
        BlockHeader h = header(call);
        BlockHeader forged = new BlockHeader(
                h.version(),
                h.chainId(),
                h.height(),
                h.parentHash(),
                h.time(),
                KEYS.get(0).publicKey(),
                h.transactionRoot(),
                h.receiptRoot(),
                h.stateRoot(),
                old().hash(),
                old().hash());
        return sealedBy(call.put("header", forged.canonical().toHex()), 0, 1, 2);
    }
}
