package io.regchain.localchain.conformance;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key set that decides the blocks, followed from the announced one through every block that hands over to another set
 * (docs/protocol.md section 12). Ask with rising heights.
 */
final class Trust {
    private final NodeUnderTest node;
    private Optional<ValidatorSet> current;
    /** A height whose block the current set decided, or at which it was announced. */
    private long since;

    /** @param announced the set that decides block 1; absent: the one that the node names at genesis */
    Trust(NodeUnderTest node, Optional<ValidatorSet> announced) {
        this.node = node;
        this.current = announced;
    }

    Optional<ValidatorSet> current() {
        return current;
    }

    /** Takes the set the node names, where none was given. */
    void take(ValidatorSet named) {
        if (current.isEmpty()) {
            current = Optional.of(named);
        }
    }

    /** Whether the header was decided by the announced set or by one that it handed over to, step by step. */
    boolean decided(BlockHeader header) {
        while (current.isPresent() && !current.get().hash().equals(header.validatorSetHash())) {
            Optional<ValidatorSet> next =
                    handedOver(current.get(), header.height().value());
            if (next.isEmpty()) {
                return false;
            }
            current = next;
        }
        since = Math.max(since, header.height().value());
        return current.isPresent();
    }

    /** The set that the known one handed over to at its last block below this height. */
    private Optional<ValidatorSet> handedOver(ValidatorSet known, long below) {
        long low = since;
        long high = below;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (header(middle)
                    .filter(header -> header.validatorSetHash().equals(known.hash()))
                    .isPresent()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        since = low + 1;
        return low + 1 > below ? Optional.empty() : next(low);
    }

    private Optional<Reply> state(long height) {
        Exchange exchange =
                node.ask(NodeMethods.GET_CONSENSUS_STATE, node.question(height), ConnectEncoding.PROTO, Duration.ZERO);
        return node.read(Check.CONSENSUS, NodeMethods.GET_CONSENSUS_STATE, exchange, ConnectEncoding.PROTO);
    }

    private Optional<BlockHeader> header(long height) {
        return state(height)
                .flatMap(reply -> node.decode(
                        Check.CONSENSUS,
                        reply.exchange(),
                        "one canonical header",
                        () -> reply.decoded("header", BlockHeader::decode)));
    }

    private Optional<ValidatorSet> next(long height) {
        return state(height)
                .filter(reply -> !reply.list("next_validators").isEmpty())
                .flatMap(reply -> {
                    Optional<BlockHeader> header = node.decode(
                            Check.CONSENSUS,
                            reply.exchange(),
                            "one canonical header",
                            () -> reply.decoded("header", BlockHeader::decode));
                    return node.decode(
                                    Check.NEXT_VALIDATORS,
                                    reply.exchange(),
                                    "validators as types.proto describes them",
                                    () -> set(reply.list("next_validators")))
                            .filter(set -> header.filter(
                                            h -> h.nextValidatorSetHash().equals(set.hash()))
                                    .isPresent());
                });
    }

    /** @throws DecodeException naming the entry that is no validator, or why they make no set */
    static ValidatorSet set(List<Reply> entries) {
        List<Validator> validators = new ArrayList<>();
        for (Reply entry : entries) {
            validators.add(Reply.at(
                    "validators[" + validators.size() + "]",
                    () -> new Validator(
                            entry.text("name"),
                            new UnifiedSocialCreditCode(entry.text("organisation")),
                            entry.key("public_key"))));
        }
        return Reply.at("validators", () -> new ValidatorSet(validators));
    }
}
