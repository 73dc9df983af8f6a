package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Table 5: who decided each block, and that they did. */
final class ConsensusChecks {
    private static final int LEAST_NODES = 4;

    private final NodeUnderTest node;
    private final Trust trust;
    private final Walk walk;

    ConsensusChecks(NodeUnderTest node, Trust trust, Walk walk) {
        this.node = node;
        this.trust = trust;
        this.walk = walk;
    }

    /** Call with rising heights. */
    void at(long height) {
        node.call(Check.CONSENSUS, NodeMethods.GET_CONSENSUS_STATE, node.question(height))
                .ifPresent(reply -> state(height, reply));
    }

    private void state(long height, Reply reply) {
        Optional<BlockHeader> header = node.decode(
                Check.CONSENSUS,
                reply.exchange(),
                "one canonical header",
                () -> reply.decoded("header", BlockHeader::decode));
        header.ifPresent(read -> {
            sameHeader(height, reply, read);
            roots(reply, read);
            Optional<ValidatorSet> named = keySet(reply, read);
            boolean next = nextSet(reply, read);
            if (height == 0) {
                genesis(reply, read, named, next);
            } else {
                decided(reply, read);
            }
        });
    }

    private void sameHeader(long height, Reply reply, BlockHeader header) {
        Optional<BlockHeader> shown =
                Optional.ofNullable(walk.blocks().get(height)).map(SeenBlock::header);
        node.expect(
                Check.CONSENSUS,
                reply.exchange(),
                header.height().value() == height
                        && header.chainId().equals(node.network())
                        && shown.map(header::equals).orElse(true),
                () -> "a header of " + header.chainId() + ", height " + header.height() + ", hash " + header.hash(),
                shown.map(seen -> "the header of GetBlock, hash " + seen.hash())
                        .orElse("a header of " + node.network() + ", height " + height));
    }

    private void roots(Reply reply, BlockHeader header) {
        boolean right = reply.bytes("state_root").equals(header.stateRoot().toBytes())
                && reply.bytes("transaction_root")
                        .equals(header.transactionRoot().toBytes())
                && reply.bytes("receipt_root").equals(header.receiptRoot().toBytes())
                && reply.bytes("proposer").equals(header.proposer().encoded());
        node.expect(
                Check.CONSENSUS_ROOTS,
                reply.exchange(),
                right,
                () -> "state_root " + reply.bytes("state_root").toHex() + ", transaction_root "
                        + reply.bytes("transaction_root").toHex() + ", receipt_root "
                        + reply.bytes("receipt_root").toHex() + ", proposer "
                        + reply.bytes("proposer").toHex(),
                "the header's: " + header.stateRoot() + ", " + header.transactionRoot() + ", " + header.receiptRoot()
                        + ", " + header.proposer().toHex());
    }

    private Optional<ValidatorSet> keySet(Reply reply, BlockHeader header) {
        List<Reply> entries = reply.list("validators");
        entries.forEach(entry -> key(reply, "validators", entry, "public_key"));
        TreeSet<Bytes> distinct = new TreeSet<>();
        entries.forEach(entry -> distinct.add(entry.bytes("public_key")));
        node.expect(
                Check.BFT_NODES,
                reply.exchange(),
                distinct.size() >= LEAST_NODES && distinct.size() == entries.size(),
                () -> entries.size() + " consensus nodes with " + distinct.size() + " different keys",
                "at least " + LEAST_NODES + ", each with a key of its own");
        Optional<ValidatorSet> named = node.decode(
                        Check.VALIDATORS,
                        reply.exchange(),
                        "validators as types.proto describes them",
                        () -> Trust.set(entries))
                .filter(set -> node.agree(
                        Check.VALIDATORS,
                        reply.exchange(),
                        "the hash of the validators",
                        set.hash(),
                        header.validatorSetHash()));
        named.ifPresent(set -> node.expect(
                Check.BFT_PROPOSER,
                reply.exchange(),
                set.contains(header.proposer()),
                () -> "proposer " + header.proposer().toHex() + " is none of the " + set.size() + " validators",
                "a member of the key set"));
        return named;
    }

    private Optional<Sm2PublicKey> key(Reply reply, String where, Reply entry, String field) {
        Optional<Sm2PublicKey> key = node.decode(
                Check.SM_KEYS,
                reply.exchange(),
                where + "." + field + ": 65 bytes 04, x, y of a point of the SM2 curve",
                () -> entry.key(field));
        key.ifPresent(right -> node.passed(Check.SM_KEYS));
        return key;
    }

    private boolean nextSet(Reply reply, BlockHeader header) {
        List<Reply> entries = reply.list("next_validators");
        boolean changes = !header.nextValidatorSetHash().equals(header.validatorSetHash());
        if (entries.isEmpty() || !changes) {
            return node.expect(
                    Check.NEXT_VALIDATORS,
                    reply.exchange(),
                    entries.isEmpty() != changes,
                    () -> entries.size() + " next_validators, and the header "
                            + (changes ? "hands over to another set" : "keeps its set"),
                    "the next set exactly where the header hands over");
        }
        return node.decode(
                        Check.NEXT_VALIDATORS,
                        reply.exchange(),
                        "validators as types.proto describes them",
                        () -> Trust.set(entries))
                .filter(set -> node.agree(
                        Check.NEXT_VALIDATORS,
                        reply.exchange(),
                        "the hash of the next_validators",
                        set.hash(),
                        header.nextValidatorSetHash()))
                .isPresent();
    }

