package io.regchain.ledger.metering;

/** Which classes are contract code, and which belong to the host that contracts run on. */
final class CodeScope {
    private static final String HOUSE = "io/regchain/";
    private static final String PROTOCOL = "io/regchain/protocol/";
    private static final String CONTRACT_API = "io/regchain/ledger/contract/";
    private static final String METERING = "io/regchain/ledger/metering/";

    private CodeScope() {}

    /**
     * Classes of this house that are neither the protocol nor the contract API: those two are libraries of total
     * functions, whose work is bounded by what they are given, and are charged by the call like the JDK's.
     *
     * @param internalName as in class files, with slashes
     */
    static boolean isContractCode(String internalName) {
        return internalName.startsWith(HOUSE)
                && !internalName.startsWith(PROTOCOL)
                && !internalName.startsWith(CONTRACT_API)
                && !internalName.startsWith(METERING);
    }
}
