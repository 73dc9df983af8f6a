package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.book.Register;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.References;
import io.regchain.localchain.object.RegistrationFacts;
import io.regchain.localchain.object.SubjectFacts;
import io.regchain.localchain.rule.HolderLimit;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.ObjectType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The register: who holds how much of what (R13). The sum of all holdings of a security is its issue at all times, every
 * change is on record with its cause, and holders are counted by investor (R02).
 */
public final class RegistrationContract implements Contract {
    public static final String NAME = "registration";
    private static final String METHODS = "initial, move, reserve, moveReserved, unreserve, block, release, statement";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "initial" -> initial(context, in);
            case "move" -> move(context, in);
            case "reserve" -> reserve(context, in, "SETTLEMENT_LOCK", 1);
            case "moveReserved" -> moveReserved(context, in);
            case "unreserve" -> reserve(context, in, "SETTLEMENT_RELEASE", -1);
            case "block" -> restrict(context, in, method, 1);
            case "release" -> restrict(context, in, method, -1);
            case "statement" -> statement(context, in);
            default -> throw Refusals.unknownMethod(NAME, method, METHODS);
        };
    }

    /** The head of a register, for the supervision chain that asks by packet (A8.3): {@code {product}}. */
    private static JsonNode statement(ContractContext context, Arguments in) {
        Callers.requireSupervision(context, "registration.statement");
        MarketBooks books = new MarketBooks(StateView.of(context));
        Product product = product(books, in);
        ObjectNode statement = CanonicalJson.object()
                .put("product", product.code().text())
                .put("state", product.state().name());
        books.register(product.code()).ifPresent(register -> statement.setAll(register.toJson()));
        return statement;
    }

    /** The first holders of a security: together the whole issue. Objects: the roster, and the issuer's subject. */
    private static JsonNode initial(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "registration.initial");
        return Requests.once(context, "initial", in, id -> {
            MarketBooks books = new MarketBooks(StateView.of(context));
            Product product = product(books, in);
            Refusals.unless(
                    product.state() == Product.State.CREATED,
                    "PRODUCT_ALREADY_REGISTERED",
                    () -> "the first holders of " + product.code() + " are registered already");
            List<RegistrationFacts.Entry> entries = entries(books, in);
            requireWholeIssue(product, entries);
            int holders = distinct(entries);
            Refusals.raise(HolderLimit.check(product.code(), 0, holders));
            HandedObjects objects = HandedObjects.of(context, in, 2, 2);
            objects.requireCreated(
                    0, ObjectType.REGISTRATION, RegistrationFacts.roster(product, new References(books), entries));
            objects.requireUpdated(1, ObjectType.SUBJECT, product.issuerObjectId(), SubjectFacts.shareholders(holders));
            RegisterWriter writer = new RegisterWriter(
                    context, books, product.code(), new Register(product.issued(), 0, 0), new Cause("INITIAL", id));
            entries.forEach(entry ->
                    writer.change(entry.account(), Holding.NONE, Holding.NONE.plusAvailable(entry.quantity())));
            writer.finish();
            context.call(
                    ProductsContract.NAME,
                    "activate",
                    CanonicalJson.object().put("product", product.code().text()));
            objects.store();
            return CanonicalJson.object().put("holders", holders);
        });
    }

    private static List<RegistrationFacts.Entry> entries(MarketBooks books, Arguments in) {
        List<RegistrationFacts.Entry> entries = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        for (Arguments entry : in.objects("holdings")) {
            Account account = openAccount(books, entry.text("account"));
            Refusals.unless(
                    seen.add(account.number()),
                    "ACCOUNT_REPEATED",
                    () -> "account " + account.number() + " stands twice in the holdings; once with the sum is right");
            entries.add(new RegistrationFacts.Entry(account, entry.positive("quantity")));
        }
        return entries;
    }

    private static void requireWholeIssue(Product product, List<RegistrationFacts.Entry> entries) {
        BigInteger sum = entries.stream()
                .map(entry -> BigInteger.valueOf(entry.quantity()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        Refusals.unless(
                sum.equals(BigInteger.valueOf(product.issued())),
                "SUM_DIFFERS_FROM_ISSUE",
                () -> "the holdings add up to " + sum + ", the issue of " + product.code() + " is " + product.issued()
                        + " (R13)");
    }

    private static int distinct(List<RegistrationFacts.Entry> entries) {
        TreeSet<String> investors = new TreeSet<>();
        entries.forEach(entry -> investors.add(entry.account().investor().text()));
        return investors.size();
    }

    /** Units from one account to another; only after {@code transfers} has climbed its ladder. */
    private static JsonNode move(ContractContext context, Arguments in) {
        Callers.requireContract(context, TransfersContract.NAME, "registration.move");
        MarketBooks books = new MarketBooks(StateView.of(context));
        Product product = product(books, in);
        Account from = account(books, in.text("from"));
        Account to = account(books, in.text("to"));
        long quantity = in.positive("quantity");
        Holding given = books.holding(product.code(), from.number());
        Holding taken = books.holding(product.code(), to.number());
        Refusals.unless(
                given.available() >= quantity,
                "BALANCE_TOO_SMALL",
                () -> "account " + from.number() + " has " + given.available() + " available, not " + quantity);
        RegisterWriter writer = new RegisterWriter(
                context,
                books,
                product.code(),
                register(books, product),
                new Cause(in.text("kind"), in.text("requestId")));
        writer.change(from, given, given.plusAvailable(-quantity));
        writer.change(to, taken, taken.plusAvailable(quantity));
        Register after = writer.finish();
        return CanonicalJson.object().put("holders", after.holders());
    }

    /** Freezes units for a settlement, or gives them free again; {@code transfers} has climbed its ladder before. */
    private static JsonNode reserve(ContractContext context, Arguments in, String kind, int sign) {
        Callers.requireContract(context, TransfersContract.NAME, "registration.reserve");
        MarketBooks books = new MarketBooks(StateView.of(context));
        Product product = product(books, in);
        Account account = account(books, in.text("from"));
        Holding before = books.holding(product.code(), account.number());
        Holding after = restricted("FROZEN", before, sign * in.positive("quantity"));
        RegisterWriter writer = new RegisterWriter(
                context, books, product.code(), register(books, product), new Cause(kind, in.text("requestId")));
        writer.change(account, before, after);
        writer.finish();
        lock(context, product, account, after.frozen() - before.frozen());
        return after.toJson();
    }

    /** How many of an account's frozen units belong to settlements: only their end gives them free. */
    private static long locked(ContractContext context, Product product, Account account) {
        return context.read(lockedKey(product, account))
                .map(JsonNode::longValue)
                .orElse(0L);
    }

    private static void lock(ContractContext context, Product product, Account account, long change) {
        long units = locked(context, product, account) + change;
        if (units == 0) {
            context.delete(lockedKey(product, account));
        } else {
            context.write(lockedKey(product, account), LongNode.valueOf(units));
        }
    }

    private static String lockedKey(Product product, Account account) {
        return "locked/" + product.code().stableText() + "/" + account.number();
    }

    /** Frozen units of one account become available units of another: the settlement they were frozen for is carried out. */
    private static JsonNode moveReserved(ContractContext context, Arguments in) {
        Callers.requireContract(context, TransfersContract.NAME, "registration.moveReserved");
        MarketBooks books = new MarketBooks(StateView.of(context));
        Product product = product(books, in);
        Account from = account(books, in.text("from"));
        Account to = account(books, in.text("to"));
        long quantity = in.positive("quantity");
        Holding given = books.holding(product.code(), from.number());
        Holding taken = books.holding(product.code(), to.number());
        RegisterWriter writer = new RegisterWriter(
                context, books, product.code(), register(books, product), new Cause("TRADE", in.text("requestId")));
        writer.change(from, given, given.minusFrozen(quantity));
        writer.change(to, taken, taken.plusAvailable(quantity));
        lock(context, product, from, -quantity);
        return CanonicalJson.object().put("holders", writer.finish().holders());
    }

    /**
     * Pledges or freezes units, or gives them free again; {@code ledger} is PLEDGED or FROZEN. Object: the registration of
     * the account, before and after.
     */
    private static JsonNode restrict(ContractContext context, Arguments in, String method, int sign) {
        Callers.requireOperator(context, "registration." + method);
        return Requests.once(context, method, in, id -> {
            MarketBooks books = new MarketBooks(StateView.of(context));
            Product product = product(books, in);
            Account account = account(books, in.text("account"));
            Holding before = books.holding(product.code(), account.number());
            Holding after = restricted(in.text("ledger"), before, sign * in.positive("quantity"));
            long locked = locked(context, product, account);
            Refusals.unless(
                    after.frozen() >= locked,
                    "UNITS_LOCKED",
                    () -> locked + " of the " + before.frozen() + " frozen units of account " + account.number()
                            + " are locked in settlements; only their end gives them free (R20)");
            HandedObjects objects = HandedObjects.of(context, in, 1, 1);
            objects.requireCreated(
                    0,
                    ObjectType.REGISTRATION,
                    RegistrationFacts.of(
                            account, new References(books), product, new RegistrationFacts.Movement(before, after)));
            RegisterWriter writer = new RegisterWriter(
                    context, books, product.code(), register(books, product), new Cause(in.text("reason"), id));
            writer.change(account, before, after);
            writer.finish();
            objects.store();
            return after.toJson();
        });
    }

    private static Holding restricted(String ledger, Holding before, long change) {
        try {
            return switch (ledger) {
                case "PLEDGED" -> before.plusPledged(change);
                case "FROZEN" -> before.plusFrozen(change);
                default ->
                    throw new ContractRefusal(
                            "BAD_ARGUMENT", "argument ledger should be PLEDGED or FROZEN, not " + ledger);
            };
        } catch (IllegalArgumentException e) {
            throw new ContractRefusal(
                    "BALANCE_TOO_SMALL",
                    Math.abs(change) + " units are asked for; the account has " + before.available() + " available, "
                            + before.pledged() + " pledged, " + before.frozen() + " frozen");
        }
    }

    private static Product product(MarketBooks books, Arguments in) {
        ProductCode code = in.parsed("product", "a product code", ProductCode::parse);
        return books.product(code)
                .orElseThrow(() -> new ContractRefusal(
                        "PRODUCT_UNKNOWN", "this market has no product " + code + "; create it with products.create"));
    }

    private static Register register(MarketBooks books, Product product) {
        return books.register(product.code())
                .orElseThrow(() -> new ContractRefusal(
                        "PRODUCT_NOT_ACTIVE", "the first holders of " + product.code() + " are not registered yet"));
    }

    private static Account account(MarketBooks books, String number) {
        return books.account(number)
                .orElseThrow(() -> new ContractRefusal("ACCOUNT_UNKNOWN", "this market has no account " + number));
    }

    private static Account openAccount(MarketBooks books, String number) {
        Account account = account(books, number);
        Refusals.unless(
                account.state() == Account.State.OPEN,
                "ACCOUNT_NOT_OPEN",
                () -> "account " + number + " is " + account.state() + "; only an OPEN account holds securities (R14)");
        return account;
    }
}
