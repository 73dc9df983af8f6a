package io.regchain.protocol.vectors;

import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.validators;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.Advance;
import io.regchain.protocol.lightclient.LightClient;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.sample.SampleChain;
import java.util.Optional;

/** One light client handed headers in a row: those it follows and those it refuses, which change nothing. */
final class LightClientVectors implements VectorFile {
    private static final ValidatorSet FOUR = validators(0, 1, 2, 3);
    private static final ValidatorSet SEVEN = validators(1, 2, 3, 4, 5, 6, 7);

    private ArrayNode steps = Json.array();
    private TrustedState trusted = root();

    private static BlockHeader genesis() {
        return header(0, Hash32.ZERO, FOUR, FOUR);
    }

    private static TrustedState root() {
        return TrustedState.root(genesis(), FOUR);
    }

    @Override
    public String name() {
        return "light-client.json";
    }

    @Override
    public ObjectNode content() {
        steps = Json.array();
        trusted = root();
        walk();
        ObjectNode file = Json.object();
        file.put(
                "description",
                "A light client from its trust root on: each step is tried in order; a refused one changes nothing.");
        ObjectNode start =
                file.putObject("trustRoot").put("header", genesis().canonical().toHex());
        start.set("nextValidators", BlockJson.of(FOUR));
        file.set("steps", steps);
        return file;
    }

    private void walk() {
        BlockHeader first = header(1, genesis().hash(), FOUR, FOUR);
        step("a block over another parent", header(1, Hash32.ZERO, FOUR, FOUR), null, "L5", "PARENT_MISMATCH", 0, 1, 2);
        step("two seals of four validators", first, null, "11.6", "QUORUM_NOT_REACHED", 0, 1);
        step("the first block", first, null, "", "ADVANCED", 0, 1, 2);
        step("the first block again", first, null, "L4", "HEIGHT_NOT_ABOVE_TRUSTED", 0, 1, 2);
        BlockHeader fifth = header(5, first.hash(), FOUR, FOUR);
        step(
                "a block decided before its predecessor",
                at(fifth, new BlockTime(1)),
                null,
                "L6",
                "TIME_WENT_BACK",
                0,
                1,
                2);
        step("the fifth block, three left out", fifth, null, "", "ADVANCED", 1, 2, 3);
        BlockHeader handover = header(6, fifth.hash(), FOUR, SEVEN);
        step("a change of the set without the new set", handover, null, "L8", "NEXT_VALIDATOR_SET_MISSING", 0, 1, 2);
        step("a change of the set with another set", handover, FOUR, "L9", "NEXT_VALIDATOR_SET_MISMATCH", 0, 1, 2);
        step("a change of the set", handover, SEVEN, "", "ADVANCED", 0, 1, 2);
        step("the change again", handover, SEVEN, "L4", "HEIGHT_NOT_ABOVE_TRUSTED", 0, 1, 2);
        BlockHeader seventh = header(7, handover.hash(), SEVEN, SEVEN);
        BlockHeader byTheOld = header(7, handover.hash(), FOUR, FOUR);
        step("a block by the old set", byTheOld, null, "L7", "VALIDATOR_SET_MISMATCH", 0, 1, 2);
        step("four seals of seven validators", seventh, null, "11.6", "QUORUM_NOT_REACHED", 1, 2, 3, 4);
        step(
                "a seal by a validator that has left",
                seventh,
                null,
                "11.4",
                "SEAL_BY_UNREGISTERED_KEY",
                0,
                1,
                2,
                3,
                4,
                5);
        step(
                "a seal by a key that never was a validator's",
                seventh,
                null,
                "11.4",
                "SEAL_BY_UNREGISTERED_KEY",
                1,
                3,
                4,
                6,
                7,
                9);
        BlockHeader otherNext = header(7, handover.hash(), SEVEN, FOUR);
        step(
                "it names another next set than the one beside it",
                otherNext,
                SEVEN,
                "L9",
                "NEXT_VALIDATOR_SET_MISMATCH",
                1,
                3,
                4,
                6,
                7);
        BlockHeader ofOther = of(new ChainId("zhejiang"), seventh);
        step("a header of another chain", ofOther, null, "L3", "HEADER_OF_OTHER_CHAIN", 1, 3, 4, 6, 7);
        step("five seals of the new set", seventh, null, "", "ADVANCED", 1, 3, 4, 6, 7);
    }

    private static BlockHeader at(BlockHeader h, BlockTime time) {
        return h.withTime(time);
    }

    private static BlockHeader of(ChainId chain, BlockHeader h) {
        return new BlockHeader(
                h.version(),
                chain,
                h.height(),
                h.parentHash(),
                h.time(),
                h.proposer(),
                h.transactionRoot(),
                h.receiptRoot(),
                h.stateRoot(),
                h.validatorSetHash(),
                h.nextValidatorSetHash());
    }

    private void step(
            String name,
            BlockHeader header,
            @org.jspecify.annotations.Nullable ValidatorSet next,
            String rule,
            String expected,
            int... signers) {
        Advance advance = LightClient.advance(trusted, header, certificate(header, signers), Optional.ofNullable(next));
        String outcome =
                switch (advance) {
                    case Advance.Advanced advanced -> {
                        trusted = advanced.state();
                        yield "ADVANCED";
                    }
                    case Advance.NotAdvanced refused -> refused.reason().code();
                };
        if (!outcome.equals(expected)) {
            throw new AssertionError(name + ": " + outcome);
        }
        ObjectNode json = steps.addObject().put("name", name).put("outcome", outcome);
        if (!rule.isEmpty()) {
            json.put("rule", rule);
        }
        json.put("header", header.canonical().toHex());
        json.set("certificate", CertificateVectors.full(SampleChain.certificate(header, signers)));
        json.set("nextValidators", next == null ? json.nullNode() : BlockJson.of(next));
        json.putObject("trustedAfter")
                .put("height", trusted.height().value())
                .put("blockHash", trusted.blockHash().toHex())
                .put("validatorSetHash", trusted.validators().hash().toHex());
    }
}
