package io.regchain.localchain.object;

import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.book.Issuer;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.book.Product;
import io.regchain.localchain.rule.TransferPlan;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectType;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the sealed JR/T 0314 objects that an operator hands in with a request, in the order in which the contract wants
 * them. Pure: the books are read, nothing is written, and the time is given. The result says what will happen if nothing
 * changes in between; if something does, the contract refuses the objects, naming the path.
 */
public final class BusinessObjects {
    /** subject_main_administrative_region: in the country. */
    private static final int DOMESTIC = 1;
    /** Codes that the pilot model lists without a label; 255 is "other". */
    private static final int OTHER = 255;

    private final Operator operator;
    private final ObjectMaker maker;

    /** @param key one of the operator's keys on this chain */
    public BusinessObjects(ChainId chain, Operator operator, Sm2PrivateKey key) {
        this.operator = operator;
        this.maker = new ObjectMaker(chain, key);
    }

    private String operatorId() {
        return "subject-" + operator.organisation();
    }

    /** The operator itself, for {@code objects.put}, once: other objects refer to it. */
    public DataObject operator(Did did, Instant time) {
        Facts facts = SubjectFacts.organisation(did, operator.name()).and(subject(time));
        return maker.create(ObjectType.SUBJECT, operatorId(), time, facts);
    }

    public static String issuerId(String code) {
        return "subject-" + code;
    }

    public static String productId(String code) {
        return "product-" + code;
    }

    public static String investorId(String investorCode) {
        return "subject-" + investorCode;
    }

    public static String accountId(String number) {
        return "account-" + number;
    }

    /** For {@code products.registerIssuer}. */
    public List<DataObject> issuer(Issuer issuer, Instant time) {
        Facts facts = SubjectFacts.issuer(issuer.did(), issuer.name(), 0).and(subject(time));
        return List.of(maker.create(ObjectType.SUBJECT, issuer.objectId(), time, facts));
    }

    private static Facts subject(Instant time) {
        return new Facts(SubjectFacts.ROOT)
                .number(Paths.GENERAL + "subject_main_administrative_region", DOMESTIC)
                .text(Paths.GENERAL + "subject_create_time", timestamp(time));
    }

    /** For {@code products.create}. */
    public List<DataObject> product(Product product, Issuer issuer, MarketBooks books, Instant time) {
        String reference = new References(books).of(issuer.objectId());
        Facts facts = ProductFacts.of(product, operator.name(), issuer.name(), reference)
                .text(Paths.PRODUCT + "product_market_subject_ref", operatorId() + "/0")
                .text(Paths.PRODUCT + "product_create_time", timestamp(time));
        return List.of(maker.create(ObjectType.PRODUCT, product.objectId(), time, facts));
    }

    /**
     * For {@code accounts.open} and {@code accounts.apply}: the investor's subject, and the account.
     *
     * @param shownName what others may see: {@code 李*} for a person, the whole name of an institution
     * @param idDigest keyed digest of the identity number, never the number
     */
    public List<DataObject> account(Account account, String shownName, Hash32 idDigest, Instant time) {
        Facts investor = SubjectFacts.investor(account).and(subject(time)).and(named(account, shownName, idDigest));
        Facts facts = AccountFacts.of(account, account.subjectObject() + "/0").and(accountDetails(time));
        return List.of(
                maker.create(ObjectType.SUBJECT, account.subjectObject(), time, investor),
                maker.create(ObjectType.ACCOUNT, account.accountObject(), time, facts));
    }

    private static Facts named(Account account, String name, Hash32 idDigest) {
        if (SubjectFacts.typeOf(account.investor()) == SubjectFacts.PERSON) {
            return new Facts(SubjectFacts.ROOT)
                    .text(Paths.PERSON + "subject_investor_name", name)
                    .number(Paths.PERSON + "subject_id_type", OTHER)
                    .text(Paths.PERSON + "subject_id_number", idDigest.toHex());
        }
        return new Facts(SubjectFacts.ROOT).text(Paths.ORGANISATION + "subject_company_name", name);
    }

    private Facts accountDetails(Instant time) {
        return new Facts(AccountFacts.ROOT)
                .text(Paths.ACCOUNT + "account_depository_ref", operatorId() + "/0")
                .text(Paths.ACCOUNT + "account_create_time", timestamp(time))
                .value(Paths.ACCOUNT + "account_purpose", Facts.list(1));
    }

