package io.regchain.protocol.base;

import io.regchain.protocol.resource.ClasspathText;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The 35 regional equity markets (JR/T 0325 table 2, JR/T 0326 table 1), in the order of JR/T 0325. */
public final class Markets {
    private static final List<Market> ALL = read(ClasspathText.read("io/regchain/protocol/base/markets.csv"));

    private Markets() {}

    public static List<Market> all() {
        return ALL;
    }

    public static Optional<Market> byChain(ChainId chainId) {
        return only(market -> market.chainId().equals(chainId));
    }

    /** @param regionCode the letters of an enterprise code: {@code JS}, {@code SZX} */
    public static Optional<Market> byRegionCode(String regionCode) {
        return only(market -> market.regionCode().equals(regionCode));
    }

    /**
     * The market whose area an administrative code lies in: that of a separately planned city before that of its
     * province. Tibet, Taiwan, Hong Kong and Macao have none.
     *
     * @param administrativeCode six digits of GB/T 2260, of a county, city or province
     */
    public static Optional<Market> responsibleFor(String administrativeCode) {
        if (!AdministrativeRegions.known(administrativeCode)) {
            throw new IllegalArgumentException("no region of GB/T 2260 has the code " + administrativeCode);
        }
        return only(market -> market.ofCity() && sameStart(market, administrativeCode, 4))
                .or(() -> only(market -> !market.ofCity() && sameStart(market, administrativeCode, 2)));
    }

    private static boolean sameStart(Market market, String code, int digits) {
        return market.administrativeCode().regionMatches(0, code, 0, digits);
    }

    private static Optional<Market> only(Predicate<Market> which) {
        return ALL.stream().filter(which).findFirst();
    }

    private static List<Market> read(String csv) {
        return csv.lines()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(Markets::market)
                .toList();
    }

    private static Market market(String line) {
        String[] cells = line.split(",", -1);
        return new Market(
                Integer.parseInt(cells[0]), new ChainId(cells[4]), cells[1], cells[2], cells[3], cells[5], cells[6]);
    }
}
