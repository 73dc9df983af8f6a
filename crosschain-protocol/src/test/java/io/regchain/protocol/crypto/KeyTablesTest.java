package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyTablesTest {
    private static final CombTable TABLE =
            CombTable.of(CurvePoint.words(Sm2Curve.DOMAIN.getG().getEncoded(false)), 2, 1, 128);

    private final AtomicInteger built = new AtomicInteger();

    private Optional<CombTable> see(KeyTables tables, KeyTables.Place key, int times) {
        Optional<CombTable> last = Optional.empty();
        for (int i = 0; i < times; i++) {
            last = tables.find(key, () -> {
                built.incrementAndGet();
                return TABLE;
            });
        }
        return last;
    }

    private static List<KeyTables.Place> keys(int count) {
        List<KeyTables.Place> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(new KeyTables.Place());
        }
        return keys;
    }

    @Test
    void a_key_gets_its_table_when_it_has_been_seen_several_times_and_keeps_it() {
        KeyTables tables = new KeyTables(4);
        KeyTables.Place key = new KeyTables.Place();
        assertThat(see(tables, key, KeyTables.SIGHTINGS - 1)).isEmpty();
        assertThat(see(tables, key, 1)).contains(TABLE);
        assertThat(see(tables, key, 100)).contains(TABLE);
        assertThat(built).hasValue(1);
    }

    @Test
    void a_key_out_of_use_gives_its_place_to_one_in_use() {
        KeyTables tables = new KeyTables(4);
        List<KeyTables.Place> old = keys(4);
        old.forEach(key -> see(tables, key, KeyTables.SIGHTINGS));
        KeyTables.Place newcomer = new KeyTables.Place();
        // the first search marks them all as not used lately, and then finds one that was not
        assertThat(see(tables, newcomer, KeyTables.SIGHTINGS)).contains(TABLE);
        assertThat(old.stream().filter(key -> see(tables, key, 1).isPresent()).count())
                .isEqualTo(3);
    }

    @Test
    void keys_in_use_keep_their_places_however_many_others_come_by() {
        KeyTables tables = new KeyTables(64);
        List<KeyTables.Place> regulars = keys(64);
        regulars.forEach(key -> see(tables, key, KeyTables.SIGHTINGS));
        built.set(0);
        for (int round = 0; round < 100; round++) {
            keys(2).forEach(passer -> see(tables, passer, KeyTables.SIGHTINGS));
            regulars.forEach(key -> assertThat(see(tables, key, 1)).contains(TABLE));
        }
        assertThat(built).hasValue(0);
    }

    @Test
    void no_more_keys_than_places_hold_a_table_when_many_threads_ask() throws Exception {
        KeyTables tables = new KeyTables(16);
        List<KeyTables.Place> keys = keys(200);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                work.add(() -> {
                    for (int round = 0; round < 50; round++) {
                        keys.forEach(key -> see(tables, key, 2));
                    }
                    return 0;
                });
            }
            for (Future<Integer> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(keys.stream().filter(KeyTables.Place::hasTable).count()).isBetween(1L, 16L);
    }

    @Test
    void the_memory_of_all_tables_is_bounded() {
        assertThat(CombTable.bytes(KeyTables.TEETH, KeyTables.BLOCKS)).isEqualTo(16 << 10);
        assertThat(KeyTables.KNOWN.size()).isEqualTo(4096);
    }
}
