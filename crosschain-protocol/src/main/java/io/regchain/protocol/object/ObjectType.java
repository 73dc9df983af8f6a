package io.regchain.protocol.object;

import io.regchain.protocol.base.DecodeException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The seven kinds of data object of the pilot model that stands behind JR/T 0315. The body of each has one member,
 * {@link #bodyKey()}.
 */
public enum ObjectType {
    SUBJECT("subject", "subject_information", "主体"),
    ACCOUNT("account", "account_information", "账户"),
    PRODUCT("product", "product_information", "产品"),
    TRANSACTION_REPORT("transactionreport", "transaction_report_information", "交易报告"),
    REGISTRATION("registration", "registration_information", "登记"),
    SETTLEMENT("settlement", "capital_settlement_information", "资金结算"),
    INFO_DISCLOSURE("infodisclosure", "disclosure_approval_information", "信披");

    private final String code;
    private final String bodyKey;
    private final String chinese;

    ObjectType(String code, String bodyKey, String chinese) {
        this.code = code;
        this.bodyKey = bodyKey;
        this.chinese = chinese;
    }

    /** The value of {@code header.content.type}. */
    public String code() {
        return code;
    }

    public String bodyKey() {
        return bodyKey;
    }

    public String chinese() {
        return chinese;
    }

    /** Where its JSON Schema (draft 2020-12) stands on the class path. */
    public String schemaResource() {
        return "io/regchain/protocol/schema/" + code + ".json";
    }

    /** @throws DecodeException when no type has this code */
    public static ObjectType ofCode(String code) {
        for (ObjectType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new DecodeException("no data object type is called \"" + code + "\"; the types are "
                + Arrays.stream(values()).map(ObjectType::code).collect(Collectors.joining(", ")));
    }
}
