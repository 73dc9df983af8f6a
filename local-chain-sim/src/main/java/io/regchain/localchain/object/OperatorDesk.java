package io.regchain.localchain.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.Issuer;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.rule.Exemption;
import io.regchain.localchain.rule.SettledTransfer;
import io.regchain.localchain.rule.TransferMethod;
import io.regchain.localchain.rule.TransferPlan;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.localchain.rule.TransferWorld;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.object.DataObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Prepares the operator's requests: the arguments of a contract call with the sealed objects it needs, from the books as
 * they are. Pure: it reads books, and sends nothing. A request that the books already make impossible is prepared without
 * objects, so that the chain itself gives the reason.
 */
public final class OperatorDesk {
    private final ChainId chain;
    private final Operator operator;
    private final BusinessObjects objects;

    /** @param key one of the operator's keys */
    public OperatorDesk(ChainId chain, Operator operator, Sm2PrivateKey key) {
        this.chain = chain;
        this.operator = operator;
        this.objects = new BusinessObjects(chain, operator, key);
    }

    /**
     * An investor as the market knows it after looking at the papers.
     *
     * @param nameDigest keyed digest of the real name, the same in every market
     * @param shownName what the object shows: {@code 李*}
     * @param idDigest keyed digest of the identity number
     */
    public record Investor(InvestorCode code, Did did, Hash32 nameDigest, String shownName, Hash32 idDigest) {}

    /**
     * What shows that a natural person is a qualified investor.
     *
     * @param evidence digest or credential id
     */
    public record Evidence(LocalDate validUntil, String evidence, long financialAssetsFen, long experienceMonths) {
        ObjectNode toJson() {
            return CanonicalJson.object()
                    .put("category", 5)
                    .put("validUntil", validUntil.toString())
                    .put("evidence", evidence)
                    .put("financialAssetsFen", financialAssetsFen)
                    .put("experienceMonths", experienceMonths);
        }
    }

    /** So many units for one account. */
    public record Allotment(String account, long quantity) {}

    /** For {@code objects.put}, once after genesis: the operator's own subject, which other objects refer to. */
    public ObjectNode operatorSubject(Instant time) {
        ObjectNode arguments = CanonicalJson.object();
        arguments.set(
                "snapshot",
                objects.operator(new Did(chain, operator.organisation()), time).toJson());
        return arguments;
    }

    /** For {@code products.registerIssuer}. */
    public ObjectNode registerIssuer(
            String requestId, EnterpriseCode code, UnifiedSocialCreditCode creditCode, String name, Instant time) {
        Issuer issuer = new Issuer(code, creditCode, name, BusinessObjects.issuerId(code.stableText()));
        ObjectNode arguments = request(requestId)
                .put("code", code.text())
                .put("creditCode", creditCode.value())
                .put("name", name);
        return with(arguments, objects.issuer(issuer, time));
    }

    /** For {@code products.create}. */
    public ObjectNode createProduct(
            String requestId, ProductCode code, String name, int type, long issued, MarketBooks books, Instant time) {
        ObjectNode arguments = request(requestId)
                .put("code", code.text())
                .put("name", name)
                .put("type", type)
                .put("issued", issued);
        Optional<Issuer> issuer = books.issuer(code.issuer());
        boolean possible = issuer.isPresent() && type >= 1 && type <= Product.CONVERTIBLE_BOND;
        return with(arguments, possible ? product(code, name, type, issued, issuer.get(), books, time) : List.of());
    }

    private List<DataObject> product(
            ProductCode code, String name, int type, long issued, Issuer issuer, MarketBooks books, Instant time) {
        Product product = new Product(
                code,
                name,
                issuer.code(),
                type,
                issued,
                Product.State.CREATED,
                BusinessObjects.productId(code.stableText()),
                issuer.objectId());
        return objects.product(product, issuer, books, time);
    }

