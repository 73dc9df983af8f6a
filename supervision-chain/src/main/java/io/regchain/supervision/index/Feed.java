package io.regchain.supervision.index;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The ticker of what happened, in the words of the screen. */
final class Feed {
    private Feed() {}

    /** @param otherChain the second chain the event concerns, if there is one: its regulator sees it too */
    static void add(
            Connection connection,
            String kind,
            String chain,
            @Nullable String otherChain,
            String zh,
            String en,
            String link,
            long time)
            throws SQLException {
        Sql.update(
                connection,
                "insert into feed (kind, chain, other_chain, title_zh, title_en, link, time_millis)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                kind,
                chain,
                otherChain,
                zh,
                en,
                link,
                time);
    }
}
