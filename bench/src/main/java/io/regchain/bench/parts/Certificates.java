package io.regchain.bench.parts;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A header's certificate with the seals of a quorum, verified as a light client does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Certificates {
    private static final ChainId CHAIN = new ChainId("bench");

    /** Validators of the chain. */
    @Param({"4", "22"})
    private int validators;

    private Certified certified = Certified.by(4);

    @Setup
    public void certify() {
        certified = Certified.by(validators);
    }

    @Benchmark
    public CertificateCheck verify() {
        CertificateCheck check =
                CertificateVerifier.verify(certified.header(), certified.certificate(), certified.set());
        if (!(check instanceof VerifiedHeader)) {
            throw new IllegalStateException("a good certificate was refused: " + check);
        }
        return check;
    }

    /** A header and all that proves it. */
    private record Certified(BlockHeader header, CommitCertificate certificate, ValidatorSet set) {
        static Certified by(int validators) {
            List<Sm2PrivateKey> keys = IntStream.range(0, validators)
                    .mapToObj(i -> KnownKey.key("validator " + i))
                    .toList();
            ValidatorSet set = new ValidatorSet(IntStream.range(0, validators)
                    .mapToObj(i -> validator(i, keys.get(i)))
                    .toList());
            BlockHeader header = Blocks.header(CHAIN, 7, keys.get(0), set.hash());
            byte[] sealed = CommitCertificate.sealedBytes(CHAIN, header.height(), Round.ZERO, header.hash());
            List<Seal> seals = keys.subList(0, set.quorum()).stream()
                    .map(key -> new Seal(key.publicKey(), key.sign(sealed)))
                    .toList();
            return new Certified(
                    header, new CommitCertificate(CHAIN, header.height(), Round.ZERO, header.hash(), seals), set);
        }

        private static Validator validator(int index, Sm2PrivateKey key) {
            return new Validator(
                    "bench-" + index,
                    UnifiedSocialCreditCode.complete("91310000", String.format(Locale.ROOT, "MA9BE%03d", index)),
                    key.publicKey());
        }
    }
}