    /** For {@code accounts.open}. */
    public ObjectNode openAccount(
            String requestId, String number, Investor investor, Optional<Evidence> evidence, Instant time) {
        ObjectNode arguments = accountArguments(requestId, number, investor);
        evidence.ifPresent(shown -> arguments.set("qualification", shown.toJson()));
        return with(arguments, accountObjects(number, investor, Account.State.OPEN, time));
    }

    /**
     * For {@code accounts.apply}.
     *
     * @param presentation the investor's verifiable presentation, answering a challenge opened for {@code account-opening}
     * @param documents the DID documents of other chains it rests on
     */
    public ObjectNode applyForAccount(
            String requestId,
            String number,
            Investor investor,
            ObjectNode presentation,
            List<ObjectNode> documents,
            Instant time) {
        ObjectNode arguments = accountArguments(requestId, number, investor);
        arguments.set("presentation", presentation);
        arguments.putArray("documents").addAll(documents);
        boolean own = investor.did().chain().equals(chain);
        return with(
                arguments, accountObjects(number, investor, own ? Account.State.OPEN : Account.State.PENDING, time));
    }

    private ObjectNode accountArguments(String requestId, String number, Investor investor) {
        return request(requestId)
                .put("accountNumber", number)
                .put("investorCode", investor.code().text())
                .put("did", investor.did().toString())
                .put("nameDigest", investor.nameDigest().toHex());
    }

    private List<DataObject> accountObjects(String number, Investor investor, Account.State state, Instant time) {
        Account account = new Account(
                number,
                investor.code(),
                investor.did(),
                investor.nameDigest().toHex(),
                state,
                Optional.empty(),
                BusinessObjects.investorId(investor.code() + "-" + number),
                BusinessObjects.accountId(number));
        return objects.account(account, investor.shownName(), investor.idDigest(), time);
    }

    /** For {@code accounts.qualify}. */
    public ObjectNode qualify(String requestId, String number, Evidence evidence) {
        ObjectNode arguments = request(requestId).put("accountNumber", number);
        arguments.set("qualification", evidence.toJson());
        return arguments;
    }

    /** For {@code accounts.record}. */
    public ObjectNode recordAccount(String requestId, String number, MarketBooks books, Instant time) {
        ObjectNode arguments = request(requestId).put("accountNumber", number);
        List<DataObject> state = books.account(number)
                .map(account -> objects.accountState(account, books, time))
                .orElse(List.of());
        return with(arguments, state);
    }

    /** For {@code accounts.freeze} and {@code unfreeze}: {@code next} is FROZEN or OPEN. */
    public ObjectNode turnAccount(
            String requestId, String number, Account.State next, String reason, MarketBooks books, Instant time) {
        ObjectNode arguments = request(requestId).put("accountNumber", number).put("reason", reason);
        List<DataObject> state = books.account(number)
                .map(account -> objects.accountState(account.with(next), books, time))
                .orElse(List.of());
        return with(arguments, state);
    }

    /** For {@code registration.initial}. */
    public ObjectNode initialHolders(
            String requestId, ProductCode code, List<Allotment> allotments, MarketBooks books, Instant time) {
        ObjectNode arguments = request(requestId).put("product", code.text());
        ArrayNode holdings = arguments.putArray("holdings");
        allotments.forEach(
                one -> holdings.addObject().put("account", one.account()).put("quantity", one.quantity()));
        return with(arguments, roster(code, allotments, books, time));
    }

    private List<DataObject> roster(ProductCode code, List<Allotment> allotments, MarketBooks books, Instant time) {
        List<RegistrationFacts.Entry> entries = new ArrayList<>();
        TreeSet<InvestorCode> investors = new TreeSet<>();
        for (Allotment one : allotments) {
            books.account(one.account()).ifPresent(account -> {
                entries.add(new RegistrationFacts.Entry(account, one.quantity()));
                investors.add(account.investor());
            });
        }
        return books.product(code)
                .filter(product -> entries.size() == allotments.size())
                .map(product -> objects.initial(product, entries, investors.size(), books, time))
                .orElse(List.of());
    }

