package io.regchain.protocol.vectors;

import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.validators;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
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
        step("a block over another parent", header(1, Hash32.ZERO, FOUR, FOUR), null, "PARENT_MISMATCH", 0, 1, 2);
        step("two seals of four validators", first, null, "QUORUM_NOT_REACHED", 0, 1);
        step("the first block", first, null, "ADVANCED", 0, 1, 2);
        step("the first block again", first, null, "HEIGHT_NOT_ABOVE_TRUSTED", 0, 1, 2);
        BlockHeader fifth = header(5, first.hash(), FOUR, FOUR);
        step("a block decided before its predecessor", at(fifth, new BlockTime(1)), null, "TIME_WENT_BACK", 0, 1, 2);
        step("the fifth block, three left out", fifth, null, "ADVANCED", 1, 2, 3);
        BlockHeader handover = header(6, fifth.hash(), FOUR, SEVEN);
        step("a change of the set without the new set", handover, null, "NEXT_VALIDATOR_SET_MISSING", 0, 1, 2);
        step("a change of the set with another set", handover, FOUR, "NEXT_VALIDATOR_SET_MISMATCH", 0, 1, 2);
        step("a change of the set", handover, SEVEN, "ADVANCED", 0, 1, 2);
        BlockHeader seventh = header(7, handover.hash(), SEVEN, SEVEN);
        BlockHeader byTheOld = header(7, handover.hash(), FOUR, FOUR);
        step("a block by the old set", byTheOld, null, "VALIDATOR_SET_MISMATCH", 0, 1, 2);
        step("four seals of seven validators", seventh, null, "QUORUM_NOT_REACHED", 1, 2, 3, 4);
        step("a seal by a validator that has left", seventh, null, "SEAL_BY_UNREGISTERED_KEY", 0, 1, 2, 3, 4, 5);
        step("five seals of the new set", seventh, null, "ADVANCED", 1, 3, 4, 6, 7);
    }

    private static BlockHeader at(BlockHeader h, BlockTime time) {
        return new BlockHeader(
                h.version(),
                h.chainId(),
                h.height(),
                h.parentHash(),
                time,
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
        json.put("header", header.canonical().toHex());
        json.set("certificate", CertificateVectors.full(SampleChain.certificate(header, signers)));
        json.set("nextValidators", next == null ? json.nullNode() : BlockJson.of(next));
        json.putObject("trustedAfter")
                .put("height", trusted.height().value())
                .put("blockHash", trusted.blockHash().toHex())
                .put("validatorSetHash", trusted.validators().hash().toHex());
    }
}
