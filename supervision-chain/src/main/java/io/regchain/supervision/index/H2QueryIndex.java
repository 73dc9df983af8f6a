package io.regchain.supervision.index;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.supervision.status.ObjectBounds;
import io.regchain.supervision.status.ObjectFacts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The query index on an embedded H2 database, or in memory for tests and rehearsals. */
public final class H2QueryIndex implements QueryIndex {
    private static final Logger LOG = LoggerFactory.getLogger(H2QueryIndex.class);
    private static final String MIGRATIONS = "classpath:io/regchain/supervision/index";

    private final HikariDataSource pool;

    private H2QueryIndex(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("index");
        config.setPassword("");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        config.setPoolName("query-index");
        pool = new HikariDataSource(config);
        migrate();
    }

    /** Each commit is on disk before it is acknowledged (H2 by default writes later). */
    public static H2QueryIndex file(Path directory) {
        return new H2QueryIndex(
                "jdbc:h2:file:" + directory.resolve("query-index").toAbsolutePath() + ";WRITE_DELAY=0");
    }

    public static H2QueryIndex memory(String name) {
        return new H2QueryIndex("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
    }

    private void migrate() {
        flyway(true).migrate();
    }

    private Flyway flyway(boolean cleanDisabled) {
        return Flyway.configure()
                .dataSource(pool)
                .locations(MIGRATIONS)
                .cleanDisabled(cleanDisabled)
                .load();
    }

    private record Applied(String chainHash, long height) {}

    /** Where to go on; an index of another chain is dropped and built again. */
    @Override
    public Height next(Hash32 genesisHash) {
        Optional<Applied> applied = applied();
        if (applied.isPresent() && !applied.get().chainHash().equals(genesisHash.toHex())) {
            LOG.warn("the query index is of another supervision chain; it is built again from block 0");
            rebuild();
            return Height.ZERO;
        }
        return applied.map(a -> new Height(a.height() + 1)).orElse(Height.ZERO);
    }

    private Optional<Applied> applied() {
        return read(connection -> Sql.query(
                        connection,
                        row -> new Applied(row.getString("chain_hash"), row.getLong("height")),
                        "select chain_hash, height from applied_block")
                .stream()
                .findFirst());
    }

    private void rebuild() {
        flyway(false).clean();
        migrate();
    }

    @Override
    public void apply(CertifiedBlock block) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                apply(connection, block);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the query index did not take block " + block.height(), e);
        }
    }

    private static void apply(Connection connection, CertifiedBlock block) throws SQLException {
        for (int i = 0; i < block.receipts().size(); i++) {
            Receipt receipt = block.receipts().get(i);
            String signer =
                    block.block().transactions().get(i).sender().fingerprint().toHex();
            for (Event event : receipt.events()) {
                EventProjection.apply(
                        connection,
                        new IndexedEvent(
                                event.contract(),
                                event.name(),
                                CanonicalJson.decode(event.data()),
                                block.height().value(),
                                block.block().header().time().epochMillis(),
                                receipt.transactionId(),
                                signer));
            }
        }
        advance(connection, block);
    }

    /** The applied height moves in the same commit as the rows, by exactly one. */
    private static void advance(Connection connection, CertifiedBlock block) throws SQLException {
        long height = block.height().value();
        String hash = block.hash().toHex();
        long time = block.block().header().time().epochMillis();
        int moved = height == 0
                ? Sql.update(
                        connection,
                        "insert into applied_block (chain_hash, height, hash, time_millis) values (?, 0, ?, ?)",
                        hash,
                        hash,
                        time)
                : Sql.update(
                        connection,
                        "update applied_block set height = ?, hash = ?, time_millis = ? where height = ? and hash = ?",
                        height,
                        hash,
                        time,
                        height - 1,
                        block.block().header().parentHash().toHex());
        if (moved != 1) {
            throw new IllegalStateException("block " + height + " does not follow the last block of the query index");
        }
    }

    @Override
    public ObjectNode chain(String chain) {
        return read(connection -> Rows.chain(connection, chain));
    }

    @Override
    public ObjectNode totals(Scope scope) {
        return read(connection -> Rows.totals(connection, scope));
    }

    @Override
    public ArrayNode headers(String chain, Optional<Long> before, int limit) {
        return read(connection -> Rows.headers(connection, chain, before, limit));
    }

    @Override
    public Optional<ObjectNode> header(String chain, long height) {
        return read(connection -> Rows.header(connection, chain, height));
    }

    @Override
    public ArrayNode calls(Page page, Optional<String> state) {
        return read(connection -> Rows.calls(connection, page, state));
    }

    @Override
    public ArrayNode openCalls(Page page, long after) {
        return read(connection -> Rows.openCalls(connection, page, after));
    }

    @Override
    public long openCalls(String chain) {
        return read(connection -> Rows.openCalls(connection, chain));
    }

    @Override
    public Optional<Long> earlierCall(
            String source, String destination, String channel, long sequence, boolean untilCompleted) {
        return read(connection -> Rows.earlierCall(connection, source, destination, channel, sequence, untilCompleted));
    }

    @Override
    public Optional<ObjectNode> call(String source, String destination, String channel, long sequence) {
        return read(connection -> Rows.call(connection, source, destination, channel, sequence));
    }

    @Override
    public ArrayNode objects(Page page, Optional<String> type) {
        return read(connection -> Rows.objects(connection, page, type));
    }

    @Override
    public ArrayNode versions(String chain, String objectId) {
        return read(connection -> Rows.versions(connection, chain, objectId));
    }

    @Override
    public ArrayNode objectsOf(String chain, String transaction) {
        return read(connection -> Rows.objectsOf(connection, chain, transaction));
    }

    @Override
    public ArrayNode transfers(Page page) {
        return read(connection -> Rows.transfers(connection, page));
    }

    @Override
    public ArrayNode anomalies(String chain, long after, int limit) {
        return read(connection -> Rows.anomalies(connection, chain, after, limit));
    }

    @Override
    public Optional<Long> lastAnomaly(String chain) {
        return read(connection -> Rows.lastAnomaly(connection, chain));
    }

    @Override
    public ObjectFacts objectFacts(String chain, ObjectBounds bounds) {
        return read(connection -> ObjectRows.facts(connection, chain, bounds));
    }

    @Override
    public ArrayNode feed(Page page) {
        return read(connection -> Rows.feed(connection, page));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T read(Question<T> question) {
        try (Connection connection = pool.getConnection()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the query index does not answer", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
