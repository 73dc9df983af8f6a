package io.regchain.protocol.wire;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.BlockHeader;

/** A block header travels as its canonical bytes. */
public final class HeaderWire {
    private HeaderWire() {}

    /** @throws DecodeException when the bytes are not exactly one canonical header */
    public static BlockHeader fromWire(ByteString header) {
        return WireFields.decoded("header", header, BlockHeader::decode);
    }

    public static ByteString toWire(BlockHeader header) {
        return WireFields.wire(header.canonical());
    }
}
