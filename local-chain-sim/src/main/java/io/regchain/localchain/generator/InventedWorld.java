package io.regchain.localchain.generator;

import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.ResidentId;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A world from one seed. Everything is a function of the seed, the market and a number, so any part can be made alone,
 * in any order, and two numbers never give the same identity. Identity numbers use region codes that are not issued to
 * people, and names are put together from lists.
 */
public final class InventedWorld {
    /** Companies per market: distinct names. */
    public static final int COMPANIES = 20_000;
    /** People per market. */
    public static final int PEOPLE = 10_000_000;

    /** Above the codes that stories use by name. */
    private static final int FIRST_CODE = 500_000;

    private static final LocalDate FIRST_BIRTHDAY = LocalDate.of(1945, 1, 1);
    private static final LocalDate LAST_CHECK = LocalDate.of(2000, 1, 1);
    /** Sequences 100 to 999 of a birthday; stories use the ones below. */
    private static final int SEQUENCES = 900;

    private static final int FIRST_SEQUENCE = 100;
    private static final DateTimeFormatter OLD_BIRTHDAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
    private static final String CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final long CREDIT_CODES = 31L * 31 * 31 * 31 * 31;

    private final long seed;

    public InventedWorld(long seed) {
        this.seed = seed;
    }

    /** @param number from 0 to {@link #PEOPLE}−1 */
    public InventedPerson person(Market home, int number) {
        Seeded names = Seeded.of(seed, "person " + home.chainId(), number);
        String name = names.pick(Vocabulary.FAMILY_NAMES) + givenName(names);
        return new InventedPerson(name, id(home, number));
    }

    private static String givenName(Seeded names) {
        String first = names.pick(Vocabulary.GIVEN_NAMES);
        return names.below(4) == 0 ? first : first + names.pick(Vocabulary.GIVEN_NAMES);
    }

    private ResidentId id(Market home, int number) {
        long place = shuffled(PEOPLE, "ids " + home.chainId()).at(number);
        LocalDate birthday = FIRST_BIRTHDAY.plusDays(place / SEQUENCES);
        long sequence = FIRST_SEQUENCE + place % SEQUENCES;
        String old = home.administrativeCode() + OLD_BIRTHDAY.format(birthday) + sequence;
        return ResidentId.ofOldForm(old, LAST_CHECK);
    }

    /** @param number from 0 to {@link #COMPANIES}−1 */
    public InventedCompany company(Market market, int number) {
        Seeded facts = Seeded.of(seed, "company " + market.chainId(), number);
        EnterpriseCode.Layer layer = facts.pick(List.of(EnterpriseCode.Layer.values()));
        EnterpriseCode code =
                new EnterpriseCode(market.regionCode(), Integer.toString(FIRST_CODE + number), Optional.of(layer));
        ProductCode product =
                new ProductCode(code, "S", "26" + String.format(Locale.ROOT, "%02d", 1 + facts.below(20)));
        long issued = 1_000_000L * (5 + facts.below(196));
        return new InventedCompany(companyName(market, number), creditCode(market, number), code, product, issued);
    }

    private String companyName(Market market, int number) {
        long place = shuffled(COMPANIES, "names " + market.chainId()).at(number);
        int brands = Vocabulary.BRAND_SECOND.size();
        int trades = Vocabulary.TRADES.size();
        String trade = Vocabulary.TRADES.get((int) (place % trades));
        String second = Vocabulary.BRAND_SECOND.get((int) (place / trades % brands));
        String first = Vocabulary.BRAND_FIRST.get((int) (place / trades / brands));
        return market.region() + first + second + trade + "股份有限公司";
    }

    private UnifiedSocialCreditCode creditCode(Market market, int number) {
        long place = shuffled(CREDIT_CODES, "credit codes " + market.chainId()).at(number);
        StringBuilder organisation = new StringBuilder("MA8");
        for (int i = 0; i < 5; i++) {
            organisation.append(CREDIT_CODE_ALPHABET.charAt((int) (place % 31)));
            place /= 31;
        }
        return UnifiedSocialCreditCode.complete("91" + market.administrativeCode(), organisation.toString());
    }

    private Shuffled shuffled(long size, String what) {
        return new Shuffled(size, Seeded.of(seed, what, 0));
    }

    /**
     * @param number any, from 0 on
     * @param investors how many there are, at least 2
     */
    public InventedTrade trade(Market market, long number, int investors) {
        if (investors < 2) {
            throw new IllegalArgumentException("a trade needs two investors, not " + investors);
        }
        Seeded facts = Seeded.of(seed, "trade " + market.chainId(), number);
        int seller = facts.below(investors);
        int buyer = (seller + 1 + facts.below(investors - 1)) % investors;
        return new InventedTrade(seller, buyer, 100L * (1 + facts.below(50)), 100 + facts.below(4_900));
    }
}
