package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Qualification;
import io.regchain.localchain.book.StateView;
import io.regchain.localchain.object.AccountFacts;
import io.regchain.localchain.object.SubjectFacts;
import io.regchain.localchain.rule.QualifiedInvestorRule;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.object.ObjectType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Securities accounts in real name (R14): one per investor in this market, under the code that is the investor's in every
 * market.
 *
 * <p>{@code open} is for people whom this market has identified itself. {@code apply} is for people whom another market
 * has: they present a credential, and that market is asked by packet; the account stays PENDING until it answers.
 * {@code objects} of both: the investor's subject, and the account.
 */
public final class AccountsContract implements Contract {
    public static final String NAME = "accounts";
    private static final String METHODS =
            "open, apply, confirmHolder, qualify, decide, freeze, unfreeze, record, onAcknowledgement";

    private final AccountApplications applications = new AccountApplications();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "open" -> open(context, in);
            case "apply" -> applications.apply(context, in);
            case "confirmHolder" -> applications.confirmHolder(context, in);
            case "qualify" -> qualify(context, in);
            case "decide" -> decide(context, in);
            case "freeze" -> turn(context, in, method, Account.State.OPEN, Account.State.FROZEN);
            case "unfreeze" -> turn(context, in, method, Account.State.FROZEN, Account.State.OPEN);
            case "record" -> record(context, in);
            case "onAcknowledgement" -> applications.onAcknowledgement(context, in);
            default -> throw Refusals.unknownMethod(NAME, method, METHODS);
        };
    }

    private static JsonNode open(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "accounts.open");
        return Requests.once(context, "open", in, id -> {
            Optional<Qualification> qualification = in.has("qualification")
                    ? Optional.of(assessed(context, investor(in), in.object("qualification")))
                    : Optional.empty();
            Account account = create(context, in, Account.State.OPEN, qualification);
            context.emit("accountOpened", described(account));
            return described(account);
        });
    }

    /** Writes a new account, after checking that nobody has it and that its objects say so. */
    static Account create(
            ContractContext context, Arguments in, Account.State state, Optional<Qualification> qualification) {
        HandedObjects objects = HandedObjects.of(context, in, 2, 2);
        InvestorCode investor = investor(in);
        Did did = in.parsed("did", "the investor's DID", Did::parse);
        Refusals.unless(
                did.subject().equals(investor),
                "DID_OF_OTHER_SUBJECT",
                () -> did + " is the DID of " + did.subject().text() + ", not of " + investor);
        Account account = new Account(
                number(in, "accountNumber"),
                investor,
                did,
                in.parsed("nameDigest", "a digest of 32 bytes", Hash32::ofHex).toHex(),
                state,
                qualification,
                objects.idOf(0),
                objects.idOf(1));
        requireFree(context, account);
        objects.requireCreated(0, ObjectType.SUBJECT, SubjectFacts.investor(account));
        objects.requireCreated(1, ObjectType.ACCOUNT, AccountFacts.of(account, objects.idOf(0) + "/0"));
        write(context, account);
        context.write(Account.investorKey(investor), TextNode.valueOf(account.number()));
        objects.store();
        return account;
    }

    private static InvestorCode investor(Arguments in) {
        return in.parsed("investorCode", "an investor code", InvestorCode::new);
    }

    static String number(Arguments in, String name) {
        return in.parsed(name, "4 to 32 letters, digits or hyphens", AccountsContract::requireNumber);
    }

    private static String requireNumber(String number) {
        if (!number.matches("[A-Za-z0-9-]{4,32}")) {
            throw new IllegalArgumentException("\"" + number + "\" has other characters or another length");
        }
        return number;
    }

    // R14: one securities account per person and market
    private static void requireFree(ContractContext context, Account account) {
        MarketBooks books = new MarketBooks(StateView.of(context));
        Refusals.unless(
                books.account(account.number()).isEmpty(),
                "ACCOUNT_NUMBER_TAKEN",
                () -> "the account number " + account.number() + " is given out already; use another");
        books.accountOf(account.investor()).ifPresent(existing -> {
            throw new ContractRefusal(
                    "ACCOUNT_EXISTS",
                    account.investor() + " has the account " + existing.number() + " (" + existing.state()
                            + ") in this market already; one investor has one securities account here (R14)");
        });
    }

    /** Evidence of an investor's standing, weighed (R10), for an account that is open. */
    private static JsonNode qualify(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "accounts.qualify");
        return Requests.once(context, "qualify", in, id -> {
            Account account = require(context, in.text("accountNumber"));
            Refusals.unless(
                    account.state() == Account.State.OPEN,
                    "ACCOUNT_NOT_OPEN",
                    () -> "account " + account.number() + " is " + account.state() + "; an OPEN one is qualified");
            Account qualified = account.with(assessed(context, account.investor(), in.object("qualification")));
            write(context, qualified);
            context.emit("investorQualified", described(qualified));
            return described(qualified);
        });
    }

    /**
     * {@code {category, validUntil, evidence}}; for a natural person also {@code financialAssetsFen} and {@code
     * experienceMonths}, which are weighed and not kept.
     */
    private static Qualification assessed(ContractContext context, InvestorCode investor, Arguments in) {
        Qualification qualification = Refusals.decoded(
                "BAD_ARGUMENT",
                "argument qualification",
                () -> new Qualification(
                        Math.toIntExact(Math.min(in.number("category"), Integer.MAX_VALUE)),
                        in.parsed("validUntil", "a day such as 2027-06-30", AccountsContract::day),
                        in.text("evidence")));
        requireCategory(investor, qualification);
        if (qualification.category() == Qualification.NATURAL_PERSON) {
            Refusals.raise(QualifiedInvestorRule.assessNaturalPerson(
                    in.number("financialAssetsFen"), in.number("experienceMonths")));
        }
        LocalDate today = context.time().inChina().toLocalDate();
        Refusals.unless(
                qualification.countsOn(today),
                "QUALIFICATION_EXPIRED",
                () -> "the evidence was valid until " + qualification.validUntil() + ", today is " + today + " (R10)");
        return qualification;
    }

    private static void requireCategory(InvestorCode investor, Qualification qualification) {
        boolean person = investor.kind() == InvestorCode.Kind.NATURAL_PERSON;
        Refusals.unless(
                person == (qualification.category() == Qualification.NATURAL_PERSON),
                "NOT_QUALIFIED",
                () -> investor + " is a " + investor.kind() + "; category " + Qualification.NATURAL_PERSON
                        + " is for natural persons, 1 to 4 are for others (R10)");
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a day is written YYYY-MM-DD", e);
        }
    }

    /** A clerk's decision on an account in manual review: {@code {accountNumber, decision: OPEN|REFUSED, reason}}. */
    private static JsonNode decide(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "accounts.decide");
        return Requests.once(context, "decide", in, id -> {
            Account account = require(context, in.text("accountNumber"));
            Refusals.unless(
                    account.state() == Account.State.MANUAL_REVIEW,
                    "NOTHING_TO_DECIDE",
                    () -> "account " + account.number() + " is " + account.state() + ", not in MANUAL_REVIEW");
            Account.State decision =
                    switch (in.text("decision")) {
                        case "OPEN" -> Account.State.OPEN;
                        case "REFUSED" -> Account.State.REFUSED;
                        default ->
                            throw new ContractRefusal("BAD_ARGUMENT", "argument decision should be OPEN or REFUSED");
                    };
            return settle(context, account.with(decision), "CLERK", in.text("reason"));
        });
    }

    /** Ends an application; a refused investor may apply again under another account number. */
    static ObjectNode settle(ContractContext context, Account account, String code, String message) {
        write(context, account);
        context.write(
                "outcome/" + account.number(),
                CanonicalJson.object().put("code", code).put("message", message));
        if (account.state() == Account.State.REFUSED) {
            context.delete(Account.investorKey(account.investor()));
        }
        String event =
                switch (account.state()) {
                    case OPEN -> "accountOpened";
                    case MANUAL_REVIEW -> "accountReviewNeeded";
                    case REFUSED -> "accountRefused";
                    case PENDING, FROZEN ->
                        throw new IllegalStateException("an application does not end as " + account.state());
                };
        context.emit(event, described(account).put("code", code).put("message", message));
        return described(account);
    }

    /** A frozen account moves nothing. {@code {requestId, accountNumber, reason, objects}}, the object being the account. */
    private static JsonNode turn(
            ContractContext context, Arguments in, String method, Account.State from, Account.State to) {
        Callers.requireOperator(context, "accounts." + method);
        return Requests.once(context, method, in, id -> {
            Account account = require(context, in.text("accountNumber"));
            Refusals.unless(
                    account.state() == from,
                    "ACCOUNT_STATE",
                    () -> "account " + account.number() + " is " + account.state() + "; only from " + from
                            + " it becomes " + to);
            Account turned = account.with(to);
            HandedObjects objects = HandedObjects.of(context, in, 1, 1);
            objects.requireUpdated(0, ObjectType.ACCOUNT, account.accountObject(), AccountFacts.status(turned));
            write(context, turned);
            objects.store();
            context.emit("accountStateChanged", described(turned).put("reason", in.text("reason")));
            return described(turned);
        });
    }

    /** Stores the next version of the account's object, which says the state as it is. Object: the account. */
    private static JsonNode record(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "accounts.record");
        return Requests.once(context, "record", in, id -> {
            Account account = require(context, in.text("accountNumber"));
            HandedObjects objects = HandedObjects.of(context, in, 1, 1);
            objects.requireUpdated(0, ObjectType.ACCOUNT, account.accountObject(), AccountFacts.status(account));
            objects.store();
            return described(account);
        });
    }

    static Account require(ContractContext context, String number) {
        return new MarketBooks(StateView.of(context))
                .account(number)
                .orElseThrow(() -> new ContractRefusal("ACCOUNT_UNKNOWN", "this market has no account " + number));
    }

    static void write(ContractContext context, Account account) {
        context.write(Account.key(account.number()), account.toJson());
    }

    static ObjectNode described(Account account) {
        return CanonicalJson.object()
                .put("accountNumber", account.number())
                .put("investorCode", account.investor().text())
                .put("state", account.state().name());
    }
}
