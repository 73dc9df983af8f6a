package io.regchain.localchain.scenario;

import static io.regchain.localchain.scenario.Action.list;
import static io.regchain.localchain.scenario.Action.number;
import static io.regchain.localchain.scenario.Action.object;
import static io.regchain.localchain.scenario.Action.optionalObject;
import static io.regchain.localchain.scenario.Action.optionalText;
import static io.regchain.localchain.scenario.Action.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Side;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.localchain.object.OperatorDesk;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.packet.Acknowledgement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the operator's business system does: accounts, products, the register, transfers. */
final class BusinessActions {
    private BusinessActions() {}

    static List<Action> all() {
        return List.of(
                Action.ofMarket(
                        "open-account",
                        BusinessActions::openAccount,
                        text("investor"),
                        text("account"),
                        object("identity"),
                        optionalObject("qualification")),
                Action.ofMarket(
                        "apply-account",
                        BusinessActions::applyForAccount,
                        text("investor"),
                        text("account"),
                        object("identity"),
                        text("did"),
                        object("presentation"),
                        list("documents")),
                Action.ofMarket("record-account", BusinessActions::recordAccount, text("account")),
                Action.ofMarket(
                        "register-issuer",
                        BusinessActions::registerIssuer,
                        text("code"),
                        text("credit-code"),
                        text("name")),
                Action.ofMarket(
                        "create-product",
                        BusinessActions::createProduct,
                        text("code"),
                        text("name"),
                        number("type"),
                        number("issued")),
                Action.ofMarket(
                        "register-holders", BusinessActions::registerHolders, text("product"), list("holdings")),
                Action.ofMarket(
                        "transfer",
                        BusinessActions::transfer,
                        text("product"),
                        text("seller"),
                        text("buyer"),
                        number("quantity"),
                        number("price-fen"),
                        text("method"),
                        optionalText("order")),
                Action.ofMarket(
                        "forward-order",
                        BusinessActions::forwardOrder,
                        text("account"),
                        text("destination"),
                        text("product"),
                        text("side"),
                        number("quantity"),
                        optionalText("answer")));
    }

    private static Outcome openAccount(Performance step) {
        OperatorDesk.Investor investor = investor(step, Did.parse(field(step.object("identity"), "did")));
        ObjectNode content = step.market()
                .desk()
                .openAccount(step.requestId(), step.text("account"), investor, evidence(step), step.now());
        return step.submit("accounts", "open", content);
    }

    /** The investor as the hub's answer to the market's code request lets the books know her. */
    private static OperatorDesk.Investor investor(Performance step, Did did) {
        ObjectNode identity = step.object("identity");
        return new OperatorDesk.Investor(
                new InvestorCode(field(identity, "code")),
                did,
                Hash32.ofHex(field(identity, "nameDigest")),
                step.investor().shownName(),
                Hash32.ofHex(field(identity, "identityDigest")));
    }

    private static String field(JsonNode object, String name) {
        if (!object.path(name).isTextual()) {
            throw new StepFailure("argument identity should be the result of a request-code step, with " + name);
        }
        return object.get(name).textValue();
    }

    private static Optional<OperatorDesk.Evidence> evidence(Performance step) {
        if (!step.has("qualification")) {
            return Optional.empty();
        }
        ObjectNode shown = step.object("qualification");
        return Optional.of(new OperatorDesk.Evidence(
                LocalDate.parse(shown.path("valid-until").asText()),
                shown.path("evidence").asText(),
                shown.path("financial-assets-fen").longValue(),
                shown.path("experience-months").longValue()));
    }

    /** Applies, then waits until every other market that was asked has answered through the hub. */
    private static Outcome applyForAccount(Performance step) {
        LocalMarket market = step.market();
        List<ObjectNode> documents = new ArrayList<>();
        step.list("documents").forEach(document -> documents.add((ObjectNode) document));
        Did did = step.parsed("did", Did::parse);
        String number = step.text("account");
        ObjectNode content = market.desk()
                .applyForAccount(
                        step.requestId(),
                        number,
                        investor(step, did),
                        step.object("presentation"),
                        documents,
                        step.now());
        Outcome applied = step.submit("accounts", "apply", content);
        if (!applied.success()) {
            return applied;
        }
        for (JsonNode question : applied.result().path("open")) {
            applied = answered(market, applied, question);
        }
        return settled(step, applied, number);
    }

