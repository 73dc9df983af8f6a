package io.regchain.localchain.object;

import io.regchain.localchain.rule.TransferMethod;
import io.regchain.localchain.rule.TransferPlan;
import io.regchain.localchain.rule.TransferRequest.Cause;

/** What the objects of a transfer must say: JR/T 0314 6.5, written in the same block as the business. */
public final class TransferFacts {
    static final String REPORT_ROOT = "transaction_report_information";
    static final String REGISTRATION_ROOT = "registration_information";
    static final String SETTLEMENT_ROOT = "capital_settlement_information";
    private static final int TRADE = 3;
    private static final int NON_TRADE = 5;
    private static final int IN_CUSTODY = 1;

    private final TransferPlan plan;
    private final References references;

    public TransferFacts(TransferPlan plan, References references) {
        this.plan = plan;
        this.references = references;
    }

    /** 交易报告, from 2024 on 转让报告. */
    public Facts report() {
        Facts facts = new Facts(REPORT_ROOT)
                .number(Paths.REPORT + "transaction_market_type", 1)
                .number(Paths.REPORT + "transaction_type", plan.isTrade() ? TRADE : NON_TRADE)
                .number(Paths.REPORT + "transaction_method", method().code())
                .number(Paths.REPORT_ASSET + "asset_custody_state.transaction_product_custody_status", IN_CUSTODY)
                .text(
                        Paths.REPORT_ASSET + "custody_asset_transaction.transaction_custody_product_ref",
                        references.product(plan.product()))
                .text(
                        Paths.CONTENT + "transaction_series_number",
                        plan.request().requestId())
                .text(Paths.CONTENT + "transaction_settlement_currency", Paths.CNY)
                .number(
                        Paths.CONTENT + "transaction_settlement_quantity",
                        plan.request().quantity())
                .text(
                        Paths.PARTIES + "transaction_investor_original_ref",
                        references.subject(plan.from().account()))
                .text(
                        Paths.PARTIES + "transaction_investor_counterparty_ref",
                        references.subject(plan.to().account()));
        return facts.yuan(Paths.CONTENT + "transaction_settlement_price", priceFen());
    }

    private TransferMethod method() {
        return switch (plan.request().cause()) {
            case Cause.Trade trade -> TransferMethod.valueOf(trade.method());
            case Cause.NonTrade ignored -> TransferMethod.OFFLINE_AGREEMENT;
        };
    }

    private long priceFen() {
        return switch (plan.request().cause()) {
            case Cause.Trade trade -> trade.priceFen();
            case Cause.NonTrade ignored -> 0;
        };
    }

    /** 登记 of one side: the three ledgers before, changed by, after. */
    public Facts registration(TransferPlan.Side side, String report) {
        return RegistrationFacts.of(
                        side.account(),
                        references,
                        plan.product(),
                        new RegistrationFacts.Movement(side.before(), side.after()))
                .text(Paths.RIGHT + "register_transaction_ref", report);
    }

    /** 资金结算: the money goes from the receiving account's owner to the giving one's. */
    public Facts settlement(String report) {
        return new Facts(SETTLEMENT_ROOT)
                .text(
                        Paths.SETTLEMENT + "settlement_serial_number",
                        plan.request().requestId())
                .text(Paths.SETTLEMENT + "settlement_product_ref", references.product(plan.product()))
                .text(Paths.SETTLEMENT + "settlement_transaction_ref", report)
                .text(Paths.SETTLEMENT + "settlement_currency", Paths.CNY)
                .yuan(Paths.SETTLEMENT + "settlement_value", plan.amountFen())
                .text(
                        "transferor_information.settlement_out_account_object_ref",
                        references.account(plan.to().account()))
                .text(
                        "transferee_information.settlement_in_account_object_ref",
                        references.account(plan.from().account()));
    }

    /** 主体: how many holders the issuer has afterwards. */
    public Facts issuer() {
        return SubjectFacts.shareholders(plan.holdersAfter());
    }
}
