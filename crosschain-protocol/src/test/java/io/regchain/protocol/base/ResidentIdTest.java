package io.regchain.protocol.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are the samples of GB 11643 and invented ones of regions that are not given to persons. */
class ResidentIdTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 2, 10);

    @ParameterizedTest
    @CsvSource({
        "11010519491231002X, 1949-12-31, false",
        "440524188001010014, 1880-01-01, true",
        "310000198001010016, 1980-01-01, true",
        "32000019750615002X, 1975-06-15, false",
        "440300199003070039, 1990-03-07, true",
        "510000198808080047, 1988-08-08, false",
        "330000196912310057, 1969-12-31, true",
        "110000200002290067, 2000-02-29, false"
    })
    void aNumberTellsBirthDateAndSex(String text, LocalDate birth, boolean male) {
        ResidentId id = ResidentId.parse(text, TODAY);
        assertThat(id.birthDate()).isEqualTo(birth);
        assertThat(id.male()).isEqualTo(male);
        assertThat(id.reveal()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 17 digits",
        "11000020010229006X, no day",
        "110000200113010062, no day",
        "110000200100010062, no day",
        "110000202602110067, lies after",
        "32000019750615002x, 17 digits",
        "320000197506150020, check character",
        "32000019750615002, 17 digits",
        "320000750615002, old form",
        "000000198001010016, no region",
        "990000198001010016, no region",
        "3２0000198001010016, 17 digits",
        "' 310000198001010016', 17 digits"
    })
    void anythingElseIsRefusedWithoutRepeatingTheNumber(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResidentId.parse(text, TODAY))
                .withMessageContaining(reason)
                .satisfies(e -> {
                    if (text.length() > 10) {
                        assertThat(e.getMessage()).doesNotContain(text);
                    }
                });
    }

    @Test
    void theOldFormOfFifteenDigitsIsCompletedOnRequest() {
        assertThat(ResidentId.ofOldForm("320000750615002", TODAY))
                .isEqualTo(ResidentId.parse("32000019750615002X", TODAY));
        assertThatIllegalArgumentException().isThrownBy(() -> ResidentId.ofOldForm("32000075061500X", TODAY));
        assertThatIllegalArgumentException().isThrownBy(() -> ResidentId.ofOldForm("320000751315002", TODAY));
    }

    @Test
    void aNumberIsNotPrinted() {
        assertThat(ResidentId.parse("310000198001010016", TODAY).toString())
                .doesNotContain("1980")
                .doesNotContain("0016");
    }
}
