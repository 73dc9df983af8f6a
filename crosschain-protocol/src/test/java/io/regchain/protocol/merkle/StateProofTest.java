package io.regchain.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Proofs of presence and of absence under one state root: what holds, and one thing of it broken per row. */
class StateProofTest {
    private static final TreeMap<Hash32, Bytes> NODES = new TreeMap<>();
    private static final Hash32 EARLIER = state(40, "before");
    private static final Hash32 ROOT = state(40, "value");
    private static final String PRESENT = "packets/out/7";
    private static final String ABSENT = "packets/out/99";
    private static final Bytes VALUE = Bytes.utf8("value 7");

    private static Hash32 state(int size, String values) {
        TreeMap<String, Optional<Bytes>> writes = new TreeMap<>();
        IntStream.range(0, size)
                .forEach(i -> writes.put("packets/out/" + i, Optional.of(Bytes.utf8(values + " " + i))));
        StateUpdate update = StateTree.apply(hash -> Optional.empty(), Hash32.ZERO, writes);
        NODES.putAll(update.newNodes());
        return update.root();
    }

    /** Somebody claims that under this root the key holds the value, or nothing. */
    record Claim(Hash32 root, String key, Optional<Bytes> value, StateProof proof) {
        static Claim present() {
            return new Claim(ROOT, PRESENT, Optional.of(VALUE), prove(ROOT, PRESENT));
        }

        static Claim absent() {
            return new Claim(ROOT, ABSENT, Optional.empty(), prove(ROOT, ABSENT));
        }

        Claim under(Hash32 other) {
            return new Claim(other, key, value, proof);
        }

        Claim of(String other) {
            return new Claim(root, other, value, proof);
        }

        Claim holding(String other) {
            return new Claim(root, key, Optional.of(Bytes.utf8(other)), proof);
        }

        Claim nothing() {
            return new Claim(root, key, Optional.empty(), proof);
        }

        Claim by(StateProof other) {
            return new Claim(root, key, value, other);
        }

        Claim siblings(UnaryOperator<List<Hash32>> change) {
            return by(new StateProof(change.apply(new ArrayList<>(proof.siblings())), proof.other()));
        }

        Claim beside(Optional<StateProof.OtherLeaf> leaf) {
            return by(new StateProof(proof.siblings(), leaf));
        }

        boolean holds() {
            return value.map(bytes -> proof.provesPresence(root, key, bytes))
                    .orElseGet(() -> proof.provesAbsence(root, key));
        }
    }

    private static StateProof prove(Hash32 root, String key) {
        return StateTree.prove(hash -> Optional.ofNullable(NODES.get(hash)), root, key);
    }

    private static StateProof.OtherLeaf leaf(String key, String value) {
        return new StateProof.OtherLeaf(StateTree.keyHash(key), Sm3.hash(Bytes.utf8(value)));
    }

    private static List<Hash32> withoutLast(List<Hash32> siblings) {
        return siblings.subList(0, siblings.size() - 1);
    }

    private static List<Hash32> withOneMore(List<Hash32> siblings) {
        siblings.add(Hash32.ZERO);
        return siblings;
    }

    private static List<Hash32> withAnotherFirst(List<Hash32> siblings) {
        siblings.set(0, Hash32.ZERO);
        return siblings;
    }

    private static List<Hash32> backwards(List<Hash32> siblings) {
        Collections.reverse(siblings);
        return siblings;
    }

    private static Arguments row(String name, UnaryOperator<Claim> harm) {
        return Arguments.of(Named.of(name, harm));
    }

    @Test
    void the_valid_claims_hold() {
        assertThat(Claim.present().holds()).isTrue();
        assertThat(Claim.absent().holds()).isTrue();
        assertThat(Claim.absent().proof().other())
                .as("another key's leaf stands there")
                .isPresent();
    }

