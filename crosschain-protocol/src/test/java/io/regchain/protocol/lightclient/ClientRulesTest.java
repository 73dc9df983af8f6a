package io.regchain.protocol.lightclient;

import static io.regchain.protocol.sample.SampleChain.CHAIN;
import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.sample.SampleChain;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a light client's life: a valid world, and one thing of it broken per row. */
class ClientRulesTest {
    private static final ValidatorSet OLD = validators(0, 1, 2, 3);
    private static final ValidatorSet NEW = validators(1, 2, 3, 4);
    private static final ValidatorSet OTHER = validators(2, 3, 4, 5);
    private static final BlockHeader TRUSTED = header(5, Hash32.ZERO, OLD, OLD);
    private static final TrustedState STATE = TrustedState.root(TRUSTED, OLD);
    private static final BlockTime NOW = new BlockTime(TRUSTED.time().epochMillis() + 5_000);
    private static final TrustClock CLOCK = new TrustClock(NOW, TrustPeriod.DEFAULT);

    private static BlockTime after(Duration duration) {
        return new BlockTime(NOW.epochMillis() + duration.toMillis());
    }

    private static BlockTime justBefore(Duration duration) {
        return after(duration.minusMillis(1));
    }

    /** Everything the rules are asked about one header. */
    record World(
            boolean frozen,
            TrustClock clock,
            BlockTime now,
            BlockHeader header,
            Optional<ValidatorSet> next,
            SortedMap<Height, Hash32> approved) {
        /** The chain hands over at block 6, as approved from height 7 on. */
        static World valid() {
            TreeMap<Height, Hash32> approved = new TreeMap<>();
            approved.put(new Height(7), NEW.hash());
            return new World(
                    false, CLOCK, NOW, SampleChain.header(6, TRUSTED.hash(), OLD, NEW), Optional.of(NEW), approved);
        }

        World frozenNow() {
            return new World(true, clock, now, header, next, approved);
        }

        World at(BlockTime time) {
            return new World(frozen, clock, time, header, next, approved);
        }

        World bringing(BlockHeader other, Optional<ValidatorSet> set) {
            return new World(frozen, clock, now, other, set, approved);
        }

        World approving(long height, ValidatorSet... sets) {
            TreeMap<Height, Hash32> changed = new TreeMap<>();
            for (ValidatorSet set : sets) {
                changed.put(new Height(height), set.hash());
            }
            return new World(frozen, clock, now, header, next, changed);
        }

        Optional<Refusal> refusal() {
            return ClientRules.usable(CHAIN, frozen, clock, now).or(() -> switch (ClientRules.advance(
                    STATE, header, certificate(header, 0, 1, 2), next, now)) {
                case Advance.NotAdvanced refused -> Optional.of(refused.reason());
                case Advance.Advanced advanced -> ClientRules.change(STATE, header, new ValidatorChanges(approved));
            });
        }
    }

