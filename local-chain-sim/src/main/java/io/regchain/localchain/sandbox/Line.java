package io.regchain.localchain.sandbox;

import io.regchain.protocol.packet.PacketId;
import java.util.List;
import java.util.Optional;

/**
 * Something the sandbox tells an integrator.
 *
 * @param text one sentence
 * @param more what stands below it: the clause, what would be right, who must act
 * @param packet the call that it is about
 * @param last whether that call has come to its end with it
 */
public record Line(Mark mark, String text, List<String> more, Optional<PacketId> packet, boolean last) {
    /** How it is to be taken, at a glance. */
    public enum Mark {
        /** Something was checked and holds, or was done. */
        GOOD("✓"),
        /** Something is not as the standard asks. */
        WRONG("✗"),
        /** Somebody is waited for. */
        WAITING("…"),
        /** Good to know. */
        NOTE("·");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public Line {
        more = List.copyOf(more);
    }

    public static Line good(String text, String... more) {
        return new Line(Mark.GOOD, text, List.of(more), Optional.empty(), false);
    }

    public static Line wrong(String text, List<String> more) {
        return new Line(Mark.WRONG, text, more, Optional.empty(), false);
    }

    public static Line waiting(String text, String... more) {
        return new Line(Mark.WAITING, text, List.of(more), Optional.empty(), false);
    }

    public static Line note(String text, String... more) {
        return new Line(Mark.NOTE, text, List.of(more), Optional.empty(), false);
    }

    public Line about(PacketId id) {
        return new Line(mark, text, more, Optional.of(id), last);
    }

    public Line asLast() {
        return new Line(mark, text, more, packet, true);
    }

    @Override
    public String toString() {
        return mark.sign() + " " + text + (more.isEmpty() ? "" : " | " + String.join(" | ", more));
    }
}
