package io.regchain.protocol.vectors;

import static io.regchain.protocol.sample.SampleChain.certificate;
import static io.regchain.protocol.sample.SampleChain.header;
import static io.regchain.protocol.sample.SampleChain.seal;
import static io.regchain.protocol.sample.SampleChain.validators;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.lightclient.CertificateCheck;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.sample.SampleBlock;
import java.util.List;

/** Certificates that verify, and certificates with one thing broken and the reason they are refused for. */
final class CertificateVectors implements VectorFile {
    private static final BlockHeader HEADER = SampleBlock.header();
    private static final ValidatorSet SET = SampleBlock.validators();

    private final ArrayNode cases = Json.array();

    @Override
    public String name() {
        return "certificate.json";
    }

    @Override
    public ObjectNode content() {
        cases.removeAll();
        good();
        refused();
        ObjectNode file = Json.object();
        file.put("description", "Commit certificates: what verifies, and what is refused with which reason.");
        ArrayNode quorums = file.putArray("quorums");
        for (int n : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 100}) {
            quorums.addObject()
                    .put("validators", n)
                    .put("faulty", Quorum.faulty(n))
                    .put("quorum", Quorum.of(n));
        }
        file.set("cases", cases);
        return file;
    }

    private void good() {
        check("three of four validators", certificate(HEADER, 0, 1, 2), SET, "VERIFIED");
        check("all four in another order", certificate(HEADER, 3, 1, 0, 2), SET, "VERIFIED");
        Round later = new Round(5);
        List<Seal> seals = List.of(seal(0, HEADER, later), seal(2, HEADER, later), seal(3, HEADER, later));
        check("decided in round 5", with(later, seals), SET, "VERIFIED");
    }

    private void refused() {
        List<Seal> good = certificate(HEADER, 0, 1, 2).seals();
        Seal stranger = seal(9, HEADER, Round.ZERO);
        check("no seals", with(List.of()), SET, "QUORUM_NOT_REACHED");
        check("one seal fewer than a quorum", certificate(HEADER, 1, 3), SET, "QUORUM_NOT_REACHED");
        check("three seals by two keys", with(List.of(good.get(0), good.get(1), good.get(0))), SET, "SEAL_REPEATED");
        check(
                "an unregistered key beside a quorum",
                with(List.of(good.get(0), good.get(1), good.get(2), stranger)),
                SET,
                "SEAL_BY_UNREGISTERED_KEY");
        check("a seal of another round", with(new Round(1), good), SET, "SEAL_INVALID");
        Seal byAnother = new Seal(good.get(1).signer(), good.get(2).signature());
        check("a seal signed by another", with(List.of(good.get(0), byAnother, good.get(2))), SET, "SEAL_INVALID");
        check("another validator set", certificate(HEADER, 0, 1, 2), validators(0, 1, 2, 4), "VALIDATOR_SET_MISMATCH");
        BlockHeader other = header(12, Hash32.ZERO, SET, SET);
        check("the certificate of another block", certificate(other, 0, 1, 2), SET, "CERTIFICATE_OF_OTHER_BLOCK");
        check(
                "the certificate of another height",
                new CommitCertificate(HEADER.chainId(), new Height(13), Round.ZERO, HEADER.hash(), good),
                SET,
                "CERTIFICATE_OF_OTHER_BLOCK");
        check(
                "the certificate of another chain",
                new CommitCertificate(new ChainId("zhejiang"), HEADER.height(), Round.ZERO, HEADER.hash(), good),
                SET,
                "HEADER_OF_OTHER_CHAIN");
    }

    private static CommitCertificate with(List<Seal> seals) {
        return with(Round.ZERO, seals);
    }

    private static CommitCertificate with(Round round, List<Seal> seals) {
        return new CommitCertificate(HEADER.chainId(), HEADER.height(), round, HEADER.hash(), seals);
    }

    private void check(String name, CommitCertificate certificate, ValidatorSet set, String expected) {
        String outcome =
                switch (CertificateVerifier.verify(HEADER, certificate, set)) {
                    case VerifiedHeader verified -> "VERIFIED";
                    case CertificateCheck.Refused refused -> refused.reason().code();
                };
        if (!outcome.equals(expected)) {
            throw new AssertionError(name + ": " + outcome);
        }
        ObjectNode json = cases.addObject().put("name", name).put("outcome", outcome);
        if (!outcome.equals("VERIFIED")) {
            json.put("rule", rule(outcome));
        }
        json.put("header", HEADER.canonical().toHex());
        json.set("certificate", full(certificate));
        json.set("validators", BlockJson.of(set));
    }

    /** The check of the protocol text, section 11. */
    private static String rule(String code) {
        return "11."
                + switch (code) {
                    case "HEADER_OF_OTHER_CHAIN" -> 1;
                    case "CERTIFICATE_OF_OTHER_BLOCK" -> 2;
                    case "VALIDATOR_SET_MISMATCH" -> 3;
                    case "SEAL_BY_UNREGISTERED_KEY" -> 4;
                    case "SEAL_REPEATED" -> 5;
                    case "QUORUM_NOT_REACHED" -> 6;
                    case "SEAL_INVALID" -> 7;
                    default -> throw new AssertionError("no check says " + code);
                };
    }

    /** The certificate with the fields that its JSON form elsewhere takes from the header beside it. */
    static ObjectNode full(CommitCertificate certificate) {
        ObjectNode json = Json.object()
                .put("chainId", certificate.chainId().value())
                .put("height", certificate.height().value())
                .put("blockHash", certificate.blockHash().toHex());
        json.setAll(BlockJson.of(certificate));
        return json;
    }
}
