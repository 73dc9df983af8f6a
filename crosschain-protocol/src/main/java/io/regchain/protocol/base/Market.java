package io.regchain.protocol.base;

/**
 * One regional equity market (区域性股权市场). There are exactly 35, one per province or separately planned city.
 *
 * @param number its place in JR/T 0325 table 2, from 1
 * @param chainId the label of its local chain, JR/T 0325 table 2
 * @param region the province or city, in Chinese
 * @param regionEnglish the same for readers of English
 * @param operator the company that runs it
 * @param regionCode the letters that start its enterprise codes, JR/T 0326 table 1
 * @param administrativeCode six digits of GB/T 2260, of the province ({@code 320000}) or city ({@code 330200})
 */
public record Market(
        int number,
        ChainId chainId,
        String region,
        String regionEnglish,
        String operator,
        String regionCode,
        String administrativeCode) {
    public Market {
        if (!regionCode.matches("[A-Z]{2,3}")) {
            throw new IllegalArgumentException("a region code is two or three capital letters, not " + regionCode);
        }
        if (!administrativeCode.matches("\\d{4}00")) {
            throw new IllegalArgumentException(
                    "a market's area is a province or city of GB/T 2260, not " + administrativeCode);
        }
    }

    /** Whether the market is that of a separately planned city (计划单列市), not of a whole province. */
    public boolean ofCity() {
        return !administrativeCode.endsWith("0000");
    }

    @Override
    public String toString() {
        return chainId + " (" + operator + ")";
    }
}
