package io.regchain.identity.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.digest.IdentityDigests;
import io.regchain.identity.digest.IdentityDigests.PersonDigests;
import io.regchain.identity.digest.IdentityPaper;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubIdentityContractTest {
    private static final Sm2PrivateKey SERVICE = ContractHarness.key("identity service");
    private static final Sm2PrivateKey STRANGER = ContractHarness.key("stranger");
    private static final IdentityDigests DIGESTS =
            new IdentityDigests(SecretBytes.copyOf("a key of the tests only".getBytes(StandardCharsets.US_ASCII)));
    private static final String NUMBER = "32000019750615002X";
    private static final PersonDigests LI_ER = DIGESTS.of(IdentityPaper.RESIDENT_ID, NUMBER, "李二");

    /** Stands for the contract that has verified an object, and passes its content on. */
    private record ObjectsContract() implements Contract {
        @Override
        public String name() {
            return "objects";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            return context.call("identity", method, arguments);
        }
    }

    private final ContractHarness hub = ContractHarness.start(
            ChainId.SUPERVISION,
            new BlockTime(1_770_000_000_000L),
            genesis(),
            List.of(new HubIdentityContract(), new ObjectsContract()));

    private static SortedMap<String, Bytes> genesis() {
        SortedMap<String, Bytes> state =
                new TreeMap<>(HubIdentityContract.genesis(InvestorCode.Kind.NATURAL_PERSON, 101));
        ObjectNode role = CanonicalJson.object().put("name", "身份服务");
        role.putArray("roles").add("identity-service");
        state.put("roles/" + SERVICE.publicKey().fingerprint().toHex(), CanonicalJson.encode(role));
        return state;
    }

    private static ObjectNode application(String kind, PersonDigests person, String market) {
        return CanonicalJson.object()
                .put("kind", kind)
                .put("identityDigest", person.identity().toHex())
                .put("nameDigest", person.name().toHex())
                .put("market", market);
    }

    private JsonNode allocate(String kind, PersonDigests person, String market) {
        return hub.succeed(SERVICE, "identity", "allocateInvestorCode", application(kind, person, market));
    }

    private List<String> lastEvents() {
        return hub.lastBlock().receipts().get(0).events().stream()
                .map(Event::name)
                .toList();
    }

    private static String text(JsonNode result, String member) {
        return result.path(member).asText();
    }

    @Test
    void onePersonHasOneCodeWhicheverMarketAsksAndHoweverOften() {
        JsonNode first = allocate("Q", LI_ER, "jiangsu");
        assertThat(text(first, "outcome")).isEqualTo("ALLOCATED");
        assertThat(text(first, "code")).isEqualTo("Q000000101");
        assertThat(text(first, "did")).isEqualTo("did:rem:jiangsu:Q000000101");
        assertThat(lastEvents()).containsExactly("investorCodeAllocated");

        JsonNode second = allocate("Q", LI_ER, "zhejiang");
        assertThat(text(second, "outcome")).isEqualTo("KNOWN");
        assertThat(text(second, "code")).isEqualTo("Q000000101");
        assertThat(text(second, "did")).isEqualTo("did:rem:zhejiang:Q000000101");
        assertThat(lastEvents()).containsExactly("investorRecognised");

        assertThat(text(allocate("Q", LI_ER, "zhejiang"), "code")).isEqualTo("Q000000101");
        assertThat(lastEvents()).isEmpty();
    }

    @Test
    void codesOfEachKindCountByThemselves() {
        allocate("Q", LI_ER, "jiangsu");
        PersonDigests other = DIGESTS.of(IdentityPaper.RESIDENT_ID, "310000198001010016", "张一");
        PersonDigests firm = DIGESTS.of(IdentityPaper.UNIFIED_SOCIAL_CREDIT_CODE, "91320500MA1REM122M", "苏新材");
        assertThat(text(allocate("Q", other, "shanghai"), "code")).isEqualTo("Q000000102");
        assertThat(text(allocate("R", firm, "jiangsu"), "code")).isEqualTo("R000000001");
    }

    @Test
    void theSameIdentityUnderAnotherNameGoesToAPersonOnceAndGetsNoCode() {
        allocate("Q", LI_ER, "jiangsu");
        PersonDigests liErEr = DIGESTS.of(IdentityPaper.RESIDENT_ID, NUMBER, "李二二");
        JsonNode conflict = allocate("Q", liErEr, "zhejiang");
        assertThat(text(conflict, "outcome")).isEqualTo("MANUAL_REVIEW");
        assertThat(text(conflict, "conflict")).isEqualTo("IDENTITY_CONFLICT");
        assertThat(conflict.has("code")).isFalse();
        assertThat(conflict.get("case").longValue()).isEqualTo(1);
        assertThat(lastEvents()).containsExactly("identityConflictRecorded");
        assertThat(allocate("Q", liErEr, "zhejiang").get("case").longValue()).isEqualTo(1);
        assertThat(lastEvents()).isEmpty();
        assertThat(text(hub.read("identity/case/1").orElseThrow(), "state")).isEqualTo("OPEN");
        // The person on record is not disturbed.
        assertThat(text(allocate("Q", LI_ER, "zhejiang"), "code")).isEqualTo("Q000000101");
    }

    @Test
    void theSameIdentityAsAnotherKindOfInvestorGoesToAPersonToo() {
        allocate("Q", LI_ER, "jiangsu");
        assertThat(text(allocate("R", LI_ER, "jiangsu"), "conflict")).isEqualTo("KIND_CONFLICT");
    }

    @Test
    void aCaseIsDecidedOnceAndTheOtherNameCountsIfItIsTheSamePerson() {
        allocate("Q", LI_ER, "jiangsu");
        PersonDigests renamed = DIGESTS.of(IdentityPaper.RESIDENT_ID, NUMBER, "李贰");
        allocate("Q", renamed, "zhejiang");
        ObjectNode decision =
                CanonicalJson.object().put("case", 1).put("samePerson", true).put("note", "更名，户口簿已核");
        assertThat(hub.refuse(STRANGER, "identity", "decideCase", decision).code())
                .isEqualTo("ROLE_MISSING");
        hub.succeed(SERVICE, "identity", "decideCase", decision);
        assertThat(text(allocate("Q", renamed, "zhejiang"), "code")).isEqualTo("Q000000101");
        assertThat(hub.refuse(SERVICE, "identity", "decideCase", decision).code())
                .isEqualTo("NO_OPEN_CASE");
    }

    @Test
    void aRefusedCaseStaysAConflict() {
        allocate("Q", LI_ER, "jiangsu");
        PersonDigests impostor = DIGESTS.of(IdentityPaper.RESIDENT_ID, NUMBER, "王五");
        allocate("Q", impostor, "zhejiang");
        hub.succeed(
                SERVICE,
                "identity",
                "decideCase",
                CanonicalJson.object().put("case", 1).put("samePerson", false).put("note", "冒用"));
        assertThat(text(allocate("Q", impostor, "zhejiang"), "outcome")).isEqualTo("MANUAL_REVIEW");
    }

    @Test
    void neitherNumberNorNameReachesTheLedger() {
        allocate("Q", LI_ER, "jiangsu");
        allocate("Q", DIGESTS.of(IdentityPaper.RESIDENT_ID, NUMBER, "李二二"), "zhejiang");
        assertThat(hub.state().values())
                .noneSatisfy(value -> assertThat(value.toUtf8()).containsAnyOf(NUMBER, "李二", "19750615"));
    }

    @Test
    void onlyTheIdentityServiceAsksForCodes() {
        assertThat(hub.refuse(STRANGER, "identity", "allocateInvestorCode", application("Q", LI_ER, "jiangsu"))
                        .code())
                .isEqualTo("ROLE_MISSING");
        assertThat(hub.refuse(SERVICE, "objects", "allocateInvestorCode", application("Q", LI_ER, "jiangsu"))
                        .code())
                .isEqualTo("ROLE_MISSING");
    }

    @ParameterizedTest
    @CsvSource({"kind, X", "kind, q", "market, xizang", "market, supervision", "identityDigest, 12", "nameDigest, ''"})
    void aBadApplicationIsRefusedByName(String member, String value) {
        ObjectNode application = application("Q", LI_ER, "jiangsu").put(member, value);
        var refusal = hub.refuse(SERVICE, "identity", "allocateInvestorCode", application);
        assertThat(refusal.code()).isEqualTo("BAD_ARGUMENT");
        assertThat(refusal.message()).contains(member);
    }

    private static ObjectNode enterprise(String code, String layer) {
        ObjectNode arguments = CanonicalJson.object()
                .put("chain", "jiangsu")
                .put("code", code)
                .put("uscc", "91320500MA1REM122M")
                .put("name", "苏新材");
        return layer.isEmpty() ? arguments : arguments.put("layer", layer);
    }

    @Test
    void anEnterpriseKeepsCodeAndDidWhileItsLayerChanges() {
        JsonNode first = hub.succeed(STRANGER, "objects", "syncEnterpriseCode", enterprise("JS000207P", ""));
        assertThat(text(first, "code")).isEqualTo("JS000207");
        assertThat(text(first, "layer")).isEqualTo("P");
        assertThat(text(first, "did")).isEqualTo("did:rem:jiangsu:JS000207");
        assertThat(lastEvents()).containsExactly("enterpriseCodeSynced");
        hub.succeed(STRANGER, "objects", "syncEnterpriseCode", enterprise("JS000207", "P"));
        assertThat(lastEvents()).isEmpty();
        JsonNode moved = hub.succeed(STRANGER, "objects", "syncEnterpriseCode", enterprise("JS000207", "G"));
        assertThat(text(moved, "layer")).isEqualTo("G");
        assertThat(text(moved, "did")).isEqualTo("did:rem:jiangsu:JS000207");
        assertThat(hub.read("identity/uscc/91320500MA1REM122M").orElseThrow()).hasToString("[\"JS000207\"]");
    }

    @Test
    void aCodeNeverPassesToAnotherEnterpriseNorToAnotherMarket() {
        hub.succeed(STRANGER, "objects", "syncEnterpriseCode", enterprise("JS000207", ""));
        assertThat(hub.refuse(
                                STRANGER,
                                "objects",
                                "syncEnterpriseCode",
                                enterprise("JS000207", "").put("uscc", "91330100MA2REM1407"))
                        .code())
                .isEqualTo("ENTERPRISE_CODE_TAKEN");
        assertThat(hub.refuse(STRANGER, "objects", "syncEnterpriseCode", enterprise("ZJ000033", ""))
                        .code())
                .isEqualTo("CODE_OF_OTHER_MARKET");
    }

    @Test
    void codesAreSyncedByTheContractThatVerifiedTheObjectAndByNobodyElse() {
        assertThat(hub.refuse(SERVICE, "identity", "syncEnterpriseCode", enterprise("JS000207", ""))
                        .code())
                .isEqualTo("CALLER_NOT_ALLOWED");
        assertThat(hub.refuse(STRANGER, "objects", "syncEnterpriseCode", enterprise("JS000207", "X"))
                        .code())
                .isEqualTo("BAD_ARGUMENT");
    }

    @Test
    void aFirstNumberOutsideNineDigitsIsNoGenesis() {
        assertThatThrownBy(() -> HubIdentityContract.genesis(InvestorCode.Kind.NATURAL_PERSON, 1_000_000_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheNumbersOfAKindAreUsedUpNoCodeIsGivenTwice() {
        SortedMap<String, Bytes> state = genesis();
        state.putAll(HubIdentityContract.genesis(InvestorCode.Kind.NATURAL_PERSON, InvestorCode.MAX_NUMBER));
        ContractHarness full =
                ContractHarness.start(ChainId.SUPERVISION, new BlockTime(1), state, List.of(new HubIdentityContract()));
        assertThat(text(
                        full.succeed(SERVICE, "identity", "allocateInvestorCode", application("Q", LI_ER, "jiangsu")),
                        "code"))
                .isEqualTo("Q999999999");
        PersonDigests next = DIGESTS.of(IdentityPaper.PASSPORT, "E00000001", "Wang San");
        assertThat(full.refuse(SERVICE, "identity", "allocateInvestorCode", application("Q", next, "jiangsu"))
                        .code())
                .isEqualTo("CODES_EXHAUSTED");
    }
}