    private static Outcome answered(LocalMarket market, Outcome applied, JsonNode question) {
        ChainId asked = new ChainId(question.path("destination").asText());
        Calls.End end = Calls.await(
                market, asked, new Sequence(question.path("sequence").longValue()));
        return applied.seenAt(market.chainId(), end.height());
    }

    private static Outcome settled(Performance step, Outcome applied, String number) {
        Account account = step.market()
                .books()
                .account(number)
                .orElseThrow(() -> new StepFailure("the market has no account " + number + " after the application"));
        JsonNode outcome = step.state("accounts/outcome/" + number)
                .orElseThrow(() -> new StepFailure("the application for " + number + " has not ended"));
        boolean open = account.state() == Account.State.OPEN;
        return applied.with("state", account.state().name())
                .with("investorCode", account.investor().text())
                .with("did", account.did().toString())
                .endedAs(
                        open,
                        outcome.path("code").asText(),
                        outcome.path("message").asText());
    }

    private static Outcome recordAccount(Performance step) {
        LocalMarket market = step.market();
        return step.submit(
                "accounts",
                "record",
                market.desk().recordAccount(step.requestId(), step.text("account"), market.books(), step.now()));
    }

    private static Outcome registerIssuer(Performance step) {
        ObjectNode content = step.market()
                .desk()
                .registerIssuer(
                        step.requestId(),
                        step.parsed("code", EnterpriseCode::parse),
                        step.parsed("credit-code", UnifiedSocialCreditCode::new),
                        step.text("name"),
                        step.now());
        return step.submit("products", "registerIssuer", content);
    }

    private static Outcome createProduct(Performance step) {
        LocalMarket market = step.market();
        ObjectNode content = market.desk()
                .createProduct(
                        step.requestId(),
                        step.parsed("code", ProductCode::parse),
                        step.text("name"),
                        Math.toIntExact(step.number("type")),
                        step.number("issued"),
                        market.books(),
                        step.now());
        return step.submit("products", "create", content);
    }

    private static Outcome registerHolders(Performance step) {
        LocalMarket market = step.market();
        List<OperatorDesk.Allotment> holdings = new ArrayList<>();
        for (JsonNode holding : step.list("holdings")) {
            holdings.add(new OperatorDesk.Allotment(
                    holding.path("account").asText(), holding.path("quantity").longValue()));
        }
        ObjectNode content = market.desk()
                .initialHolders(
                        step.requestId(),
                        step.parsed("product", ProductCode::parse),
                        holdings,
                        market.books(),
                        step.now());
        return step.submit("registration", "initial", content);
    }

    private static Outcome transfer(Performance step) {
        LocalMarket market = step.market();
        TransferRequest asked = new TransferRequest(
                step.requestId(),
                step.parsed("product", ProductCode::parse),
                step.text("seller"),
                step.text("buyer"),
                step.number("quantity"),
                new TransferRequest.Cause.Trade(step.text("method"), step.number("price-fen"), Optional.empty()));
        ObjectNode content = market.desk().transfer(asked, market.books(), step.now());
        step.optionalText("order").ifPresent(order -> content.put("orderId", order));
        return step.submit("transfers", "transfer", content);
    }

    /** Sends an order to the market that keeps the register; the step ends as the call ends there, or with it sent. */
    private static Outcome forwardOrder(Performance step) {
        LocalMarket market = step.market();
        ChainId destination = step.parsed("destination", ChainId::new);
        ObjectNode content = market.desk()
                .forwardOrder(
                        step.requestId(),
                        step.text("account"),
                        destination,
                        step.parsed("product", ProductCode::parse),
                        step.parsed("side", Side::valueOf),
                        step.number("quantity"));
        Outcome sent = step.submit("transfers", "forwardOrder", content);
        if (!sent.success()) {
            return sent;
        }
        if (Calls.answeredLater(step)) {
            return Calls.sent(sent, market.chainId(), destination);
        }
        Sequence sequence = new Sequence(sent.result().path("sequence").longValue());
        Calls.End end = Calls.await(market, destination, sequence);
        Outcome seen = sent.seenAt(market.chainId(), end.height());
        return switch (end.acknowledgement()) {
            case Acknowledgement.Success accepted ->
                seen.with("orderId", accepted.value().path("orderId").asText());
            case Acknowledgement.Failure refused ->
                seen.endedAs(false, refused.reason().code(), refused.reason().message());
        };
    }
}
