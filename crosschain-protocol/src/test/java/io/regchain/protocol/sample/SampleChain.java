package io.regchain.protocol.sample;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.DeterministicSm2;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Headers, validators and certificates of an invented chain, with keys that are the same on every run. */
public final class SampleChain {
    public static final ChainId CHAIN = new ChainId("jiangsu");

    /** 2026-02-02T01:30:00Z, half past nine in China. */
    public static final BlockTime GENESIS_TIME = new BlockTime(1_769_995_800_000L);

    private SampleChain() {}

    public static Sm2PrivateKey key(int number) {
        return Sm2PrivateKey.of(
                Sm3.hash(Bytes.utf8("regchain sample key " + number)).toArray());
    }

    public static Validator validator(int number) {
        return new Validator(
                "jiangsu-" + number,
                UnifiedSocialCreditCode.complete("91320000", String.format(Locale.ROOT, "MA%06d", number)),
                key(number).publicKey());
    }

    public static ValidatorSet validators(int... numbers) {
        return new ValidatorSet(
                IntStream.of(numbers).mapToObj(SampleChain::validator).toList());
    }

    public static BlockHeader header(long height, Hash32 parent, ValidatorSet decides, ValidatorSet next) {
        return new BlockHeader(
                BlockHeader.VERSION,
                CHAIN,
                new Height(height),
                parent,
                new BlockTime(GENESIS_TIME.epochMillis() + 1000 * height),
                decides.validators().get(0).publicKey(),
                Hash32.ZERO,
                Hash32.ZERO,
                Sm3.hash(Bytes.utf8("state " + height)),
                decides.hash(),
                next.hash());
    }

    public static Seal seal(int signer, BlockHeader header, Round round) {
        byte[] sealed = CommitCertificate.sealedBytes(header.chainId(), header.height(), round, header.hash());
        return new Seal(key(signer).publicKey(), DeterministicSm2.sign(key(signer), sealed));
    }

    public static CommitCertificate certificate(BlockHeader header, int... signers) {
        List<Seal> seals = new ArrayList<>();
        for (int signer : signers) {
            seals.add(seal(signer, header, Round.ZERO));
        }
        return new CommitCertificate(header.chainId(), header.height(), Round.ZERO, header.hash(), seals);
    }
}
