package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Register;
import io.regchain.localchain.rule.HolderLimit;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.canonical.CanonicalJson;

/** Writes the changes of one request into one security's register, and keeps its counts. */
final class RegisterWriter {
    private final ContractContext context;
    private final MarketBooks books;
    private final ProductCode product;
    private final Register before;
    private final Cause cause;
    private int holders;
    private long changes;
    private long sum;

    RegisterWriter(ContractContext context, MarketBooks books, ProductCode product, Register before, Cause cause) {
        this.context = context;
        this.books = books;
        this.product = product;
        this.before = before;
        this.cause = cause;
        this.holders = before.holders();
        this.changes = before.changes();
    }

    void change(Account account, Holding from, Holding to) {
        sum += to.total() - from.total();
        context.write(Holding.key(product.stableText(), account.number()), to.toJson());
        count(account.investor(), to.total() - from.total());
        record(account, from, to);
    }

    private void count(InvestorCode investor, long change) {
        long had = books.investorTotal(product, investor);
        long has = had + change;
        String key = Register.investorKey(product.stableText(), investor.text());
        if (has == 0) {
            context.delete(key);
        } else {
            context.write(key, LongNode.valueOf(has));
        }
        holders += (has > 0 ? 1 : 0) - (had > 0 ? 1 : 0);
    }

    private void record(Account account, Holding from, Holding to) {
        ObjectNode change = CanonicalJson.object()
                .put("account", account.number())
                .put("investor", account.investor().text())
                .put("kind", cause.kind())
                .put("requestId", cause.requestId())
                .put("transaction", context.transactionId().toHex())
                .put("time", context.time().epochMillis());
        change.set("before", from.toJson());
        change.set("after", to.toJson());
        context.write(Register.changeKey(product.stableText(), changes), change);
        context.emit(
                "registerChanged",
                change.deepCopy().put("product", product.text()).put("number", changes));
        changes++;
    }

    /** Writes the head; the sum of what changed must leave the sum of all holdings at the issue (R13). */
    Register finish() {
        long wanted = before.changes() == 0 ? before.issued() : 0;
        if (sum != wanted) {
            throw new IllegalStateException(
                    "the changes of " + cause.requestId() + " add up to " + sum + ", not " + wanted);
        }
        Register after = new Register(before.issued(), holders, changes);
        context.write(Register.key(product.stableText()), after.toJson());
        if (after.holders() > before.holders() && HolderLimit.warns(after.holders())) {
            warn(after.holders());
        }
        return after;
    }

    private void warn(int count) {
        String event = count > HolderLimit.LIMIT ? "holderLimitExceeded" : "holderLimitNear";
        context.emit(
                event,
                CanonicalJson.object()
                        .put("product", product.text())
                        .put("holders", count)
                        .put("limit", HolderLimit.LIMIT));
    }
}
