package io.regchain.supervision.index;

import io.regchain.supervision.status.ObjectBounds;
import io.regchain.supervision.status.ObjectFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the rows of a chain's objects tell of gaps and lateness. */
final class ObjectRows {
    /** Of a version that nothing stands before: the object goes on only when the missing one comes. */
    private static final String GAPS = " from anomaly a where a.chain = ? and a.code in ('OBJECT_VERSION_GAP',"
            + " 'OBJECT_UNKNOWN') and a.object_id is not null and not exists (select 1 from object_version v"
            + " where v.chain = a.chain and v.object_id = a.object_id and v.version >= a.version)";

    private static final String LAST = " from (select greatest(written_millis - business_millis, 0) as late,"
            + " business_millis - written_millis as ahead, greatest(hub_time_millis - written_millis, 0) as arrival"
            + " from object_version where chain = ? and business_millis is not null order by seq desc limit ?)";

    private ObjectRows() {}

    static ObjectFacts facts(Connection connection, String chain, ObjectBounds bounds) throws SQLException {
        long gaps = Sql.query(connection, row -> row.getLong(1), "select count(distinct a.object_id)" + GAPS, chain)
                .get(0);
        Optional<ObjectFacts.Gap> first = Sql.query(
                        connection,
                        row -> new ObjectFacts.Gap(row.getString(1), row.getLong(2), row.getLong(3)),
                        "select a.object_id, a.version, a.number" + GAPS + " order by a.number limit 1",
                        chain)
                .stream()
                .findFirst();
        List<ObjectFacts> found = Sql.query(
                connection,
                row -> new ObjectFacts(
                        gaps,
                        first,
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        Duration.ofMillis(row.getLong(4)),
                        Duration.ofMillis(row.getLong(5)),
                        Duration.ofMillis(row.getLong(6))),
                "select count(*), count(case when late > ? then 1 end), count(case when ahead > ? then 1 end),"
                        + " percentile_disc(0.95) within group (order by late), max(late),"
                        + " percentile_disc(0.95) within group (order by arrival)" + LAST,
                bounds.lateAfter().toMillis(),
                bounds.aheadAfter().toMillis(),
                chain,
                bounds.window());
        return found.get(0);
    }
}
