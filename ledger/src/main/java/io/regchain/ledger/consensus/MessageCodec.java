package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Canonical bytes of signed messages and prepared certificates. One value has one encoding; all else is refused. */
final class MessageCodec {
    private static final String MESSAGE = "regchain/consensus/message/1";
    private static final String PREPARED = "regchain/consensus/prepared/1";
    /** A block of 16 MB and the evidence of {@link ValidatorSet#MAX_SIZE} validators beside it. */
    static final int MAX_BYTES = Block.MAX_BYTES + (1 << 18);

    private MessageCodec() {}

    static Bytes encode(SignedMessage message) {
        Payload payload = message.payload();
        CanonicalWriter out = new CanonicalWriter(MESSAGE)
                .u8(payload.kind().ordinal())
                .text(payload.chainId().value())
                .u64(payload.height().value())
                .u64(payload.round().value());
        switch (payload) {
            case Proposal p -> proposalBody(out, p);
            case Prepare p -> out.hash(p.blockHash());
            case Commit c -> out.hash(c.blockHash());
            case RoundChange r -> {
                out.flag(r.prepared().isPresent());
                r.prepared().ifPresent(p -> preparedBody(out, p));
            }
        }
        return signature(out, message.signer(), message.signature()).toBytes();
    }

    static SignedMessage decode(Bytes canonical) {
        return decoding("consensus message", canonical, MESSAGE, in -> {
            int kind = in.u8();
            ChainId chainId = new ChainId(in.text());
            Height height = new Height(in.u64());
            Round round = new Round(in.u64());
            Payload payload =
                    switch (kind) {
                        case 0 -> new Proposal(chainId, height, round, Block.decode(in.bytes()), justification(in));
                        case 1 -> new Prepare(chainId, height, round, in.hash());
                        case 2 -> new Commit(chainId, height, round, in.hash());
                        case 3 ->
                            new RoundChange(
                                    chainId, height, round, in.flag() ? Optional.of(prepared(in)) : Optional.empty());
                        default -> throw new DecodeException("no kind of consensus message has the number " + kind);
                    };
            return new SignedMessage(payload, signer(in), signature(in));
        });
    }

    /** The height a message claims to be of, without decoding the rest of it. */
    static Height claimedHeight(Bytes canonical) {
        CanonicalReader in = new CanonicalReader(MESSAGE, canonical);
        in.u8();
        in.text();
        return new Height(in.u64());
    }

    static Bytes encode(PreparedCertificate certificate) {
        CanonicalWriter out = new CanonicalWriter(PREPARED);
        preparedBody(out, certificate);
        return out.toBytes();
    }

    static PreparedCertificate decodePrepared(Bytes canonical) {
        return decoding("prepared certificate", canonical, PREPARED, MessageCodec::prepared);
    }

    private static <T> T decoding(String what, Bytes canonical, String domain, Function<CanonicalReader, T> read) {
        if (canonical.size() > MAX_BYTES) {
            throw new DecodeException("a " + what + " has at most " + MAX_BYTES + " bytes, not " + canonical.size());
        }
        try {
            CanonicalReader in = new CanonicalReader(domain, canonical);
            T value = read.apply(in);
            in.end();
            return value;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a " + what + ": " + e.getMessage(), e);
        }
    }

    private static void proposalBody(CanonicalWriter out, Proposal proposal) {
        out.bytes(proposal.block().canonical());
        out.list(proposal.justification().roundChanges(), MessageCodec::roundChange);
        out.list(proposal.justification().prepares(), MessageCodec::prepare);
    }

    private static void preparedBody(CanonicalWriter out, PreparedCertificate certificate) {
        out.u64(certificate.round().value()).bytes(certificate.block().canonical());
        out.list(certificate.prepares(), MessageCodec::prepare);
    }

    private static PreparedCertificate prepared(CanonicalReader in) {
        return new PreparedCertificate(
                new Round(in.u64()), Block.decode(in.bytes()), evidence(in, MessageCodec::prepare));
    }

    private static Justification justification(CanonicalReader in) {
        return new Justification(evidence(in, MessageCodec::roundChange), evidence(in, MessageCodec::prepare));
    }

    private static <T> List<T> evidence(CanonicalReader in, Function<CanonicalReader, T> read) {
        List<T> list = in.list(read);
        if (list.size() > ValidatorSet.MAX_SIZE) {
            throw new DecodeException(
                    "evidence names at most " + ValidatorSet.MAX_SIZE + " validators, not " + list.size());
        }
        return list;
    }

    private static void prepare(CanonicalWriter out, SignedPrepare signed) {
        Prepare prepare = signed.prepare();
        out.text(prepare.chainId().value())
                .u64(prepare.height().value())
                .u64(prepare.round().value())
                .hash(prepare.blockHash());
        signature(out, signed.signer(), signed.signature());
    }

    private static SignedPrepare prepare(CanonicalReader in) {
        Prepare prepare = new Prepare(new ChainId(in.text()), new Height(in.u64()), new Round(in.u64()), in.hash());
        return new SignedPrepare(prepare, signer(in), signature(in));
    }

    private static void roundChange(CanonicalWriter out, SignedRoundChange signed) {
        RoundChangeClaim claim = signed.claim();
        out.text(claim.chainId().value())
                .u64(claim.height().value())
                .u64(claim.round().value())
                .flag(claim.prepared().isPresent());
        claim.prepared().ifPresent(p -> out.u64(p.round().value()).hash(p.blockHash()));
        signature(out, signed.signer(), signed.signature());
    }

    private static SignedRoundChange roundChange(CanonicalReader in) {
        RoundChangeClaim claim = new RoundChangeClaim(
                new ChainId(in.text()),
                new Height(in.u64()),
                new Round(in.u64()),
                in.flag() ? Optional.of(new PreparedRound(new Round(in.u64()), in.hash())) : Optional.empty());
        return new SignedRoundChange(claim, signer(in), signature(in));
    }

    private static CanonicalWriter signature(CanonicalWriter out, Sm2PublicKey signer, Sm2Signature signature) {
        return out.fixed(signer.encoded().unsafeArray()).fixed(signature.value().unsafeArray());
    }

    private static Sm2PublicKey signer(CanonicalReader in) {
        return Sm2PublicKey.of(in.fixed(Sm2PublicKey.SIZE));
    }

    private static Sm2Signature signature(CanonicalReader in) {
        return Sm2Signature.of(in.fixed(Sm2Signature.SIZE));
    }
}
