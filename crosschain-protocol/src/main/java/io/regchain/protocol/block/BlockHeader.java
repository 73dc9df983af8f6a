package io.regchain.protocol.block;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.canonical.CanonicalReader;
import io.regchain.protocol.canonical.CanonicalWriter;
import io.regchain.protocol.crypto.Sm2PublicKey;

/**
 * What the consensus nodes sign. The block hash is SM3 of {@link #canonical()}.
 *
 * @param version format version, 1
 * @param chainId the network id
 * @param parentHash hash of the block before; {@link Hash32#ZERO} at genesis
 * @param proposer key of the validator that first proposed this block
 * @param transactionRoot ordered Merkle root over the transactions (see {@code OrderedMerkle})
 * @param receiptRoot ordered Merkle root over the receipts of this block
 * @param stateRoot root of the state tree after this block
 * @param validatorSetHash the set that decides this block
 * @param nextValidatorSetHash the set that decides the next one
 */
public record BlockHeader(
        int version,
        ChainId chainId,
        Height height,
        Hash32 parentHash,
        BlockTime time,
        Sm2PublicKey proposer,
        Hash32 transactionRoot,
        Hash32 receiptRoot,
        Hash32 stateRoot,
        Hash32 validatorSetHash,
        Hash32 nextValidatorSetHash) {
    public static final int VERSION = 1;
    private static final String DOMAIN = "regchain/header/1";

    public BlockHeader {
        if (version != VERSION) {
            throw new IllegalArgumentException("block header format " + version + " is not known; this is format 1");
        }
    }

    /** The same header of another time: another block. */
    public BlockHeader withTime(BlockTime other) {
        return new BlockHeader(
                version,
                chainId,
                height,
                parentHash,
                other,
                proposer,
                transactionRoot,
                receiptRoot,
                stateRoot,
                validatorSetHash,
                nextValidatorSetHash);
    }

    /** The same header over another state: another block. */
    public BlockHeader withStateRoot(Hash32 other) {
        return new BlockHeader(
                version,
                chainId,
                height,
                parentHash,
                time,
                proposer,
                transactionRoot,
                receiptRoot,
                other,
                validatorSetHash,
                nextValidatorSetHash);
    }

    public Bytes canonical() {
        return new CanonicalWriter(DOMAIN)
                .u32(version)
                .text(chainId.value())
                .u64(height.value())
                .hash(parentHash)
                .u64(time.epochMillis())
                .fixed(proposer.encoded().unsafeArray())
                .hash(transactionRoot)
                .hash(receiptRoot)
                .hash(stateRoot)
                .hash(validatorSetHash)
                .hash(nextValidatorSetHash)
                .toBytes();
    }

    public Hash32 hash() {
        return io.regchain.protocol.crypto.Sm3.hash(canonical());
    }

    /** @throws DecodeException when the bytes are not exactly one canonical header */
    public static BlockHeader decode(Bytes canonical) {
        try {
            CanonicalReader in = new CanonicalReader(DOMAIN, canonical);
            BlockHeader header = new BlockHeader(
                    in.u32(),
                    new ChainId(in.text()),
                    new Height(in.u64()),
                    in.hash(),
                    new BlockTime(in.u64()),
                    Sm2PublicKey.of(in.fixed(Sm2PublicKey.SIZE)),
                    in.hash(),
                    in.hash(),
                    in.hash(),
                    in.hash(),
                    in.hash());
            in.end();
            return header;
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not a block header: " + e.getMessage(), e);
        }
    }
}
