package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.MoneyAccount;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The settlement money that a market's bank keeps for its investors (R19): for every account before + in − out = after,
 * every change is on record with its cause, and the sum of all accounts is what was paid in less what was paid out.
 * Methods, but for the settlements' own by the operator:
 *
 * <ul>
 *   <li>{@code open {requestId, account, investorCode}}
 *   <li>{@code deposit} and {@code withdraw {requestId, account, amountFen, voucher}}; {@code voucher} is the SM3 digest of
 *       the bank's paper
 *   <li>{@code settlementLock}, {@code settlementCommit}, {@code settlementRelease}: terms {@code {payer, payee, amountFen}}
 * </ul>
 */
public final class MoneyContract implements Contract {
    public static final String NAME = "money";
    /** The sum of all accounts, in fen. */
    private static final String TOTAL = "total";

    private static final String METHODS =
            "open, deposit, withdraw, settlementLock, settlementCommit, settlementRelease";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        return switch (method) {
            case "open" -> open(context, in);
            case "deposit" -> deposit(context, in);
            case "withdraw" -> withdraw(context, in);
            case SettlementsContract.LOCK -> lock(context, in);
            case SettlementsContract.COMMIT -> commit(context, in);
            case SettlementsContract.RELEASE -> release(context, in);
            default -> throw Refusals.unknownMethod(NAME, method, METHODS);
        };
    }

    private static JsonNode open(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "money.open");
        return Requests.once(context, "open", in, id -> {
            MoneyAccount account = new MoneyAccount(
                    AccountsContract.number(in, "account"),
                    in.parsed("investorCode", "an investor code", InvestorCode::new),
                    0,
                    0);
            Refusals.unless(
                    find(context, account.number()).isEmpty(),
                    "ACCOUNT_NUMBER_TAKEN",
                    () -> "the money account " + account.number() + " is given out already; use another number");
            context.write(MoneyAccount.key(account.number()), account.toJson());
            context.emit("moneyAccountOpened", account.toJson());
            return account.toJson();
        });
    }

    private static JsonNode deposit(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "money.deposit");
        return Requests.once(context, "deposit", in, id -> {
            voucher(in);
            long amount = in.positive("amountFen");
            long total = total(context);
            Refusals.unless(
                    amount <= CanonicalJson.MAX_INTEGER - total,
                    "AMOUNT_OUT_OF_RANGE",
                    () -> "this market keeps " + total + " fen; with " + amount + " more it would be above 2^53-1");
            context.write(TOTAL, LongNode.valueOf(total + amount));
            return change(context, in.text("account"), "DEPOSIT", id, a -> a.plusAvailable(amount));
        });
    }

    private static JsonNode withdraw(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "money.withdraw");
        return Requests.once(context, "withdraw", in, id -> {
            voucher(in);
            long amount = in.positive("amountFen");
            MoneyAccount account = account(context, in.text("account"));
            requireAvailable(account, amount);
            context.write(TOTAL, LongNode.valueOf(total(context) - amount));
            return change(context, account.number(), "WITHDRAWAL", id, a -> a.plusAvailable(-amount));
        });
    }

    private static void voucher(Arguments in) {
        in.parsed("voucher", "an SM3 digest", Hash32::ofHex);
    }

    private static long total(ContractContext context) {
        return context.read(TOTAL).map(JsonNode::longValue).orElse(0L);
    }

    private static Optional<MoneyAccount> find(ContractContext context, String number) {
        return context.read(MoneyAccount.key(number)).map(MoneyAccount::fromJson);
    }

    private static MoneyAccount account(ContractContext context, String number) {
        return find(context, number)
                .orElseThrow(() -> new ContractRefusal(
                        "ACCOUNT_UNKNOWN",
                        "this market keeps no money account " + number + "; open it with money.open"));
    }

    private static void requireAvailable(MoneyAccount account, long amount) {
        Refusals.unless(
                account.availableFen() >= amount,
                "BALANCE_TOO_SMALL",
                () -> amount + " fen are asked for, account " + account.number() + " has " + account.availableFen()
                        + " available (" + account.frozenFen() + " set aside)");
    }

    /** One account before and after, on record with its cause. */
    private static ObjectNode change(
            ContractContext context, String number, String kind, String cause, UnaryOperator<MoneyAccount> how) {
        MoneyAccount before = account(context, number);
        MoneyAccount after = how.apply(before);
        context.write(MoneyAccount.key(number), after.toJson());
        long count = context.read("changes").map(JsonNode::longValue).orElse(0L);
        ObjectNode change = CanonicalJson.object()
                .put("account", number)
                .put("kind", kind)
                .put("cause", cause)
                .put("transaction", context.transactionId().toHex())
                .put("time", context.time().epochMillis());
        change.set("before", before.toJson());
        change.set("after", after.toJson());
        context.write("change/" + count, change);
        context.write("changes", LongNode.valueOf(count + 1));
        context.emit("moneyChanged", change.deepCopy().put("number", count));
        return after.toJson();
    }

    // ---- settlements

    private record Payment(String payer, String payee, long amountFen, String cause) {
        static Payment of(ContractContext context, Arguments in) {
            Callers.requireContract(context, SettlementsContract.NAME, "a settlement's payment");
            Arguments terms = in.object("terms");
            return new Payment(
                    terms.text("payer"), terms.text("payee"), terms.positive("amountFen"), in.text("settlement"));
        }
    }

    private static JsonNode lock(ContractContext context, Arguments in) {
        Payment payment = Payment.of(context, in);
        MoneyAccount payer = account(context, payment.payer());
        MoneyAccount payee = account(context, payment.payee());
        Refusals.unless(
                !payer.number().equals(payee.number()),
                "SAME_ACCOUNT",
                () -> "payer and payee are both account " + payer.number() + "; a payment has two");
        requireAvailable(payer, payment.amountFen());
        return change(
                context, payer.number(), "SETTLEMENT_LOCK", payment.cause(), a -> a.plusFrozen(payment.amountFen()));
    }

    private static JsonNode commit(ContractContext context, Arguments in) {
        Payment payment = Payment.of(context, in);
        change(context, payment.payer(), "SETTLEMENT_PAID", payment.cause(), a -> a.paid(payment.amountFen()));
        return change(
                context,
                payment.payee(),
                "SETTLEMENT_RECEIVED",
                payment.cause(),
                a -> a.plusAvailable(payment.amountFen()));
    }

    private static JsonNode release(ContractContext context, Arguments in) {
        Payment payment = Payment.of(context, in);
        return change(
                context,
                payment.payer(),
                "SETTLEMENT_RELEASE",
                payment.cause(),
                a -> a.plusFrozen(-payment.amountFen()));
    }
}
