package io.regchain.ledger.storage;

import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli), which finds every burst of damage of up to 32 bits. */
public final class Checksum {
    private Checksum() {}

    public static int of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static int of(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
