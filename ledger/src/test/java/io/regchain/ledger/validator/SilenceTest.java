package io.regchain.ledger.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.simulation.SimulatedDisk;
import io.regchain.ledger.storage.Silence;
import io.regchain.ledger.storage.ValidatorStore;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.ValidatorSet;
import org.junit.jupiter.api.Test;

/** How long a store keeps its validator silent; block 3 of its chain lets others decide. */
class SilenceTest {
    private static final long CHANGE = 3;
    private final ServedChain chain = new ServedChain(4, 5);
    private final SimulatedDisk disk = new SimulatedDisk("disk");
    private final ValidatorSet before = chain.chain.validators().set();

    SilenceTest() {
        TestValidators all = TestValidators.of(chain.chain.config().chainId(), 5);
        chain.changeAt(CHANGE, new ValidatorSet(all.set().validators().subList(1, 5)));
    }

    /** What is kept after blocks up to {@code height}, and after the store was opened again. */
    private Silence after(Silence kept, long height) {
        Silence now;
        try (ValidatorStore store = chain.open(disk, 0)) {
            assertThat(store.keepSilence(kept, before)).isTrue();
            chain.grow(store, height);
            now = store.silence();
        }
        try (ValidatorStore store = chain.open(disk, 0)) {
            assertThat(store.silence()).isEqualTo(now);
        }
        return now;
    }

    private static Silence lost(long height) {
        return new Silence.Lost(new Height(height));
    }

    @Test
    void whatOneSetToldOfALostDiskIsForgottenWhenAnotherDecidesBeforeItEnds() {
        assertThat(after(lost(CHANGE + 1), CHANGE - 1)).isEqualTo(lost(CHANGE + 1));
        assertThat(after(lost(CHANGE + 1), CHANGE)).isEqualTo(new Silence.Unknown());
    }

    /** A new directory that was told nothing might be told by those. */
    @Test
    void soIsThatNoDiskWasLost() {
        Silence none = new Silence.New(new Height(CHANGE + 1));
        assertThat(after(none, CHANGE - 1)).isEqualTo(none);
        assertThat(after(none, CHANGE)).isEqualTo(new Silence.Unknown());
    }

    @Test
    void aSilenceThatHasEndedBeforeIsSettled() {
        assertThat(after(lost(CHANGE), CHANGE)).isEqualTo(lost(CHANGE));
    }

    @Test
    void thatNoDiskWasLostIsSettledTwoBlocksLater() {
        Silence none = new Silence.New(new Height(CHANGE));
        assertThat(after(none, CHANGE)).isEqualTo(none);
        assertThat(none.at(new Height(1))).isFalse();
    }

    /** It comes from the own files, which know. */
    @Test
    void whatNobodyToldStands() {
        Silence until = new Silence.Until(new Height(CHANGE + 1));
        assertThat(after(until, CHANGE)).isEqualTo(until);
    }

    @Test
    void whatASetTellsThatDecidesNoMoreIsNotKept() {
        try (ValidatorStore store = chain.open(disk, 0)) {
            chain.grow(store, CHANGE);
            assertThat(store.keepSilence(lost(CHANGE + 2), before)).isFalse();
            assertThat(store.silence()).isEqualTo(new Silence.Unknown());
            assertThat(store.keepSilence(lost(CHANGE + 2), store.tip().validators()))
                    .isTrue();
            assertThat(store.silence()).isEqualTo(lost(CHANGE + 2));
        }
    }
}