    @Test
    void the_valid_world_breaks_no_rule() {
        assertThat(World.valid().refusal()).isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                row("L1 the client is frozen", "CLIENT_FROZEN", World::frozenNow),
                row("L2 the trust period is over", "CLIENT_EXPIRED", w -> w.at(after(Duration.ofDays(14)))),
                row(
                        "L4 the height is not above the trusted one",
                        "HEIGHT_NOT_ABOVE_TRUSTED",
                        w -> w.bringing(header(5, TRUSTED.hash(), OLD, OLD), Optional.empty())),
                row(
                        "L5 the parent does not follow",
                        "PARENT_MISMATCH",
                        w -> w.bringing(header(6, Hash32.ZERO, OLD, NEW), Optional.of(NEW))),
                row(
                        "L6 its time lies before the trusted one",
                        "TIME_WENT_BACK",
                        w -> w.bringing(
                                w.header().withTime(new BlockTime(TRUSTED.time().epochMillis() - 1)), w.next())),
                row(
                        "L7 another set decided it",
                        "VALIDATOR_SET_MISMATCH",
                        w -> w.bringing(header(6, TRUSTED.hash(), NEW, NEW), Optional.empty())),
                row(
                        "L8 the next set did not come with it",
                        "NEXT_VALIDATOR_SET_MISSING",
                        w -> w.bringing(w.header(), Optional.empty())),
                row(
                        "L9 another set came with it",
                        "NEXT_VALIDATOR_SET_MISMATCH",
                        w -> w.bringing(w.header(), Optional.of(OTHER))),
                row(
                        "L11 its time lies more than ten minutes ahead",
                        "HEADER_FROM_THE_FUTURE",
                        w -> w.bringing(
                                w.header()
                                        .withTime(new BlockTime(
                                                after(ClientRules.MOST_AHEAD).epochMillis() + 1)),
                                w.next())),
                row(
                        "L12 an approved change was passed over",
                        "VALIDATOR_CHANGE_OVERDUE",
                        w -> w.bringing(header(6, TRUSTED.hash(), OLD, OLD), Optional.empty())),
                row(
                        "L12 an approved change between the trusted height and the header was passed over",
                        "VALIDATOR_CHANGE_OVERDUE",
                        w -> w.bringing(header(9, Hash32.ZERO, OLD, OLD), Optional.empty())
                                .approving(8, NEW)),
                row("L13 no change was approved", "VALIDATOR_CHANGE_NOT_REGISTERED", w -> w.approving(7)),
                row(
                        "L13 the change was approved for a later height",
                        "VALIDATOR_CHANGE_NOT_REGISTERED",
                        w -> w.approving(8, NEW)),
                row("L14 another set was approved", "VALIDATOR_CHANGE_DIFFERS", w -> w.approving(7, OTHER)));
    }

    private static Arguments row(String name, String code, UnaryOperator<World> change) {
        return Arguments.of(Named.of(name, change), code);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("broken")
    void each_broken_rule_has_its_own_reason(UnaryOperator<World> change, String code) {
        assertThat(change.apply(World.valid()).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void a_header_of_another_chain_and_a_spoilt_certificate_are_refused_as_everywhere() {
        BlockHeader header = World.valid().header();
        assertThat(ClientRules.advance(STATE, header, certificate(header, 0, 1), Optional.of(NEW), NOW))
                .isInstanceOfSatisfying(
                        Advance.NotAdvanced.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo("QUORUM_NOT_REACHED"));
    }

    @Test
    void the_limits_themselves_are_still_good() {
        assertThat(World.valid().at(justBefore(Duration.ofDays(14))).refusal()).isEmpty();
        World ahead = World.valid();
        assertThat(ahead.bringing(ahead.header().withTime(after(ClientRules.MOST_AHEAD)), ahead.next())
                        .refusal())
                .isEmpty();
    }

    @Test
    void a_change_that_lies_ahead_and_one_of_the_past_concern_no_header_between() {
        BlockHeader plain = header(6, TRUSTED.hash(), OLD, OLD);
        World world = World.valid().bringing(plain, Optional.empty());
        assertThat(world.approving(8, NEW).refusal()).isEmpty();
        assertThat(world.approving(6, OLD).refusal())
                .as("what handed over here is trusted")
                .isEmpty();
    }

    @ParameterizedTest(name = "frozen {0}, {1} days after the last header: {2}")
    @CsvSource({
        "false, 0, ACTIVE",
        "false, 9, ACTIVE",
        "false, 10, EXPIRING",
        "false, 13, EXPIRING",
        "false, 14, EXPIRED",
        "false, 400, EXPIRED",
        "true, 0, FROZEN",
        "true, 13, FROZEN",
        "true, 14, FROZEN"
    })
    void the_status_follows_from_the_clock_and_the_case(boolean frozen, int days, ClientStatus status) {
        assertThat(ClientStatus.of(frozen, CLOCK, after(Duration.ofDays(days)))).isEqualTo(status);
    }

    @Test
    void the_warning_begins_when_less_than_a_third_is_left_and_the_refresh_when_a_third_has_passed() {
        TrustClock clock = new TrustClock(NOW, TrustPeriod.ofSeconds(9 * 3600));
        assertThat(clock.expiring(after(Duration.ofHours(6)))).isFalse();
        assertThat(clock.expiring(after(Duration.ofHours(6).plusMillis(1)))).isTrue();
        assertThat(clock.staleFrom()).isEqualTo(after(Duration.ofHours(3)));
        assertThat(clock.expiresAt()).isEqualTo(after(Duration.ofHours(9)));
    }

    /** Of a trust period of nine hours. */
    @ParameterizedTest
    @CsvSource({
        "false, 0, ACTIVE",
        "false, 21600000, ACTIVE",
        "false, 21600001, EXPIRING",
        "false, 32399999, EXPIRING",
        "false, 32400000, EXPIRED",
        "false, 99999999, EXPIRED",
        "true, 0, FROZEN",
        "true, 32400000, FROZEN"
    })
    void a_client_is_what_its_clock_and_its_case_make_it(boolean frozen, long millis, ClientStatus expected) {
        TrustClock clock = new TrustClock(NOW, TrustPeriod.ofSeconds(9 * 3600));
        assertThat(ClientStatus.of(frozen, clock, after(Duration.ofMillis(millis))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 3599, 90 * 86_400L + 1, Long.MAX_VALUE / 1000})
    void a_trust_period_out_of_bounds_cannot_exist(long seconds) {
        assertThatThrownBy(() -> TrustPeriod.ofSeconds(seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 3600 (one hour) to 7776000 (90 days)");
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, 14 * 86_400L, 90 * 86_400L})
    void a_trust_period_within_the_bounds_can(long seconds) {
        assertThat(TrustPeriod.ofSeconds(seconds).seconds()).isEqualTo(seconds);
    }
}