    /** For {@code registration.block}: {@code ledger} is PLEDGED or FROZEN. */
    public ObjectNode restrict(
            String requestId,
            ProductCode code,
            String number,
            String ledger,
            long change,
            String reason,
            MarketBooks books,
            Instant time) {
        ObjectNode arguments = request(requestId)
                .put("product", code.text())
                .put("account", number)
                .put("ledger", ledger)
                .put("quantity", Math.abs(change))
                .put("reason", reason);
        Holding before = books.holding(code, number);
        boolean possible = before.available() >= change
                && books.product(code).isPresent()
                && books.account(number).isPresent();
        if (!possible) {
            return with(arguments, List.of());
        }
        Holding after = ledger.equals("PLEDGED") ? before.plusPledged(change) : before.plusFrozen(change);
        return with(
                arguments,
                objects.restriction(
                        requestId,
                        books.account(number).orElseThrow(),
                        books.product(code).orElseThrow(),
                        before,
                        after,
                        books,
                        time));
    }

    /** For {@code transfers.transfer} or {@code transfers.nonTrade}, as the cause says. */
    public ObjectNode transfer(TransferRequest asked, MarketBooks books, Instant time) {
        ObjectNode arguments = request(asked.requestId())
                .put("product", asked.product().text())
                .put("sellerAccount", asked.from())
                .put("buyerAccount", asked.to())
                .put("quantity", asked.quantity());
        switch (asked.cause()) {
            case Cause.Trade trade -> {
                arguments.put("method", trade.method()).put("priceFen", trade.priceFen());
                trade.exemption().ifPresent(exemption -> arguments.set("exemption", toJson(exemption)));
            }
            case Cause.NonTrade nonTrade ->
                arguments
                        .put("reason", nonTrade.reason().name())
                        .put("proof", nonTrade.proof().toHex());
        }
        LocalDate day = BlockTime.of(time).inChina().toLocalDate();
        Optional<TransferPlan> plan = agreement(asked.cause())
                ? TransferPlan.of(asked, TransferWorld.read(books, asked, day))
                : Optional.empty();
        return with(arguments, plan.map(p -> objects.transfer(p, books, time)).orElse(List.of()));
    }

    /** For {@code transfers.report}: the objects of what a settlement between chains has carried out here. */
    public ObjectNode reportSettled(String requestId, Hash32 settlement, int leg, StateView state, Instant time) {
        MarketBooks books = new MarketBooks(state);
        ObjectNode arguments =
                request(requestId).put("settlement", settlement.toHex()).put("leg", leg);
        return with(
                arguments,
                SettledTransfer.read(state, settlement.toHex(), leg)
                        .map(settled -> objects.transfer(settled.plan(books), books, time))
                        .orElse(List.of()));
    }

    private static boolean agreement(Cause cause) {
        return !(cause instanceof Cause.Trade trade)
                || TransferMethod.of(trade.method()).isPresent();
    }

    private static ObjectNode toJson(Exemption exemption) {
        return CanonicalJson.object()
                .put("reason", exemption.reason().name())
                .put("proof", exemption.proof().toHex());
    }

    /** For {@code transfers.forwardOrder}. */
    public ObjectNode forwardOrder(
            String requestId, String account, ChainId destination, ProductCode product, Side side, long quantity) {
        return request(requestId)
                .put("account", account)
                .put("destination", destination.value())
                .put("product", product.text())
                .put("side", side.name())
                .put("quantity", quantity);
    }

    private static ObjectNode request(String requestId) {
        return CanonicalJson.object().put("requestId", requestId);
    }

    private static ObjectNode with(ObjectNode arguments, List<DataObject> objects) {
        ArrayNode list = arguments.putArray("objects");
        objects.forEach(object -> list.add(object.toJson()));
        return arguments;
    }
}