    /** For {@code accounts.record}: the account's state as it is now. */
    public List<DataObject> accountState(Account account, MarketBooks books, Instant time) {
        long next = books.latestVersion(account.accountObject()).orElseThrow() + 1;
        return List.of(
                maker.update(ObjectType.ACCOUNT, account.accountObject(), next, time, AccountFacts.status(account)));
    }

    /** For {@code registration.initial}: the roster, and the issuer's subject with its number of holders. */
    public List<DataObject> initial(
            Product product, List<RegistrationFacts.Entry> entries, int holders, MarketBooks books, Instant time) {
        Facts roster = RegistrationFacts.roster(product, new References(books), entries)
                .number(Paths.REGISTER + "register_event_type", 1)
                .text(Paths.ROSTER + "basic_information_roster.register_list_date", timestamp(time));
        return List.of(
                maker.create(ObjectType.REGISTRATION, "registration-" + product.code() + "-roster", time, roster),
                holders(product, holders, books, time));
    }

    private DataObject holders(Product product, int holders, MarketBooks books, Instant time) {
        long next = books.latestVersion(product.issuerObjectId()).orElseThrow() + 1;
        return maker.update(
                ObjectType.SUBJECT, product.issuerObjectId(), next, time, SubjectFacts.shareholders(holders));
    }

    /** For {@code registration.block} and {@code release}. */
    public List<DataObject> restriction(
            String requestId,
            Account account,
            Product product,
            Holding before,
            Holding after,
            MarketBooks books,
            Instant time) {
        Facts facts = RegistrationFacts.of(
                        account, new References(books), product, new RegistrationFacts.Movement(before, after))
                .and(registrationDetails(time));
        return List.of(maker.create(ObjectType.REGISTRATION, "registration-" + requestId, time, facts));
    }

    /** For {@code transfers.transfer} and {@code nonTrade}. */
    public List<DataObject> transfer(TransferPlan plan, MarketBooks books, Instant time) {
        String id = plan.request().requestId();
        String reportId = "transactionreport-" + id;
        String report = reportId + "/0";
        TransferFacts facts = new TransferFacts(plan, new References(books));
        List<DataObject> objects = new ArrayList<>();
        objects.add(maker.create(
                ObjectType.TRANSACTION_REPORT, reportId, time, facts.report().and(reportDetails(time))));
        objects.add(maker.create(
                ObjectType.REGISTRATION,
                "registration-" + id + "-out",
                time,
                facts.registration(plan.from(), report).and(registrationDetails(time))));
        objects.add(maker.create(
                ObjectType.REGISTRATION,
                "registration-" + id + "-in",
                time,
                facts.registration(plan.to(), report).and(registrationDetails(time))));
        if (plan.isTrade()) {
            objects.add(maker.create(
                    ObjectType.SETTLEMENT,
                    "settlement-" + id,
                    time,
                    facts.settlement(report).and(settlementDetails(time))));
        }
        if (plan.changesHolderCount()) {
            objects.add(holders(plan.product(), plan.holdersAfter(), books, time));
        }
        return List.copyOf(objects);
    }

    private static Facts reportDetails(Instant time) {
        return new Facts(TransferFacts.REPORT_ROOT)
                .text(Paths.REPORT + "transaction_create_time", timestamp(time))
                .text(Paths.CONTENT + "transaction_settlement_time", timestamp(time));
    }

    private static Facts registrationDetails(Instant time) {
        return new Facts(TransferFacts.REGISTRATION_ROOT)
                .number(Paths.REGISTER + "register_event_type", 1)
                .text(Paths.RIGHT + "register_time", timestamp(time))
                .text(Paths.RIGHT + "register_create_time", timestamp(time))
                .number(Paths.RIGHT + "register_asset_type", 1)
                .number(Paths.RIGHTS + "description_status_information.register_source_type", OTHER);
    }

    private static Facts settlementDetails(Instant time) {
        return new Facts(TransferFacts.SETTLEMENT_ROOT)
                .number(Paths.SETTLEMENT + "settlement_type", 1)
                .text(Paths.SETTLEMENT + "settlement_time", timestamp(time))
                .text(Paths.SETTLEMENT + "settlement_information_maintenance_time", timestamp(time));
    }

    /** RFC 3339 in China standard time, whole seconds. */
    private static String timestamp(Instant time) {
        ZonedDateTime china = BlockTime.of(time).inChina().withNano(0);
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(china);
    }
}
