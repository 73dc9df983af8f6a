package io.regchain.protocol.lightclient;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a light client that lives on a chain asks before it believes, without side effects; the numbers are those of the
 * protocol text, section 12. The hub's clients of the local chains and a local chain's client of the hub ask the same,
 * but for L12 to L14: the hub's own validators stand in no registry.
 */
public final class ClientRules {
    /** So far a header's time may lie ahead of the block that takes it: the clocks of two chains differ. */
    public static final Duration MOST_AHEAD = Duration.ofMinutes(10);

    private ClientRules() {}

    /** Does anything count on this client's word? */
    public static Optional<Refusal> usable(ChainId chain, boolean frozen, TrustClock clock, BlockTime now) {
        return ladder(
                () -> no( // L1
                        frozen,
                        "CLIENT_FROZEN",
                        "the light client of %s is frozen: its validators certified blocks that contradict each other;"
                                + " the case must be decided by two approvals before anything of it counts again",
                        chain),
                () -> no( // L2
                        clock.expired(now),
                        "CLIENT_EXPIRED",
                        "the light client of %s has verified no header since %s and expired at %s; two approvals that"
                                + " its latest header is still the chain's renew it",
                        chain,
                        clock.since(),
                        clock.expiresAt()));
    }

    /**
     * Follows a usable client's chain by one header (L3 to L11).
     *
     * @param now the time of the block that takes the header
     */
    public static Advance advance(
            TrustedState trusted,
            BlockHeader header,
            CommitCertificate certificate,
            Optional<ValidatorSet> next,
            BlockTime now) {
        return switch (LightClient.advance(trusted, header, certificate, next)) { // L3 to L10
            case Advance.NotAdvanced refused -> refused;
            case Advance.Advanced advanced ->
                fromTheFuture(header, now)
                        .<Advance>map(Advance.NotAdvanced::new)
                        .orElse(advanced);
        };
    }

    /** Is the header's time one that the block that takes it can know of? */
    public static Optional<Refusal> fromTheFuture(BlockHeader header, BlockTime now) {
        return no( // L11
                header.time().epochMillis() - now.epochMillis() > MOST_AHEAD.toMillis(),
                "HEADER_FROM_THE_FUTURE",
                "the time %s of header %s of %s lies more than %d minutes after the block's time %s; bring it later, or"
                        + " look at the chain's clocks",
                header.time(),
                header.height(),
                header.chainId(),
                MOST_AHEAD.toMinutes(),
                now);
    }

    /**
     * Does the header hand over exactly as the registry has approved it (A10.7)? A change takes effect at the height after
     * the header that hands over.
     */
    public static Optional<Refusal> change(TrustedState trusted, BlockHeader header, ValidatorChanges changes) {
        Height effective = header.height().next();
        boolean handsOver = !header.nextValidatorSetHash().equals(header.validatorSetHash());
        Optional<Hash32> approved = changes.at(effective);
        Optional<Height> overdue = handsOver
                ? changes.first(trusted.height().next().next(), header.height())
                : changes.first(trusted.height().next().next(), effective);
        return ladder(
                () -> overdue.flatMap(height -> no( // L12
                        true,
                        "VALIDATOR_CHANGE_OVERDUE",
                        "the registry has approved other validators of %s from height %s on, but the blocks up to %s do"
                                + " not hand over to them; revoke the change or ask the chain why",
                        header.chainId(),
                        height,
                        header.height())),
                () -> no( // L13
                        handsOver && approved.isEmpty(),
                        "VALIDATOR_CHANGE_NOT_REGISTERED",
                        "block %s of %s hands over to the validator set %s, but the registry has approved no change from"
                                + " height %s on; propose and approve it first",
                        header.height(),
                        header.chainId(),
                        header.nextValidatorSetHash(),
                        effective),
                () -> no( // L14
                        handsOver && !approved.equals(Optional.of(header.nextValidatorSetHash())),
                        "VALIDATOR_CHANGE_DIFFERS",
                        "block %s of %s hands over to the validator set %s; approved from height %s on is %s",
                        header.height(),
                        header.chainId(),
                        header.nextValidatorSetHash(),
                        effective,
                        approved.map(Hash32::toHex).orElse("none")));
    }

    @SafeVarargs
    private static Optional<Refusal> ladder(Supplier<Optional<Refusal>>... rungs) {
        return Stream.of(rungs).map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Refusal> no(boolean broken, String code, String message, Object... values) {
        return broken ? Optional.of(new Refusal(code, String.format(Locale.ROOT, message, values))) : Optional.empty();
    }
}
