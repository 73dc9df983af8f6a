package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which machines decide which height. In a chain that changes, a machine joins, leaves or gets a new key every few
 * heights; never more bad ones sit in a set than it can bear.
 */
final class Succession {
    private static final int LAST = 40;
    private static final int LARGEST = 22;
    /** Keys of one machine lie this far apart. */
    private static final int KEYS_APART = 64;
    /** Keys of machines that only listen. */
    private static final int OUTSIDE = 100_000;

    /** A machine in a set, under the key it has by then. */
    private record Seat(int machine, int generation) {
        int key() {
            return generation * KEYS_APART + machine;
        }
    }

    private final TreeMap<Long, World> worlds = new TreeMap<>();
    private final TreeMap<Long, List<Seat>> seats = new TreeMap<>();
    private final TreeMap<Sm2PublicKey, Integer> machines = new TreeMap<>();
    private final TreeSet<Integer> bad;

    Succession(int n, TreeSet<Integer> bad, boolean changing, Random random) {
        this.bad = bad;
        List<Seat> current = IntStream.range(0, n).mapToObj(m -> new Seat(m, 0)).toList();
        enter(1, current);
        int spare = n;
        for (long height = 2; changing && height <= LAST; height++) {
            if (random.nextInt(3) == 0) {
                List<Seat> next = changed(current, spare, random);
                spare = Math.max(
                        spare, 1 + next.stream().mapToInt(Seat::machine).max().orElse(0));
                enter(height, next);
                current = next;
            }
        }
    }

    private void enter(long height, List<Seat> set) {
        World world = new World(new ValidatorSet(
                set.stream().map(seat -> World.validator(seat.key())).toList()));
        worlds.put(height, world);
        seats.put(height, set);
        for (int i = 0; i < set.size(); i++) {
            machines.put(world.key(i), set.get(i).machine());
        }
    }

    private List<Seat> changed(List<Seat> current, int spare, Random random) {
        List<Seat> next = new ArrayList<>(current);
        int place = random.nextInt(next.size());
        switch (random.nextInt(3)) {
            case 0 -> next.add(place, new Seat(spare, 0));
            case 1 -> next.remove(place);
            default ->
                next.set(
                        place,
                        new Seat(next.get(place).machine(), next.get(place).generation() + 1));
        }
        return sound(next) ? next : current;
    }

    private boolean sound(List<Seat> set) {
        long badOnes = set.stream().filter(s -> bad.contains(s.machine())).count();
        return set.size() >= 4 && set.size() <= LARGEST && badOnes <= Quorum.faulty(set.size());
    }

    int machines() {
        return 1
                + seats.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(Seat::machine)
                        .max()
                        .orElse(0);
    }

    /** How often the set has changed up to this height. */
    int changes(long height) {
        return worlds.headMap(height, true).size() - 1;
    }

    /** The validators, their blocks and their messages at this height. */
    World at(Height height) {
        return worlds.floorEntry(Math.max(1, height.value())).getValue();
    }

    /** The machine's place in the set of this height; −1 outside. */
    int indexOf(int machine, Height height) {
        List<Seat> set = seats.floorEntry(Math.max(1, height.value())).getValue();
        return IntStream.range(0, set.size())
                .filter(i -> set.get(i).machine() == machine)
                .findFirst()
                .orElse(-1);
    }

    /** The machine's key at this height; outside the set one that is in no set. */
    Sm2PublicKey keyOf(int machine, Height height) {
        int index = indexOf(machine, height);
        return index < 0
                ? World.privateKey(OUTSIDE + machine).publicKey()
                : at(height).key(index);
    }

    int machineOf(Sm2PublicKey key) {
        return machines.getOrDefault(key, -1);
    }
}
