package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.tls.TlsIdentity;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.conformance.Check;
import io.regchain.localchain.conformance.CheckResult;
import io.regchain.localchain.conformance.ConformanceKit;
import io.regchain.localchain.conformance.ConformanceReport;
import io.regchain.localchain.conformance.KitSettings;
import io.regchain.localchain.conformance.Outcome;
import io.regchain.localchain.conformance.ReportText;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.localchain.sandbox.gateway.NationalDoor;
import io.regchain.localchain.sandbox.gateway.NodeAddress;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.settlement.SettlementKeys;
import io.regchain.protocol.settlement.SettlementLeg;
import io.regchain.protocol.settlement.SettlementPlan;
import io.regchain.registry.Registration;
import io.regchain.supervision.node.HubKeys;
import io.regchain.supervision.node.KeyedLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The witness that our documents are complete: a local chain in JavaScript, written from {@code docs/protocol.md}, the
 * vectors and the {@code .proto} files, joins a real federation by the registry's own door, is observed and carried for by
 * the production couriers, and passes the conformance kit with all that happened on it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JavaScriptChainTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final ChainId SICHUAN = new ChainId("sichuan");
    private static final ProductCode JIANGSU_SHARES = ProductCode.parse("JS000101G.S2601");
    private static final ProductCode SICHUAN_SHARES = ProductCode.parse("SC000101G.S2601");
    private static final InvestorCode FOUNDER = new InvestorCode("Q000000900");
    private static final String ACCOUNT = "JS-0900";
    private static final long ISSUED = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    private static Path directory;

    private static Optional<Federation> federation = Optional.empty();
    private static Optional<JavaScriptChain> started = Optional.empty();
    private static Optional<ActorSystem<Void>> doors = Optional.empty();
    private static Optional<Registration> registered = Optional.empty();

    @BeforeAll
    static void join() throws Exception {
        Path programs = NodeJs.prepared(directory);
        MarketPlan plan = MarketPlan.of(Markets.byChain(JIANGSU).orElseThrow());
        federation =
                Optional.of(Federation.start(FederationSettings.of(directory.resolve("federation"), List.of(plan))));
        started = Optional.of(JavaScriptChain.start(programs, directory, settings()));
        doors = Optional.of(ActorSystem.create(Behaviors.empty(), "doors"));
        Admission admission = new Admission(
                ledger(hubKeys().admissionMaker()), ledger(hubKeys().admissionChecker()));
        Registration registration = registration();
        registered = Optional.of(registration);
        admission.admit(registration);
        prepareJiangsu();
        assertThat(chain().seal(JavaScriptChain.disclosure(SICHUAN, "disclosure-1"))
                        .path("outcome")
                        .asText())
                .isEqualTo("SUCCESS");
    }

    @AfterAll
    static void stop() {
        try {
            federation.ifPresent(Federation::close);
        } finally {
            started.ifPresent(JavaScriptChain::close);
            doors.ifPresent(ActorSystem::terminate);
            BLOCKING.shutdown();
        }
    }

    private static Federation hub() {
        return federation.orElseThrow();
    }

    private static JavaScriptChain chain() {
        return started.orElseThrow();
    }

    private static HubKeys hubKeys() {
        return HubPlan.hubKeys(hub().keys());
    }

    private static KeyedLedger ledger(Sm2PrivateKey key) {
        return new KeyedLedger(List.of(hub().hubNode()), key, BLOCKING);
    }

    private static LocalMarket jiangsu() {
        return hub().market(JIANGSU);
    }

    /** The hub it is to trust, and the rehearsal's time. */
    private static ObjectNode settings() {
        BlockHeader genesis =
                hub().hubNode().block(Height.ZERO).orElseThrow().block().header();
        ObjectNode settings = CanonicalJson.object().put("chain", SICHUAN.value());
        ObjectNode trusted = settings.putObject("hub")
                .put("height", 0)
                .put("hash", genesis.hash().toHex())
                .put("time", genesis.time().epochMillis());
        trusted.set("validators", BlockJson.of(HubPlan.validators(hub().keys())));
        return settings.put("clockAheadMillis", hub().clock().now().epochMillis() - System.currentTimeMillis());
    }

    /** The chain's own part, and what its market fills in beside. */
    private static Registration registration() {
        ObjectNode form = chain().registration().deepCopy();
        form.put("chainId", SICHUAN.value())
                .put("dutyContact", "四川股交运维值班室")
                .put("securityOfficer", "四川股交信息安全部")
                .put("notes", "演练数据，机构代码均为虚构");
        form.putObject("technology")
                .put("vendor", "an outsider")
                .put("product", "javascript chain")
                .put("version", "0.1.0")
                .put("virtualMachine", "functions of JavaScript")
                .put("cryptoModule", "sm-crypto-v2")
                .put("certificateNumber", "演练-未认证");
        form.putObject("consensus")
                .put("protocol", "QBFT")
                .put("version", "1")
                .put("claimedFaulty", 1)
                .putObject("parameters");
        form.putObject("algorithms")
                .put("hash", "SM3")
                .put("transactionSignature", "SM2")
                .put("consensusSignature", "SM2")
                .put("p2pHandshake", "TLS_SM4_GCM_SM3")
                .put("rpc", "TLS_SM4_GCM_SM3")
                .put("storage", "SM4");
        form.putObject("provincialSignOff").put("regulator", "四川地方金融管理局").put("province", "四川");
        form.putArray("endpoints");
        for (int i = 0; i < chain().endpoints().size(); i++) {
            JsonNode seat = form.get("validators").get(i);
            TlsIdentity identity = hub().keys()
                    .tls(
                            seat.get("name").textValue(),
                            new UnifiedSocialCreditCode(seat.get("organisation").textValue()));
            ServerBinding door = new NationalDoor(
                            doors.orElseThrow(),
                            new NodeAddress(chain().endpoints().get(i), Optional.of(chain().token()), Optional.empty()),
                            call -> {})
                    .bind(identity)
                    .toCompletableFuture()
                    .join();
            form.withArray("endpoints")
                    .addObject()
                    .put("url", "https://127.0.0.1:" + door.localAddress().getPort())
                    .put("nodeKey", identity.publicKeyHex())
                    .put("nodeName", seat.get("name").textValue());
        }
        return Registration.fromJson(form);
    }

    /** A security of Jiangsu whose founder holds everything. */
    private static void prepareJiangsu() {
        OperatorDesk desk = jiangsu().desk();
        Instant now = hub().clock().now().toInstant();
        jiangsu()
                .mustSucceed(
                        "products",
                        "registerIssuer",
                        desk.registerIssuer(
                                "issuer-1",
                                EnterpriseCode.parse("JS000101G"),
                                UnifiedSocialCreditCode.complete("91320000", "MA1REM11"),
                                "苏测控股份有限公司",
                                now));
        jiangsu()
                .mustSucceed(
                        "accounts",
                        "open",
                        desk.openAccount(
                                "open-1",
                                ACCOUNT,
                                new OperatorDesk.Investor(
                                        FOUNDER,
                                        new Did(JIANGSU, FOUNDER),
                                        Sm3.hash(Bytes.utf8("name")),
                                        "张*",
                                        Sm3.hash(Bytes.utf8("number"))),
                                Optional.empty(),
                                now));
        jiangsu()
                .mustSucceed(
                        "products",
                        "create",
                        desk.createProduct(
                                "product-1",
                                JIANGSU_SHARES,
                                "普通股",
                                2,
                                ISSUED,
                                jiangsu().books(),
                                now));
        jiangsu()
                .mustSucceed(
                        "registration",
                        "initial",
                        desk.initialHolders(
                                "initial-1",
                                JIANGSU_SHARES,
                                List.of(new OperatorDesk.Allotment(ACCOUNT, ISSUED)),
                                jiangsu().books(),
                                now));
    }

    private static JsonNode orderFromJiangsu(String id) {
        jiangsu()
                .mustSucceed(
                        "transfers",
                        "forwardOrder",
                        jiangsu().desk().forwardOrder(id, ACCOUNT, SICHUAN, SICHUAN_SHARES, Side.BUY, 10));
        return await().atMost(PATIENCE)
                .until(() -> jiangsu().state().read("transfers/forwarded/" + id).orElseThrow(), order -> !order.path(
                                "state")
                        .asText()
                        .equals("SENT"));
    }

    /** As a caller of the chain sees it: what stands in its state, through its own node. */
    private static Optional<JsonNode> sichuan(String key) {
        return hub().hub()
                .gateways(SICHUAN)
                .get(0)
                .readState(key, Optional.empty())
                .toCompletableFuture()
                .join()
                .value()
                .map(CanonicalJson::decode);
    }

    private static JsonNode orderFromSichuan(ObjectNode order) {
        JsonNode sent = chain().call("transfers", "forwardOrder", order);
        assertThat(sent.path("outcome").asText()).as(sent.toString()).isEqualTo("SUCCESS");
        return await().atMost(PATIENCE)
                .until(
                        () -> sichuan("transfers/forwarded/"
                                        + order.get("requestId").textValue())
                                .orElseThrow(),
                        answered -> !answered.path("state").asText().equals("SENT"));
    }

    private static ObjectNode order(String id, long quantity) {
        return CanonicalJson.object()
                .put("requestId", id)
                .put("destination", JIANGSU.value())
                .put("investorCode", FOUNDER.text())
                .put("product", JIANGSU_SHARES.text())
                .put("side", "SELL")
                .put("quantity", quantity);
    }

    @Test
    @Order(1)
    void its_objects_are_observed_and_stored_on_the_supervision_chain() {
        await().atMost(PATIENCE)
                .until(() ->
                        hub().hubNode().read("objects/sichuan/disclosure-1/0").isPresent());
        assertThat(hub().hubNode().read("light-clients/sichuan/header/1")).isPresent();
        assertThat(hub().hubNode().read("light-clients/sichuan/frozen")).isEmpty();
    }

    @Test
    @Order(2)
    void a_refusal_there_comes_back_as_an_error_acknowledgement_and_keeps_no_writes() {
        JsonNode order = orderFromJiangsu("O-1");

        assertThat(order.path("state").asText()).isEqualTo("REFUSED");
        assertThat(order.path("code").asText()).isEqualTo("PRODUCT_UNKNOWN");
        assertThat(sichuan("packets/in/jiangsu/main/0")).isPresent();
        assertThat(sichuan("transfers/order/jiangsu-0")).isEmpty();
    }

    @Test
    @Order(3)
    void a_packet_of_a_java_chain_is_received_and_its_acknowledgement_comes_back() {
        chain().call("transfers", "list", CanonicalJson.object().put("product", SICHUAN_SHARES.text()));

        JsonNode order = orderFromJiangsu("O-2");

        assertThat(order.path("state").asText()).as(order.toString()).isEqualTo("ACCEPTED");
        assertThat(order.path("orderId").asText()).isEqualTo("jiangsu-0");
        assertThat(sichuan("transfers/order/jiangsu-0")).isPresent();
    }

    @Test
    @Order(4)
    void a_packet_of_its_own_reaches_a_java_chain_and_ends_with_its_answer() {
        JsonNode order = orderFromSichuan(order("S-1", 10));

        assertThat(order.path("state").asText()).as(order.toString()).isEqualTo("ACCEPTED");
        assertThat(order.path("orderId").asText()).isEqualTo("sichuan-0");
        assertThat(jiangsu().state().read("transfers/order/sichuan-0")).isPresent();
        assertThat(orderFromSichuan(order("S-2", ISSUED + 1)).path("code").asText())
                .isEqualTo("BALANCE_TOO_SMALL");
    }

    /** The hub takes no packet at or after its timeout; its source ends it on proof that the hub has no receipt. */
    @Test
    @Order(5)
    void a_packet_that_the_hub_has_not_taken_in_time_ends_as_timed_out() {
        JsonNode order = orderFromSichuan(order("S-3", 10).put("patienceMillis", 1));

        assertThat(order.path("code").asText()).as(order.toString()).isEqualTo("PACKET_TIMED_OUT");
    }

    private static SettlementPlan swap(String reference) {
        return new SettlementPlan(
                reference,
                new BlockTime(hub().clock().now().epochMillis()
                        + Duration.ofMinutes(10).toMillis()),
                List.of(payment(JIANGSU, "J-1001", "J-1002"), payment(SICHUAN, "S-1001", "S-1002")));
    }

    private static SettlementLeg payment(ChainId chain, String payer, String payee) {
        ObjectNode terms =
                CanonicalJson.object().put("payer", payer).put("payee", payee).put("amountFen", 30);
        return SettlementLeg.of(chain, "money", terms);
    }

    private static ObjectNode entering(SettlementPlan plan, int leg) {
        ObjectNode arguments = CanonicalJson.object().put("leg", leg);
        arguments.set("plan", plan.toJson());
        return arguments;
    }

    private static void openMoney(String account) {
        ObjectNode open = CanonicalJson.object()
                .put("requestId", "open-" + account)
                .put("account", account)
                .put("investorCode", FOUNDER.text());
        jiangsu().mustSucceed("money", "open", open);
        ObjectNode deposit = CanonicalJson.object()
                .put("requestId", "in-" + account)
                .put("account", account)
                .put("amountFen", 100)
                .put("voucher", Sm3.hash(Bytes.utf8(account)).toHex());
        jiangsu().mustSucceed("money", "deposit", deposit);
    }

    private static JsonNode onSichuan(String contract, String method, ObjectNode arguments) {
        JsonNode done = chain().call(contract, method, arguments);
        assertThat(done.path("outcome").asText()).as(done.toString()).isEqualTo("SUCCESS");
        return done.get("result");
    }

    /** How Sichuan's leg of the settlement ended. */
    private static String endOf(SettlementPlan plan) {
        String key = SettlementKeys.full(SettlementKeys.Local.leg(plan.id(), 1));
        return await().atMost(PATIENCE)
                .until(() -> sichuan(key).orElseThrow().path("state").asText(), state -> !state.equals("LOCKED"));
    }

    private static long available(String account) {
        return sichuan("money/account/" + account)
                .orElseThrow()
                .get("availableFen")
                .longValue();
    }

    @Test
    @Order(6)
    void money_there_and_money_on_a_java_chain_change_hands_together() {
        openMoney("J-1001");
        openMoney("J-1002");
        for (String account : List.of("S-1001", "S-1002")) {
            onSichuan(
                    "money",
                    "deposit",
                    CanonicalJson.object().put("account", account).put("amountFen", 100));
        }
        SettlementPlan plan = swap("SWAP-1");
        jiangsu().mustSucceed("settlements", "lock", entering(plan, 0));
        onSichuan("settlements", "lock", entering(plan, 1));

        assertThat(endOf(plan)).isEqualTo("COMMITTED");
        assertThat(List.of(available("S-1001"), available("S-1002"))).containsExactly(70L, 130L);
        await().atMost(PATIENCE)
                .until(
                        () -> jiangsu().state().read("money/account/J-1002").orElseThrow(),
                        account -> account.path("availableFen").longValue() == 130);
    }

    @Test
    @Order(7)
    void what_the_other_side_will_not_do_is_given_back() {
        SettlementPlan plan = swap("SWAP-2");
        onSichuan("settlements", "lock", entering(plan, 1));
        assertThat(available("S-1001")).isEqualTo(40);
        jiangsu()
                .mustSucceed(
                        "settlements",
                        "refuse",
                        entering(plan, 0).put("code", "PAYER_WITHDREW").put("message", "no"));

        assertThat(endOf(plan)).isEqualTo("RELEASED");
        assertThat(available("S-1001")).isEqualTo(70);
        assertThat(sichuan("settlements/pending").orElseThrow()).isEmpty();
    }

    @Test
    @Order(8)
    void it_passes_the_conformance_kit() {
        KitSettings settings = KitSettings.of(chain().endpoints(), chain().token())
                .withAnnounced(registered.orElseThrow().validatorSet());

        ConformanceReport report = ConformanceKit.run(settings, Clock.systemUTC(), line -> {});

        assertThat(report.passed())
                .as(() -> String.join("\n", ReportText.lines(report)))
                .isTrue();
        assertThat(report.results().stream()
                        .filter(result -> !(result.outcome() instanceof Outcome.Passed))
                        .map(CheckResult::check)
                        .distinct())
                .as("checks that were not made")
                .containsExactlyInAnyOrder(Check.TLS, Check.PACKETS_TEST_CALL);
    }

    @Test
    @Order(9)
    void it_ends_by_itself_when_nobody_speaks_to_it_any_more() {
        assertThat(chain().said()).isEmpty();
        assertThat(chain().end()).isTrue();
    }
}
