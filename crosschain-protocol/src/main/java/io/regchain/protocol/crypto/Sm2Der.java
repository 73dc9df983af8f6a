package io.regchain.protocol.crypto;

import io.regchain.protocol.base.DecodeException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** The few DER forms of GM/T 0009, read strictly: shortest lengths, minimal non-negative integers, nothing left over. */
final class Sm2Der {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;

    private Sm2Der() {}

    static byte[] sequence(byte[]... elements) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            content.writeBytes(element);
        }
        return element(SEQUENCE, content.toByteArray());
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] value) {
        return element(OCTET_STRING, value);
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int from = length[0] == 0 ? 1 : 0;
            out.write(0x80 | length.length - from);
            out.write(length, from, length.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Walks over the elements of one SEQUENCE. */
    static final class Reader {
        private final byte[] in;
        private int at;

        private Reader(byte[] in) {
            this.in = in;
        }

        /** @throws DecodeException unless the bytes are exactly one SEQUENCE */
        static Reader ofSequence(byte[] der) {
            Reader outer = new Reader(der);
            Reader inner = new Reader(outer.element(SEQUENCE, "a SEQUENCE"));
            outer.end();
            return inner;
        }

        /** A non-negative INTEGER of at most 256 bits. */
        BigInteger integer() {
            byte[] content = element(INTEGER, "an INTEGER");
            if (content.length == 0) {
                throw new DecodeException("a DER INTEGER has at least one byte");
            }
            if (content[0] < 0) {
                throw new DecodeException("a DER INTEGER here is never negative");
            }
            if (content.length > 1 && content[0] == 0 && content[1] >= 0) {
                throw new DecodeException("a DER INTEGER has no needless leading zero");
            }
            BigInteger value = new BigInteger(content);
            if (value.bitLength() > 256) {
                throw new DecodeException("a DER INTEGER here has at most 256 bits, not " + value.bitLength());
            }
            return value;
        }

        byte[] octets() {
            return element(OCTET_STRING, "an OCTET STRING");
        }

        private byte[] element(int tag, String what) {
            if (next() != tag) {
                throw new DecodeException("DER has " + what + " at byte " + (at - 1));
            }
            int length = length();
            if (length > in.length - at) {
                throw new DecodeException(
                        "the DER bytes end early: " + length + " wanted, " + (in.length - at) + " left");
            }
            at += length;
            return Arrays.copyOfRange(in, at - length, at);
        }

        private int length() {
            int first = next();
            if (first < 0x80) {
                return first;
            }
            int bytes = first & 0x7f;
            if (bytes == 0 || bytes > 3) {
                throw new DecodeException("a DER length has at most three bytes here and is never indefinite");
            }
            int length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | next();
            }
            if (length < 0x80 || length >>> 8 * (bytes - 1) == 0) {
                throw new DecodeException("a DER length is written in the shortest way");
            }
            return length;
        }

        private int next() {
            if (at == in.length) {
                throw new DecodeException("the DER bytes end early");
            }
            return in[at++] & 0xff;
        }

        void end() {
            if (at != in.length) {
                throw new DecodeException((in.length - at) + " bytes are left over after the DER value");
            }
        }
    }
}
