package io.regchain.protocol.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.regchain.protocol.base.EnterpriseCode.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {
    @ParameterizedTest
    @CsvSource({"BJ000001F, beijing, BJ000001", "SZX123456, shenzhen, SZX123456", "JS000207P, jiangsu, JS000207"})
    void anEnterpriseCodeNamesItsMarketAndHasAStablePart(String text, String chain, String stable) {
        EnterpriseCode code = EnterpriseCode.parse(text);
        assertThat(code).hasToString(text);
        assertThat(code.market().chainId()).isEqualTo(new ChainId(chain));
        assertThat(code.stable()).hasToString(stable);
        assertThat(code.stableText()).isEqualTo(stable);
        assertThat(code.withLayer(Layer.T).stable()).isEqualTo(code.stable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BJ000001X",
                "BJ00001F",
                "BJ0000001F",
                "bj000001F",
                "BJ000001f",
                "ZZ000001",
                "B000001",
                "BEIJ000001",
                "BJ000001F ",
                " BJ000001F",
                "BJ００0001F",
                "BJ000001FG",
                "BJ000001F.S2101"
            })
    void whatIsNoEnterpriseCodeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnterpriseCode.parse(text))
                .withMessageNotContaining("Optional");
    }

    @ParameterizedTest
    @CsvSource({
        "BJ000001F.DCFGFR2110, DCFGFR, 2110, BJ000001.DCFGFR2110",
        "SH000001F.S2101, S, 2101, SH000001.S2101",
        "SH000101G.S2601, S, 2601, SH000101.S2601",
        "JS000207.ES1, ES, 1, JS000207.ES1"
    })
    void aProductCodeHasItsThreeParts(String text, String securitiesClass, String issue, String stable) {
        ProductCode code = ProductCode.parse(text);
        assertThat(code).hasToString(text);
        assertThat(code.securitiesClass()).isEqualTo(securitiesClass);
        assertThat(code.issue()).isEqualTo(issue);
        assertThat(code.stableText()).isEqualTo(stable);
        assertThat(SubjectCode.parse(text)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BJ000001F",
                "BJ000001F.",
                "BJ000001F.2110",
                "BJ000001F.DCFGFR",
                "BJ000001F.DCFGFR21100",
                "BJ000001F.DCFGFRX2110",
                "BJ000001F．S2101",
                "BJ000001F.s2101",
                "ZZ000001F.S2101",
                "BJ000001X.S2101",
                "BJ000001F.S21 01",
                "BJ000001F..S2101",
                "BJ000001F.S2101.1"
            })
    void whatIsNoProductCodeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProductCode.parse(text));
    }

    @ParameterizedTest
    @EnumSource(InvestorCode.Kind.class)
    void anInvestorCodeIsALetterAndNineDigits(InvestorCode.Kind kind) {
        InvestorCode code = InvestorCode.of(kind, 102);
        assertThat(code.text()).isEqualTo(kind.letter() + "000000102");
        assertThat(code.kind()).isEqualTo(kind);
        assertThat(code.number()).isEqualTo(102);
        assertThat(new InvestorCode(code.text())).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Q",
                "Q00000001",
                "Q0000000001",
                "A000000001",
                "T000000001",
                "q000000001",
                "Q00000000１",
                "Q000000001 ",
                "000000001Q",
                "Q-00000001"
            })
    void whatIsNoInvestorCodeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InvestorCode(text))
                .withMessageContaining(text);
    }

    @Test
    void anInvestorsNumberFitsNineDigits() {
        assertThat(InvestorCode.of(InvestorCode.Kind.PRODUCT, InvestorCode.MAX_NUMBER))
                .hasToString("S999999999");
        for (long number : new long[] {0, -1, InvestorCode.MAX_NUMBER + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> InvestorCode.of(InvestorCode.Kind.PRODUCT, number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VC", "VC000000000000000000001", "vc1", "VC1a", "V1"})
    void whatIsNoCredentialCodeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CredentialCode(text));
    }
}
