package io.regchain.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.registry.ProofOfPossession;
import io.regchain.registry.Registration;
import io.regchain.registry.ValidRegistration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationRulesTest {
    /** The key JR/T 0325 annex D prints: on secp256k1, not on the SM2 curve. */
    private static final String FOREIGN_KEY = "047560af3387d375e3342a6968179ef3c6d04f5d33b2b611cf326d4708badd7770"
            + "dfab8c54633b867c3e37a1a78c57228561374a4ae130bcf32c274f3173c45e50";

    private static List<Finding> check(Consumer<ObjectNode> breaking, RegistryView admitted) {
        ObjectNode json = ValidRegistration.json();
        breaking.accept(json);
        return RegistrationRules.check(Registration.fromJson(json), admitted);
    }

    private static ObjectNode validator(ObjectNode json, int index) {
        return (ObjectNode) json.withArray("validators").get(index);
    }

    private static ObjectNode endpoint(ObjectNode json, int index) {
        return (ObjectNode) json.withArray("endpoints").get(index);
    }

    @Test
    void aCompleteRegistrationHasNothingToObjectTo() {
        assertThat(check(json -> {}, RegistryView.EMPTY)).isEmpty();
    }

    @Test
    void aRegistrationOfSevenNodesMayLeaveTwoFaulty() {
        Registration seven = Registration.fromJson(ValidRegistration.json("shanghai", 7));
        assertThat(RegistrationRules.check(seven, RegistryView.EMPTY)).isEmpty();
    }

    @Test
    void everyGroupOfRulesSpeaksAtOnceAboutAnEmptyForm() {
        ObjectNode empty = ValidRegistration.json().removeAll();
        assertThat(RegistrationRules.check(Registration.fromJson(empty), RegistryView.EMPTY))
                .extracting(Finding::code)
                .contains(
                        "CHAIN_ID_MALFORMED",
                        "OPERATOR_CODE_INVALID",
                        "FIELD_MISSING",
                        "ALGORITHM_NOT_NATIONAL",
                        "CONSENSUS_NOT_BFT",
                        "TOO_FEW_VALIDATORS",
                        "TOO_FEW_ENDPOINTS",
                        "SEAL_KEY_MISSING",
                        "GENESIS_HASH_INVALID",
                        "GENESIS_TIME_INVALID",
                        "CONTACT_MISSING");
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("brokenForms")
    void oneBrokenThingIsNamedWithItsCodeAndPlace(
            String code, String path, String basis, Consumer<ObjectNode> breaking) {
        assertThat(check(breaking, RegistryView.EMPTY))
                .filteredOn(Finding::blocks)
                .extracting(Finding::code, Finding::path, Finding::basis)
                .containsExactly(tuple(code, path, basis));
    }

    private static Arguments row(String code, String path, String basis, Consumer<ObjectNode> breaking) {
        return arguments(code, path, basis, breaking);
    }

    static Stream<Arguments> brokenForms() {
        return Stream.of(
                        chainForms(), technologyForms(), validatorForms(), entityForms(), endpointForms(), otherForms())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> chainForms() {
        return Stream.of(
                row("OPERATOR_CODE_INVALID", "operator.uscc", "A5.3", json -> json.withObject("operator")
                        .put("uscc", "91310000564759688M")),
                row("CHAIN_LABEL_OF_OTHER_MARKET", "operator.name", "A10.3", json -> json.withObject("operator")
                        .put("name", "北京股权交易中心有限公司")),
                row("CHAIN_LABEL_OF_OTHER_MARKET", "region", "A10.3", json -> json.put("region", "浙江")),
                row("SIGN_OFF_MISSING", "provincialSignOff", "A5.1", json -> json.remove("provincialSignOff")),
                row("SIGN_OFF_OF_OTHER_PROVINCE", "provincialSignOff.province", "A5.1", json -> json.withObject(
                                "provincialSignOff")
                        .put("province", "四川")));
    }

    private static Stream<Arguments> technologyForms() {
        return Stream.concat(
                Stream.of("vendor", "product", "version", "virtualMachine", "cryptoModule", "certificateNumber")
                        .map(member -> row(
                                "FIELD_MISSING", "technology." + member, "A10.1", json -> json.withObject("technology")
                                        .put(member, "未知"))),
                Stream.of(
                        row("CONSENSUS_NOT_BFT", "consensus.protocol", "A7.1", json -> json.withObject("consensus")
                                .put("protocol", "Raft")),
                        row("CONSENSUS_NOT_BFT", "consensus.protocol", "A7.1", json -> json.withObject("consensus")
                                .put("protocol", "other")),
                        row("FIELD_MISSING", "consensus.version", "A10.2", json -> json.withObject("consensus")
                                .put("version", "")),
                        row("CLAIMED_FAULTY_WRONG", "consensus.claimedFaulty", "A10.2", json -> json.withObject(
                                        "consensus")
                                .put("claimedFaulty", 2)),
                        row("CLAIMED_FAULTY_WRONG", "consensus.claimedFaulty", "A10.2", json -> json.withObject(
                                        "consensus")
                                .remove("claimedFaulty")),
                        row("ALGORITHM_NOT_NATIONAL", "algorithms.hash", "A9.1", json -> json.withObject("algorithms")
                                .put("hash", "SHA-256")),
                        row(
                                "ALGORITHM_NOT_NATIONAL",
                                "algorithms.transactionSignature",
                                "A9.2",
                                json -> json.withObject("algorithms").put("transactionSignature", "ECDSA")),
                        row("ALGORITHM_NOT_NATIONAL", "algorithms.consensusSignature", "A9.3", json -> json.withObject(
                                        "algorithms")
                                .put("consensusSignature", "")),
                        row("ALGORITHM_NOT_NATIONAL", "algorithms.p2pHandshake", "A9.4", json -> json.withObject(
                                        "algorithms")
                                .put("p2pHandshake", "TLS_AES_128_GCM_SHA256"))));
    }

    private static Stream<Arguments> validatorForms() {
        return Stream.of(
                row("TOO_FEW_VALIDATORS", "validators", "A7.2", json -> {
                    json.withArray("validators").remove(3);
                    json.withObject("consensus").put("claimedFaulty", 0);
                }),
                row("VALIDATOR_KEY_REPEATED", "validators[4].publicKey", "A7.2", json -> {
                    ObjectNode again = validator(json, 1).deepCopy().put("name", "jiangsu-4");
                    json.withArray("validators").add(again);
                }),
                row("VALIDATOR_KEY_INVALID", "validators[4].publicKey", "A10.4", json -> {
                    ValidRegistration.node(json.withArray("validators").addObject(), "jiangsu", 4, 2);
                    validator(json, 4).put("publicKey", FOREIGN_KEY);
                }),
                row("VALIDATOR_KEY_INVALID", "validators[4].publicKey", "A10.4", json -> {
                    ValidRegistration.node(json.withArray("validators").addObject(), "jiangsu", 4, 2);
                    validator(json, 4).put("publicKey", "04" + "00".repeat(64));
                }),
                row("VALIDATOR_NAME_REPEATED", "validators[3].name", "A10.5", json -> {
                    ValidRegistration.node(validator(json, 3), "jiangsu", 2, 3);
                    ObjectNode fresh = validator(json, 3);
                    ValidRegistration.node(fresh, "jiangsu", 9, 3);
                    fresh.put("name", "jiangsu-2");
                    fresh.put(
                            "proofOfPossession",
                            ProofOfPossession.sign(
                                    ValidRegistration.key("jiangsu-9"),
                                    new ChainId("jiangsu"),
                                    "jiangsu-2",
                                    ValidRegistration.organisation(3)));
                }),
                row("POSSESSION_NOT_PROVEN", "validators[2].proofOfPossession", "A10.4", json -> validator(json, 2)
                        .put(
                                "proofOfPossession",
                                validator(json, 1).get("proofOfPossession").textValue())),
                row("POSSESSION_NOT_PROVEN", "validators[2].proofOfPossession", "A10.4", json -> validator(json, 2)
                        .put("proofOfPossession", "")),
                row("POSSESSION_NOT_PROVEN", "validators[0].proofOfPossession", "A10.4", json -> validator(json, 0)
                        .put(
                                "proofOfPossession",
                                ProofOfPossession.sign(
                                        ValidRegistration.key("jiangsu-0"),
                                        new ChainId("zhejiang"),
                                        "jiangsu-0",
                                        ValidRegistration.organisation(0)))));
    }

    private static Stream<Arguments> entityForms() {
        return Stream.of(
                row("ENTITY_TYPE_UNKNOWN", "validators[0].entityType", "A10.5", json -> validator(json, 0)
                        .put("entityType", "company")),
                row("ENTITY_TYPE_MISMATCH", "validators[2].entityType", "A7.4", json -> validator(json, 2)
                        .put("entityType", "government")),
                row("FIELD_MISSING", "validators[3].organisationName", "A10.5", json -> validator(json, 3)
                        .put("organisationName", "")),
                row("ORGANISATION_NAME_DIFFERS", "validators[4].organisationName", "A10.5", json -> {
                    ValidRegistration.node(json.withArray("validators").addObject(), "jiangsu", 4, 2);
                    validator(json, 4).put("organisationName", "另一名称");
                }),
                row("CONCENTRATION", "validators", "A16.3", json -> {
                    ArrayNode validators = json.withArray("validators");
                    for (int i = 0; i < 4; i++) {
                        ValidRegistration.node((ObjectNode) validators.get(i), "jiangsu", i, 0);
                    }
                }));
    }

    private static Stream<Arguments> endpointForms() {
        return Stream.of(
                row("TOO_FEW_ENDPOINTS", "endpoints", "A10.6", json -> json.withArray("endpoints")
                        .remove(1)),
                row("ENDPOINT_NOT_TLS", "endpoints[1].url", "A10.6", json -> endpoint(json, 1)
                        .put("url", "http://10.20.2.11:8443")),
                row("ENDPOINT_MALFORMED", "endpoints[0].url", "A10.6", json -> endpoint(json, 0)
                        .put("url", "https://user@10.20.1.11:8443")),
                row("ENDPOINT_MALFORMED", "endpoints[0].url", "A10.6", json -> endpoint(json, 0)
                        .put("url", "https://10.20.1.11 :8443")),
                row("ENDPOINT_ADDRESS_REPEATED", "endpoints[1].url", "A10.6", json -> endpoint(json, 1)
                        .put("url", "HTTPS://10.20.1.11:8443/other")),
                row("ENDPOINT_KEY_REPEATED", "endpoints[1].nodeKey", "A10.6", json -> endpoint(json, 1)
                        .put("nodeKey", endpoint(json, 0).get("nodeKey").textValue())),
                row("ENDPOINT_KEY_INVALID", "endpoints[1].nodeKey", "A10.6", json -> endpoint(json, 1)
                        .put("nodeKey", "04ab")),
                row("FIELD_MISSING", "endpoints[0].nodeName", "A10.6", json -> endpoint(json, 0)
                        .put("nodeName", " ")));
    }

    private static Stream<Arguments> otherForms() {
        return Stream.of(
                row("SEAL_KEY_MISSING", "sealKeys", "JR/T 0314 6.3", json -> json.withArray("sealKeys")
                        .removeAll()),
                row("SEAL_KEY_INVALID", "sealKeys[1]", "JR/T 0314 6.3", json -> json.withArray("sealKeys")
                        .add(FOREIGN_KEY)),
                row("SEAL_KEY_REPEATED", "sealKeys[1]", "JR/T 0314 6.3", json -> json.withArray("sealKeys")
                        .add(json.withArray("sealKeys").get(0).textValue())),
                row("GENESIS_HASH_INVALID", "genesisHash", "A10.8", json -> json.put("genesisHash", "00".repeat(32))),
                row("GENESIS_HASH_INVALID", "genesisHash", "A10.8", json -> json.put("genesisHash", "12ab")),
                row("GENESIS_TIME_INVALID", "genesisTime", "A10.8", json -> json.remove("genesisTime")),
                row("CONTACT_MISSING", "dutyContact", "A10.8", json -> json.put("dutyContact", "无")),
                row("CONTACT_MISSING", "securityOfficer", "A10.8", json -> json.remove("securityOfficer")),
                row(
                        "PERSONAL_NUMBER_ON_LEDGER",
                        "dutyContact",
                        "A11.5",
                        json -> json.put("dutyContact", "张工 13900000000")),
                row(
                        "PERSONAL_NUMBER_ON_LEDGER",
                        "notes",
                        "A11.5",
                        json -> json.put("notes", "负责人 32000019750615002X")));
    }

    @Test
    void aBadOrganisationCodeIsPinpointedBesideThePossessionThatNoLongerFits() {
        assertThat(check(json -> validator(json, 2).put("organisation", "91320500MA1REM122X"), RegistryView.EMPTY))
                .extracting(Finding::code, Finding::path)
                .containsExactly(
                        tuple("POSSESSION_NOT_PROVEN", "validators[2].proofOfPossession"),
                        tuple("ORGANISATION_CODE_INVALID", "validators[2].organisation"));
    }

    @Test
    void aLabelOfAnotherProvinceIsRefusedAndTheRightMarketNamed() {
        assertThat(check(json -> json.put("chainId", "beijing"), RegistryView.EMPTY))
                .filteredOn(finding -> finding.code().equals("CHAIN_LABEL_OF_OTHER_MARKET"))
                .extracting(Finding::path, Finding::message)
                .containsExactly(
                        tuple(
                                "operator.name",
                                "\"江苏股权交易中心有限责任公司\" does not run the market \"beijing\"; that is 北京股权交易中心有限公司"),
                        tuple("region", "\"江苏\" is not the area of \"beijing\"; that is 北京"));
    }

    @ParameterizedTest
    @MethodSource("chainIdsThatAreNone")
    void aChainIdThatIsNoMarketsLabelIsRefused(String chainId, String code) {
        assertThat(check(json -> json.put("chainId", chainId), RegistryView.EMPTY))
                .extracting(Finding::code)
                .contains(code);
    }

    static Stream<Arguments> chainIdsThatAreNone() {
        return Stream.of(
                arguments("sichuan2", "CHAIN_ID_MALFORMED"),
                arguments("JiangSu", "CHAIN_ID_MALFORMED"),
                arguments("supervision", "CHAIN_ID_NOT_A_MARKET"),
                arguments("xizang", "CHAIN_ID_NOT_A_MARKET"));
    }

    @Test
    void whatOtherChainsUseAlreadyIsRefused() {
        Registration registration = Registration.fromJson(ValidRegistration.json());
        assertThat(RegistrationRules.check(registration, everythingTakenBy(new ChainId("zhejiang"))))
                .extracting(Finding::code, Finding::path)
                .contains(
                        tuple("INDEPENDENT_CHAIN_DISCOURAGED", "operator.uscc"),
                        tuple("VALIDATOR_KEY_OF_OTHER_CHAIN", "validators[3].publicKey"),
                        tuple("ENDPOINT_KEY_OF_OTHER_CHAIN", "endpoints[1].nodeKey"),
                        tuple("SEAL_KEY_OF_OTHER_CHAIN", "sealKeys[0]"));
    }

    @Test
    void aChainThatIsAdmittedAlreadyIsRefused() {
        Registration registration = Registration.fromJson(ValidRegistration.json());
        assertThat(RegistrationRules.check(registration, everythingTakenBy(new ChainId("jiangsu"))))
                .extracting(Finding::code)
                .contains("CHAIN_ALREADY_REGISTERED");
    }

    private static RegistryView everythingTakenBy(ChainId chain) {
        return new RegistryView() {
            @Override
            public boolean admitted(ChainId asked) {
                return asked.equals(chain);
            }

            @Override
            public Optional<ChainId> chainOfKey(Hash32 fingerprint) {
                return Optional.of(chain);
            }

            @Override
            public Optional<ChainId> chainOfOperator(UnifiedSocialCreditCode operator) {
                return Optional.of(chain);
            }
        };
    }

    @Test
    void oneOrganisationWithMoreNodesThanMayLieIsToldToTheApproverOnly() {
        assertThat(check(
                        json -> ValidRegistration.node(
                                json.withArray("validators").addObject(), "jiangsu", 4, 0),
                        RegistryView.EMPTY))
                .extracting(Finding::code, Finding::severity, Finding::path)
                .containsExactly(tuple("CONCENTRATION_HIGH", Finding.Severity.ADVICE, "validators[4].organisation"));
    }

    @Test
    void noGovernmentNodeAndOneHostForAllAndADoublingOfficerAreAdvice() {
        List<Finding> findings = check(
                json -> {
                    ValidRegistration.node(validator(json, 1), "jiangsu", 1, 2);
                    endpoint(json, 1).put("url", "https://10.20.1.11:8444");
                    json.put("securityOfficer", json.get("dutyContact").textValue());
                    json.withArray("sealKeys")
                            .add(ValidRegistration.key("jiangsu-0").publicKey().toHex());
                },
                RegistryView.EMPTY);
        assertThat(findings).noneMatch(Finding::blocks);
        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly(
                        "CONCENTRATION_HIGH",
                        "NO_GOVERNMENT_NODE",
                        "ENDPOINTS_ON_ONE_HOST",
                        "SEAL_KEY_IS_NODE_KEY",
                        "SECURITY_OFFICER_DOUBLES");
    }
}