    /** Genesis has no certificate: it is trusted by its hash, and names the set that decides block 1. */
    private void genesis(Reply reply, BlockHeader header, Optional<ValidatorSet> named, boolean next) {
        node.expect(
                Check.CERTIFICATE,
                reply.exchange(),
                !reply.has("certificate"),
                () -> "a certificate at genesis",
                "none: genesis is trusted by its hash");
        node.expect(
                Check.SIGNED_DATA,
                reply.exchange(),
                reply.bytes("signed_data").size() == 0,
                () -> "signed_data at genesis",
                "none");
        if (reply.list("next_validators").isEmpty()) {
            named.ifPresent(trust::take);
        } else if (next) {
            trust.take(Trust.set(reply.list("next_validators")));
        }
        trust.current()
                .ifPresent(set -> node.expect(
                        Check.ANNOUNCED_SET,
                        reply.exchange(),
                        set.hash().equals(header.nextValidatorSetHash()),
                        () -> "genesis hands over to the key set with hash " + header.nextValidatorSetHash(),
                        "the announced set, hash " + set.hash()));
    }

    private void decided(Reply reply, BlockHeader header) {
        if (trust.current().isPresent()) {
            node.expect(
                    Check.ANNOUNCED_SET,
                    reply.exchange(),
                    trust.decided(header),
                    () -> "the block was decided by the key set with hash " + header.validatorSetHash()
                            + ", and no block handed over to it",
                    "the announced set, hash " + trust.current().get().hash() + ", or one it handed over to");
        }
        if (!reply.has("certificate")) {
            node.failed(Check.CERTIFICATE, reply.exchange(), "no certificate", "one at every height but genesis");
            return;
        }
        certificate(reply, header);
    }

    private void certificate(Reply reply, BlockHeader header) {
        Reply wire = reply.message("certificate");
        Exchange exchange = reply.exchange();
        boolean ofThisBlock = node.expect(
                Check.CERTIFICATE,
                exchange,
                wire.text("network_id").equals(header.chainId().value())
                        && wire.number("height") == header.height().value()
                        && wire.number("round") >= 0
                        && wire.bytes("block_hash").equals(header.hash().toBytes()),
                () -> "a certificate of " + wire.text("network_id") + ", height " + wire.number("height")
                        + ", block hash " + wire.bytes("block_hash").toHex(),
                header.chainId() + ", height " + header.height() + ", block hash " + header.hash());
        Optional<List<Seal>> seals = seals(reply, wire);
        if (!ofThisBlock || seals.isEmpty()) {
            return;
        }
        CommitCertificate certificate = new CommitCertificate(
                new ChainId(wire.text("network_id")),
                header.height(),
                new Round(wire.number("round")),
                header.hash(),
                seals.get());
        node.agree(
                Check.SIGNED_DATA,
                exchange,
                "signed_data",
                reply.bytes("signed_data").toHex(),
                Bytes.wrap(certificate.sealedBytes()).toHex());
        trust.current().ifPresent(set -> sealed(exchange, header, certificate, set));
    }

    private Optional<List<Seal>> seals(Reply reply, Reply certificate) {
        List<Seal> seals = new ArrayList<>();
        boolean whole = true;
        for (Reply entry : certificate.list("seals")) {
            Optional<Sm2PublicKey> signer = key(reply, "certificate.seals", entry, "signer");
            Optional<Sm2Signature> signature = node.decode(
                    Check.SM_SIGNATURES,
                    reply.exchange(),
                    "certificate.seals.signature: 64 bytes r, s of SM2",
                    () -> entry.decoded("signature", bytes -> Sm2Signature.of(bytes.toArray())));
            signature.ifPresent(right -> node.passed(Check.SM_SIGNATURES));
            if (signer.isPresent() && signature.isPresent()) {
                seals.add(new Seal(signer.get(), signature.get()));
            } else {
                whole = false;
            }
        }
        return whole ? Optional.of(seals) : Optional.empty();
    }

    private void sealed(Exchange exchange, BlockHeader header, CommitCertificate certificate, ValidatorSet set) {
        switch (CertificateVerifier.verify(header, certificate, set)) {
            case VerifiedHeader verified -> {
                walk.certified().put(header.height().value(), verified.header());
                List.of(Check.BFT_SIGNERS, Check.BFT_DISTINCT, Check.BFT_QUORUM, Check.BFT_SEALS)
                        .forEach(node::passed);
            }
            case CertificateCheck.Refused ignored -> refused(exchange, certificate, set);
        }
    }

    /** Which of the rules do not hold: the verifier tells the first only. */
    private void refused(Exchange exchange, CommitCertificate certificate, ValidatorSet set) {
        List<Seal> seals = certificate.seals();
        List<Seal> known =
                seals.stream().filter(seal -> set.contains(seal.signer())).toList();
        node.expect(
                Check.BFT_SIGNERS,
                exchange,
                known.size() == seals.size(),
                () -> seals.size() - known.size() + " of the seals are by keys that are not in the set",
                "seals by the " + set.size() + " members of the key set only");
        TreeSet<Sm2PublicKey> signers = new TreeSet<>();
        seals.forEach(seal -> signers.add(seal.signer()));
        node.expect(
                Check.BFT_DISTINCT,
                exchange,
                signers.size() == seals.size(),
                () -> seals.size() + " seals by " + signers.size() + " keys",
                "one seal of each signer");
        long members = signers.stream().filter(set::contains).count();
        node.expect(
                Check.BFT_QUORUM,
                exchange,
                members >= set.quorum(),
                () -> members + " members sealed",
                Quorum.of(set.size()) + " of " + set.size());
        byte[] signed = certificate.sealedBytes();
        long invalid = known.stream()
                .filter(seal -> !seal.signer().verify(signed, seal.signature()))
                .count();
        node.expect(
                Check.BFT_SEALS,
                exchange,
                invalid == 0,
                () -> invalid + " of the " + known.size() + " seals do not hold over "
                        + Bytes.wrap(signed).toHex(),
                "valid SM2 signatures, all of them");
    }
}
