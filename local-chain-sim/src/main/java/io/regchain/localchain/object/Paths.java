package io.regchain.localchain.object;

/** Where the pilot data model keeps what we say; below the body's key. */
final class Paths {
    static final String CNY = "156";

    static final String ORGANISATION =
            "organization_subject_information.basic_information_of_enterprise.basic_information_description.";
    static final String PERSON = "personal_subject_information.personal_subject_basic_information.";
    static final String GENERAL = "basic_information_subject.general_information_subject.";
    static final String SHAREHOLDERS = ORGANISATION + "subject_shareholders_number";

    static final String ACCOUNT = "basic_account_information.";

    static final String PRODUCT = "essential_information.basic_product_information.";

    static final String REPORT = "basic_transaction_information.basic_information_remark.";
    static final String REPORT_ASSET = "basic_transaction_information.trading_asset_information.";
    static final String CONTENT = "transaction_information.transaction_content_information.";
    static final String PARTIES = "transaction_information.transaction_party_information.";

    static final String REGISTER = "register_basic_information.";
    static final String RIGHTS = "registration_rights.basic_information_rights.";
    static final String RIGHT = RIGHTS + "basic_information_description.";
    static final String ROSTER = "roll_records.";

    static final String SETTLEMENT = "basic_information_capital_settlement.";

    private Paths() {}
}
