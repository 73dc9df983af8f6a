package io.regchain.localchain.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.Product;
import java.util.List;

/** What registration objects (登记) must say. */
public final class RegistrationFacts {
    private static final int RIGHTS = 1;
    private static final int ROSTER = 2;

    private RegistrationFacts() {}

    /** One account's three ledgers before and after. */
    public record Movement(Holding before, Holding after) {}

    /** One line of a roster. */
    public record Entry(Account account, long quantity) {}

    public static Facts of(Account account, References references, Product product, Movement movement) {
        Facts facts = new Facts(TransferFacts.REGISTRATION_ROOT)
                .number(Paths.REGISTER + "register_object_type", RIGHTS)
                .text(Paths.RIGHT + "register_subject_ref", references.subject(account))
                .number(Paths.RIGHT + "register_subject_type", SubjectFacts.typeOf(account.investor()))
                .text(Paths.RIGHT + "register_subject_account_ref", references.account(account))
                .number(Paths.RIGHT + "register_asset_unit", product.unit())
                .text(Paths.RIGHT + "register_asset_currency", Paths.CNY)
                .text(Paths.RIGHT + "register_product_ref", references.product(product));
        return facts.and(ledgers(movement.before(), movement.after()));
    }

    private static Facts ledgers(Holding before, Holding after) {
        String available = Paths.RIGHTS + "available_registration.";
        String pledged = Paths.RIGHTS + "pledge_registration.";
        String frozen = Paths.RIGHTS + "freezing_registration.";
        return new Facts(TransferFacts.REGISTRATION_ROOT)
                .number(available + "register_asset_balance_before", before.available())
                .number(available + "register_asset_balance_change", after.available() - before.available())
                .number(available + "register_asset_balance_after", after.available())
                .number(pledged + "register_pledge_balance_before", before.pledged())
                .number(pledged + "register_pledge_balance_change", after.pledged() - before.pledged())
                .number(pledged + "register_pledge_balance_after", after.pledged())
                .number(frozen + "register_frozen_balance", before.frozen())
                .number(frozen + "register_frozen_balance_change", after.frozen() - before.frozen())
                .number(frozen + "register_frozen_balance_after", after.frozen());
    }

    /** 股东名册: the whole register of a product, in the order of the entries. */
    public static Facts roster(Product product, References references, List<Entry> entries) {
        ArrayNode holders = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : entries) {
            holders.addObject()
                    .put("register_equity_subject_ref", references.subject(entry.account()))
                    .put("register_equity_number", entry.quantity());
        }
        return new Facts(TransferFacts.REGISTRATION_ROOT)
                .number(Paths.REGISTER + "register_object_type", ROSTER)
                .text(Paths.ROSTER + "basic_information_roster.register_product_ref", references.product(product))
                .text(Paths.ROSTER + "basic_information_roster.register_product_name", product.name())
                .value(Paths.ROSTER + "register_shareholders", holders);
    }
}