    static Stream<Arguments> brokenPresence() {
        return Stream.of(
                row("another value", c -> c.holding("value 8")),
                row("an empty value", c -> c.holding("")),
                row("the value of the state before", c -> c.holding("before 7")),
                row("nothing", Claim::nothing),
                row("another present key", c -> c.of("packets/out/8")),
                row("an absent key", c -> c.of(ABSENT)),
                row("the same path of another contract", c -> c.of("objects/out/7")),
                row("the root of the state before", c -> c.under(EARLIER)),
                row("the root of the empty state", c -> c.under(Hash32.ZERO)),
                row(
                        "one of its siblings as root",
                        c -> c.under(prove(ROOT, PRESENT).siblings().get(0))),
                row("the proof of another key", c -> c.by(prove(ROOT, "packets/out/8"))),
                row("the proof of an absent key", c -> c.by(prove(ROOT, ABSENT))),
                row("the proof of the state before", c -> c.by(prove(EARLIER, PRESENT))),
                row("a proof without siblings", c -> c.siblings(all -> List.of())),
                row("a sibling too few", c -> c.siblings(StateProofTest::withoutLast)),
                row("a sibling too many", c -> c.siblings(StateProofTest::withOneMore)),
                row("another sibling", c -> c.siblings(StateProofTest::withAnotherFirst)),
                row("the siblings from the leaf up", c -> c.siblings(StateProofTest::backwards)),
                row("a leaf of another key beside it", c -> c.beside(Optional.of(leaf(ABSENT, "value 99")))),
                row("its own leaf beside it", c -> c.beside(Optional.of(leaf(PRESENT, "value 7")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenPresence")
    void a_presence_with_one_thing_broken_is_not_proven(UnaryOperator<Claim> harm) {
        assertThat(harm.apply(Claim.present()).holds()).isFalse();
    }

    static Stream<Arguments> brokenAbsence() {
        return Stream.of(
                row("a value", c -> c.holding("value 99")),
                row("an empty value", c -> c.holding("")),
                row("a present key", c -> c.of(PRESENT)),
                row("the key whose leaf stands there", c -> c.of(holder(c.proof()))),
                row("the root of the state before", c -> c.under(EARLIER)),
                row("the root of the empty state", c -> c.under(Hash32.ZERO)),
                row("the proof of a present key", c -> c.by(prove(ROOT, PRESENT))),
                row("the proof of another absent key", c -> c.by(prove(ROOT, elsewhere(c.proof())))),
                row("the proof of the state before", c -> c.by(prove(EARLIER, ABSENT))),
                row("a proof without siblings", c -> c.siblings(all -> List.of())),
                row("a sibling too few", c -> c.siblings(StateProofTest::withoutLast)),
                row("a sibling too many", c -> c.siblings(StateProofTest::withOneMore)),
                row("another sibling", c -> c.siblings(StateProofTest::withAnotherFirst)),
                row("the siblings from the leaf up", c -> c.siblings(StateProofTest::backwards)),
                row("the leaf left out", c -> c.beside(Optional.empty())),
                row("another value in the leaf", c -> c.beside(Optional.of(leaf(holder(c.proof()), "value")))),
                row("the leaf of a key that stands elsewhere", c -> c.beside(Optional.of(leaf(PRESENT, "value 7")))),
                row("the key's own leaf", c -> c.beside(Optional.of(leaf(ABSENT, "value 99")))),
                row("the proof of the empty state", c -> c.by(new StateProof(List.of(), Optional.empty()))));
    }

    /** The key whose leaf stands where the absent one would. */
    private static String holder(StateProof proof) {
        Hash32 hash = proof.other().orElseThrow().keyHash();
        return IntStream.range(0, 40)
                .mapToObj(i -> "packets/out/" + i)
                .filter(key -> StateTree.keyHash(key).equals(hash))
                .findFirst()
                .orElseThrow();
    }

    /** An absent key whose path leaves that of the proof at the root. */
    private static String elsewhere(StateProof proof) {
        boolean side = proof.other().orElseThrow().keyHash().bit(0);
        return IntStream.range(100, 200)
                .mapToObj(i -> "packets/out/" + i)
                .filter(key -> StateTree.keyHash(key).bit(0) != side)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAbsence")
    void an_absence_with_one_thing_broken_is_not_proven(UnaryOperator<Claim> harm) {
        assertThat(harm.apply(Claim.absent()).holds()).isFalse();
    }

    @Test
    void in_the_empty_state_only_absence_holds() {
        StateProof empty = new StateProof(List.of(), Optional.empty());
        assertThat(empty.provesAbsence(Hash32.ZERO, ABSENT)).isTrue();
        assertThat(empty.provesPresence(Hash32.ZERO, PRESENT, VALUE)).isFalse();
    }

    static Stream<Arguments> noProofs() {
        String proof = prove(ROOT, ABSENT).canonical().toHex();
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("a byte is missing at the end", proof.substring(0, proof.length() - 2)),
                Arguments.of("a byte is left over", proof + "00"),
                Arguments.of("another tag", proof.replaceFirst("^..", "00")),
                Arguments.of("more siblings than there are bytes", proof.replaceFirst("0000000", "0000070")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noProofs")
    void bytes_that_are_no_proof_are_refused(String name, String hex) {
        assertThatThrownBy(() -> StateProof.decode(Bytes.ofHex(hex))).as(name).isInstanceOf(DecodeException.class);
    }
}
