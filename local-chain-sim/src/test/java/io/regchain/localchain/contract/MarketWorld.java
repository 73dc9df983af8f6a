package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.lightclient.TrustedState;
import io.regchain.protocol.object.DataObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A market in working order on a chain in memory: an issuer with a security, a founder who holds it, and two buyers. */
final class MarketWorld {
    static final ProductCode SHARES = ProductCode.parse("SH000101G.S2601");
    static final InvestorCode FOUNDER = new InvestorCode("Q000000900");
    static final InvestorCode ZHANG = new InvestorCode("Q000000101");
    static final InvestorCode WANG = new InvestorCode("Q000000103");
    static final String FOUNDER_ACCOUNT = "SH-0900";
    static final String ZHANG_ACCOUNT = "SH-0101";
    static final String WANG_ACCOUNT = "SH-0103";
    static final long ISSUED = 100_000_000;
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 2);

    final ChainId chainId;
    final FakeHub hub;
    final ContractHarness chain;
    final Sm2PrivateKey key;
    final OperatorDesk desk;

    MarketWorld(ChainId chainId) {
        this(chainId, new FakeHub(at(FIRST_DAY)));
    }

    MarketWorld(ChainId chainId, FakeHub hub) {
        this(chainId, hub, hub.root());
    }

    /** A market that trusts the hub of this root. */
    MarketWorld(ChainId chainId, TrustedState root) {
        this(chainId, new FakeHub(at(FIRST_DAY)), root);
    }

    private MarketWorld(ChainId chainId, FakeHub hub, TrustedState root) {
        this.chainId = chainId;
        this.hub = hub;
        this.key = ContractHarness.key("operator of " + chainId);
        Operator operator = new Operator(
                Markets.byChain(chainId).orElseThrow().operator(),
                UnifiedSocialCreditCode.complete("91310000", "MA9TE777"),
                List.of(key.publicKey()));
        this.chain = ContractHarness.start(
                chainId,
                at(FIRST_DAY),
                InitialState.of(operator, root, new TrustClock(at(FIRST_DAY), new TrustPeriod(TrustPeriod.LONGEST))),
                InitialState.contracts());
        this.desk = new OperatorDesk(chainId, operator, key);
        succeed("objects", "put", desk.operatorSubject(now()));
    }

    /** Shanghai with 沪测控: the founder holds everything; 张一 and 王三 are qualified. */
    static MarketWorld shanghai() {
        MarketWorld world = new MarketWorld(new ChainId("shanghai"));
        world.open(FOUNDER_ACCOUNT, FOUNDER, Optional.empty());
        world.open(ZHANG_ACCOUNT, ZHANG, Optional.of(evidence()));
        world.open(WANG_ACCOUNT, WANG, Optional.of(evidence()));
        world.issuer("SH000101G", "91310000MA1REM114W", "沪测控股份有限公司");
        world.product(SHARES, ISSUED);
        world.initial(SHARES, List.of(new OperatorDesk.Allotment(FOUNDER_ACCOUNT, ISSUED)));
        return world;
    }

    static OperatorDesk.Evidence evidence() {
        return new OperatorDesk.Evidence(LocalDate.of(2027, 6, 30), "sm3:00ff", 50_000_000, 24);
    }

    static BlockTime at(LocalDate day) {
        return BlockTime.of(
                day.atTime(LocalTime.of(10, 0)).atZone(BlockTime.CHINA).toInstant());
    }

    MarketWorld on(String day) {
        chain.at(at(LocalDate.parse(day)));
        return this;
    }

    Instant now() {
        return chain.time().toInstant();
    }

    MarketBooks books() {
        return new MarketBooks(chain::read);
    }

    OperatorDesk.Investor investor(InvestorCode code) {
        return new OperatorDesk.Investor(
                code,
                new Did(chainId, code),
                Sm3.hash(Bytes.utf8("name of " + code)),
                "张*",
                Sm3.hash(Bytes.utf8("number of " + code)));
    }

    void open(String number, InvestorCode code, Optional<OperatorDesk.Evidence> evidence) {
        succeed("accounts", "open", desk.openAccount("open-" + number, number, investor(code), evidence, now()));
    }

    void issuer(String code, String creditCode, String name) {
        succeed(
                "products",
                "registerIssuer",
                desk.registerIssuer(
                        "issuer-" + code,
                        EnterpriseCode.parse(code),
                        new UnifiedSocialCreditCode(creditCode),
                        name,
                        now()));
    }

    void product(ProductCode code, long issued) {
        succeed("products", "create", desk.createProduct("product-" + code, code, "普通股", 2, issued, books(), now()));
    }

    void initial(ProductCode code, List<OperatorDesk.Allotment> allotments) {
        succeed("registration", "initial", desk.initialHolders("initial-" + code, code, allotments, books(), now()));
    }

    static TransferRequest trade(String id, String from, String to, long quantity) {
        return new TransferRequest(
                id, SHARES, from, to, quantity, new Cause.Trade("ONLINE_AGREEMENT", 320, Optional.empty()));
    }

    ObjectNode prepared(TransferRequest request) {
        return desk.transfer(request, books(), now());
    }

    JsonNode transfer(TransferRequest request) {
        return succeed("transfers", "transfer", prepared(request));
    }

    Refusal refusedTransfer(TransferRequest request) {
        return refuse("transfers", "transfer", prepared(request));
    }

    JsonNode succeed(String contract, String method, ObjectNode arguments) {
        return chain.succeed(key, contract, method, arguments);
    }

    Refusal refuse(String contract, String method, ObjectNode arguments) {
        return chain.refuse(key, contract, method, arguments);
    }

    static ArrayNode objects(ObjectNode arguments) {
        return (ArrayNode) arguments.get("objects");
    }

    /** Signs one object of a request anew after a change: a wrong object with a right seal. */
    void alter(ObjectNode arguments, int index, Consumer<ObjectNode> change) {
        ObjectNode object = (ObjectNode) objects(arguments).get(index);
        change.accept(object);
        ((ObjectNode) object.get("header")).putArray("seal");
        objects(arguments)
                .set(
                        index,
                        DataObject.parse(CanonicalJson.encode(object))
                                .sealWith(key)
                                .toJson());
    }
}
