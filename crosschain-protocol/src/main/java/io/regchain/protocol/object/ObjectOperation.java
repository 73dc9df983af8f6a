package io.regchain.protocol.object;

import io.regchain.protocol.base.DecodeException;

/** 对应操作, JR/T 0314 table 1. */
public enum ObjectOperation {
    CREATE("create", "创建"),
    UPDATE("update", "更新"),
    OVERWRITE("overwrite", "重写"),
    DELETE("delete", "删除");

    private final String code;
    private final String chinese;

    ObjectOperation(String code, String chinese) {
        this.code = code;
        this.chinese = chinese;
    }

    /** The value of {@code header.content.operation}. */
    public String code() {
        return code;
    }

    public String chinese() {
        return chinese;
    }

    /** @throws DecodeException when no operation has this code */
    public static ObjectOperation ofCode(String code) {
        for (ObjectOperation operation : values()) {
            if (operation.code.equals(code)) {
                return operation;
            }
        }
        throw new DecodeException("the operations are create, update, overwrite and delete, not \"" + code + "\"");
    }
}
