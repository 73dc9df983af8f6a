package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes for the eye: text where they are text, hexadecimal where they are not, cut to what can be read. */
final class ShownBytes {
    /** The most bytes of a body that a report shows. */
    static final int MOST = 1_500;

    private ShownBytes() {}

    static String of(Bytes body, String contentType) {
        if (body.size() == 0) {
            return "(empty)";
        }
        boolean proto = ConnectEncoding.ofContentType(contentType).equals(Optional.of(ConnectEncoding.PROTO));
        byte[] head = Arrays.copyOf(body.unsafeArray(), Math.min(body.size(), MOST));
        String shown = proto ? hex(head) : text(head, body.size());
        return body.size() <= MOST ? shown : shown + "… (" + body.size() + " bytes in all)";
    }

    private static String text(byte[] head, int size) {
        for (int cut = 0; cut <= 3 && cut < head.length; cut++) { // the cut may fall into a character
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(head, 0, head.length - cut))
                        .toString();
                return controlled(text);
            } catch (CharacterCodingException e) {
                if (size <= MOST) {
                    return hex(head);
                }
            }
        }
        return hex(head);
    }

    /** Control characters of a hostile node never reach a terminal or an XML file. */
    static String controlled(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(c == '\n' || c == '\t' || !isControl(c) ? c : '\uFFFD'));
        return shown.toString();
    }

    private static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT // bidirectional overrides reorder what is read
                || Character.getType(codePoint) == Character.SURROGATE
                || codePoint == 0xFFFE
                || codePoint == 0xFFFF;
    }

    private static String hex(byte[] bytes) {
        return "hex " + HexFormat.of().formatHex(bytes);
    }
}
