package io.regchain.protocol.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketsTest {
    @Test
    void thereAre35MarketsEachWithItsOwnLabelLettersAndArea() {
        assertThat(Markets.all()).hasSize(35);
        assertThat(Markets.all())
                .extracting(Market::number)
                .isSorted()
                .startsWith(1)
                .endsWith(35);
        assertThat(Markets.all()).extracting(Market::chainId).doesNotHaveDuplicates();
        assertThat(Markets.all()).extracting(Market::regionCode).doesNotHaveDuplicates();
        assertThat(Markets.all()).extracting(Market::administrativeCode).doesNotHaveDuplicates();
        assertThat(Markets.all()).extracting(Market::operator).doesNotHaveDuplicates();
        assertThat(Markets.all().stream().filter(Market::ofCity))
                .extracting(Market::region)
                .containsExactly("大连", "宁波", "厦门", "青岛", "深圳");
    }

    @ParameterizedTest
    @CsvSource({
        "jiangsu, JS, 江苏, 320000",
        "hebei, HE, 河北, 130000",
        "henan, HA, 河南, 410000",
        "shanxi, SX, 山西, 140000",
        "shaanxi, SN, 陕西, 610000",
        "hainan, HI, 海南, 460000",
        "qingdao, TAO, 青岛, 370200",
        "shenzhen, SZX, 深圳, 440300"
    })
    void aMarketIsFoundByItsLabelAndByItsLetters(String chain, String letters, String region, String code) {
        Market market = Markets.byChain(new ChainId(chain)).orElseThrow();
        assertThat(market.region()).isEqualTo(region);
        assertThat(market.administrativeCode()).isEqualTo(code);
        assertThat(Markets.byRegionCode(letters)).contains(market);
    }

    @ParameterizedTest
    @CsvSource({
        "440300, shenzhen",
        "440305, shenzhen",
        "440100, guangdong",
        "330206, ningbo",
        "330100, zhejiang",
        "210200, dalian",
        "350200, xiamen",
        "370211, qingdao",
        "320500, jiangsu",
        "310115, shanghai"
    })
    void aSeparatelyPlannedCityComesBeforeItsProvince(String area, String chain) {
        assertThat(Markets.responsibleFor(area).map(Market::chainId)).contains(new ChainId(chain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"540000", "710000", "810000", "820000"})
    void someAreasHaveNoMarket(String area) {
        assertThat(Markets.responsibleFor(area)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "32", "000000", "3205001", "32050a", "１１0000"})
    void whatIsNoAdministrativeCodeIsRefused(String area) {
        assertThatIllegalArgumentException().isThrownBy(() -> Markets.responsibleFor(area));
    }

    @Test
    void nobodyIsFoundUnderAnotherName() {
        assertThat(Markets.byChain(ChainId.SUPERVISION)).isEmpty();
        assertThat(Markets.byChain(new ChainId("tibet"))).isEmpty();
        assertThat(Markets.byRegionCode("js")).isEmpty();
    }
}
