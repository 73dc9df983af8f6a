package io.regchain.localchain.federation;

import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A market's chain in the rehearsal: how many validators, held by which invented organisations. No organisation holds more
 * than f of them, and a government body takes part (A7.4, A16.3).
 */
public record MarketPlan(Market market, List<Seat> seats) {
    private static final List<String> PILOTS = List.of("beijing", "shanghai", "jiangsu", "zhejiang", "shenzhen");
    private static final int LARGE = 7;
    private static final int SMALL = 4;

    /** A validator's place and who holds it. */
    public record Seat(String name, UnifiedSocialCreditCode organisation, String organisationName, String entityType) {}

    public MarketPlan {
        seats = List.copyOf(seats);
    }

    /** The five markets whose chains were piloted. */
    public static List<MarketPlan> pilots() {
        return PILOTS.stream()
                .map(id -> of(Markets.byChain(new ChainId(id)).orElseThrow()))
                .toList();
    }

    public static List<MarketPlan> all() {
        return Markets.all().stream().map(MarketPlan::of).toList();
    }

    public static MarketPlan of(Market market) {
        String chain = market.chainId().value();
        int size = chain.equals("shanghai") || chain.equals("shenzhen") ? LARGE : SMALL;
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            seats.add(seat(market, i, Quorum.faulty(size)));
        }
        return new MarketPlan(market, seats);
    }

    /** Each organisation holds f seats: the operator first, then a government body, then others. */
    private static Seat seat(Market market, int index, int faulty) {
        int holder = index / faulty;
        String name = market.chainId() + "-" + index;
        return switch (holder) {
            case 0 -> new Seat(name, operatorCode(market), market.operator(), "operator");
            case 1 -> new Seat(name, code("11", market, holder), market.region() + "地方金融管理局（演练）", "government");
            case 2 -> new Seat(name, code("91", market, holder), market.region() + "征信有限公司（演练）", "institution");
            default -> new Seat(name, code("12", market, holder), market.region() + "数据中心（演练）", "institution");
        };
    }

    /** Invented: the standards give no codes of operators. */
    public static UnifiedSocialCreditCode operatorCode(Market market) {
        return code("91", market, 0);
    }

    private static UnifiedSocialCreditCode code(String kind, Market market, int holder) {
        String organisation = String.format(Locale.ROOT, "MA7%02d%03d", market.number(), holder);
        return UnifiedSocialCreditCode.complete(kind + market.administrativeCode(), organisation);
    }

    public ChainId chainId() {
        return market.chainId();
    }

    public ValidatorSet validators(FederationKeys keys) {
        return new ValidatorSet(seats.stream()
                .map(seat -> new Validator(
                        seat.name(),
                        seat.organisation(),
                        keys.key("validator " + seat.name()).publicKey()))
                .toList());
    }

    /** How many seats each organisation holds, by name. */
    public TreeMap<String, Integer> holders() {
        TreeMap<String, Integer> holders = new TreeMap<>();
        seats.forEach(seat -> holders.merge(seat.organisationName(), 1, Integer::sum));
        return holders;
    }
}
