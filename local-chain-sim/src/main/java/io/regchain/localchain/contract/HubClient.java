package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.ClientRules;
import io.regchain.protocol.lightclient.Misbehaviour;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.Optional;

/**
 * What this chain believes of the supervision chain: a light client in the state of {@code packets}. Headers arrive with
 * the calls that need them, or alone: {@code header} in hex, {@code certificate}, and {@code nextValidators} when the
 * header hands over to another set; or {@code hubHeight} names one that was verified before. It lives by the same rules as the hub's client of this chain ({@link ClientRules}).
 */
final class HubClient {
    /** The argument that stands for a header verified before. */
    static final String KNOWN = "hubHeight";

    private final ContractContext context;
    private final HubState hub;

    HubClient(ContractContext context) {
        this.context = context;
        this.hub = new HubState(context);
    }

    void requireUsable() {
        hub.requireUsable();
    }

    /**
     * The hub's state at the header handed in.
     *
     * @throws ContractRefusal {@code CLIENT_FROZEN}, {@code CLIENT_EXPIRED}, the light client's own code when the header
     *     does not verify, or {@code HUB_HEADER_CONFLICT} when another header of that height was verified before and
     *     this one is not certified; {@code HUB_HEADER_UNKNOWN} when none was verified at the height named
     */
    HubCheck verify(Arguments arguments) {
        hub.requireUsable();
        if (arguments.has(KNOWN)) {
            return known(new Height(arguments.number(KNOWN)));
        }
        BlockHeader header =
                Refusals.decoded("HUB_HEADER_MALFORMED", "header", () -> BlockHeader.decode(arguments.hex("header")));
        Refusals.unless(
                header.chainId().equals(ChainId.SUPERVISION),
                "HEADER_OF_OTHER_CHAIN",
                () -> "the header is of chain " + header.chainId() + "; only headers of " + ChainId.SUPERVISION
                        + " count here");
        TrustedState trusted = hub.trusted();
        Optional<String> known = knownHash(trusted, header.height());
        if (known.isPresent()) {
            return known.get().equals(header.hash().toHex())
                    ? verified(header)
                    : conflict(trusted, known.get(), header, arguments);
        }
        return header.height().compareTo(trusted.height()) > 0
                ? advance(trusted, header, arguments)
                : earlier(trusted, header, arguments);
    }

    private HubCheck known(Height height) {
        return hub.header(height)
                .map(kept -> new HubCheck.Verified(
                        height,
                        Hash32.ofHex(kept.get("stateRoot").textValue()),
                        new BlockTime(kept.get("time").longValue())))
                .orElseThrow(() -> new ContractRefusal(
                        "HUB_HEADER_UNKNOWN",
                        "no header of the hub at height " + height
                                + " was verified here; show it with its certificate"));
    }

    /** The hash of what was verified at a height; the block trusted first counts by its hash alone. */
    private Optional<String> knownHash(TrustedState trusted, Height height) {
        return hub.header(height)
                .map(entry -> entry.get("hash").textValue())
                .or(() -> height.equals(trusted.height())
                        ? Optional.of(trusted.blockHash().toHex())
                        : Optional.empty());
    }

    private HubCheck advance(TrustedState trusted, BlockHeader header, Arguments arguments) {
        CertifiedHeader offered = new CertifiedHeader(header, certificate(header, arguments));
        return switch (ClientRules.advance(trusted, header, offered.certificate(), next(arguments), context.time())) {
            case Advance.Advanced advanced -> {
                hub.trust(advanced.state());
                hub.keep(header);
                yield verified(header);
            }
            case Advance.NotAdvanced refused -> contradicted(trusted, offered, refused.reason());
        };
    }

    /** A certified header that does not follow the one trusted is misbehaviour, unless nobody ever sealed that one. */
    private HubCheck contradicted(TrustedState trusted, CertifiedHeader offered, Refusal reason) {
        Optional<JsonNode> below = hub.header(trusted.height());
        Optional<Misbehaviour.Kind> kind = kind(reason);
        if (below.isEmpty() || kind.isEmpty() || !(check(trusted, offered) instanceof VerifiedHeader)) {
            throw refusedHeader(reason);
        }
        return freeze(kind.get(), trusted.height(), trusted.blockHash().toHex(), offered);
    }

    private static Optional<Misbehaviour.Kind> kind(Refusal reason) {
        return switch (reason.code()) {
            case "PARENT_MISMATCH" -> Optional.of(Misbehaviour.Kind.BROKEN_LINK);
            case "TIME_WENT_BACK" -> Optional.of(Misbehaviour.Kind.TIME_WENT_BACK);
            default -> Optional.empty();
        };
    }

    /**
     * A header below the trusted one: a relay was slower than another. It counts when the set trusted now decided it, and
     * not as evidence that the trust is young.
     */
    private HubCheck earlier(TrustedState trusted, BlockHeader header, Arguments arguments) {
        CertifiedHeader offered = new CertifiedHeader(header, certificate(header, arguments));
        if (check(trusted, offered) instanceof CertificateCheck.Refused refused) {
            throw refusedHeader(refused.reason());
        }
        if (header.time().compareTo(trusted.time()) > 0) {
            return freeze(
                    Misbehaviour.Kind.TIME_WENT_BACK,
                    trusted.height(),
                    trusted.blockHash().toHex(),
                    offered);
        }
        hub.keep(header);
        return verified(header);
    }

    /** Another block at a height that is known. */
    private HubCheck conflict(TrustedState trusted, String known, BlockHeader header, Arguments arguments) {
        CertifiedHeader offered = new CertifiedHeader(header, certificate(header, arguments));
        boolean sealedBefore = hub.header(header.height()).isPresent();
        if (sealedBefore && check(trusted, offered) instanceof VerifiedHeader) {
            return freeze(Misbehaviour.Kind.FORK, header.height(), known, offered);
        }
        throw new ContractRefusal(
                "HUB_HEADER_CONFLICT",
                "block " + header.height() + " of the hub was verified with hash " + known
                        + " before; this header has hash " + header.hash()
                        + " and no certificate that would prove the hub to have decided both");
    }

    private HubCheck freeze(Misbehaviour.Kind kind, Height height, String known, CertifiedHeader offered) {
        hub.decided(offered.header().hash()).ifPresent(number -> {
            throw new ContractRefusal(
                    "MISBEHAVIOUR_DECIDED",
                    "this block of the hub was decided about in case " + number
                            + "; the client was thawed knowing of it");
        });
        hub.freeze(kind, height, known, offered);
        return new HubCheck.Froze();
    }

    private static CertificateCheck check(TrustedState trusted, CertifiedHeader offered) {
        return CertificateVerifier.verify(offered.header(), offered.certificate(), trusted.validators());
    }

    private static HubCheck verified(BlockHeader header) {
        return new HubCheck.Verified(header.height(), header.stateRoot(), header.time());
    }

    private static CommitCertificate certificate(BlockHeader header, Arguments arguments) {
        return Refusals.decoded(
                "HUB_CERTIFICATE_MALFORMED",
                "certificate",
                () -> BlockJson.certificate(
                        header, arguments.object("certificate").node()));
    }

    private static Optional<ValidatorSet> next(Arguments arguments) {
        return arguments.has("nextValidators")
                ? Optional.of(Refusals.decoded(
                        "HUB_VALIDATORS_MALFORMED",
                        "nextValidators",
                        () -> BlockJson.validatorSet(arguments.node().get("nextValidators"))))
                : Optional.empty();
    }

    private static ContractRefusal refusedHeader(Refusal reason) {
        return new ContractRefusal(reason.code(), "the hub's header: " + reason.message());
    }
}
