package io.regchain.protocol.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedSocialCreditCodeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "91350100M000100Y43",
                "91310000564759688N",
                "91310104MA1FRNWW80",
                "1210000040088209X1",
                "914403001922038216",
                "9144030071526726XG",
                "91330100799655058B",
                "91110000710925462X",
                "91440300100012316L",
                "91100000100003962T",
                "911000001000013428",
                "91310000MA1REM114W",
                "91320500MA1REM122M",
                "91440300MA5REM138N",
                "91330100MA2REM1407",
                "91510100MA6REM156Q",
                "91110000MA0REM163B"
            })
    void aCodeWithBothCheckCharactersRightIsTaken(String text) {
        assertThat(new UnifiedSocialCreditCode(text)).hasToString(text);
        assertThat(SubjectCode.parse(text)).isEqualTo(new UnifiedSocialCreditCode(text));
    }

    @ParameterizedTest
    @CsvSource({
        "91310000564759688M, should be N",
        "9131000056475968N, 18 characters",
        "91310000564759I88N, 18 characters",
        "91310000564759688n, 18 characters",
        "9131000056475968８N, 18 characters",
        "９1310000564759688N, 18 characters",
        "'91310000564759688N ', 18 characters",
        "' 91310000564759688N', 18 characters",
        "9131000056475968NN8, 18 characters",
        "'', 18 characters",
        "91A10000564759688N, 18 characters"
    })
    void anythingElseIsRefusedTellingWhy(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnifiedSocialCreditCode(text))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "990000", "200000"})
    void aRegionThatDoesNotExistIsRefusedEvenWithRightCheckCharacters(String region) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnifiedSocialCreditCode.complete("91" + region, "56475968"))
                .withMessageContaining(region);
    }

    @ParameterizedTest
    @ValueSource(chars = {'0', '1', '2', '9', 'X'})
    void aWrongOrganisationCheckIsRefusedThoughTheLastCharacterFits(char wrong) {
        String body = "9131000056475968" + wrong;
        for (char last : "0123456789ABCDEFGHJKLMNPQRTUWXY".toCharArray()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UnifiedSocialCreditCode(body + last))
                    .withMessageContaining("organisation check character");
        }
    }

    @Property(tries = 300)
    void oneChangedCharacterIsAlwaysNoticed(
            @ForAll @IntRange(min = 0, max = 17) int at, @ForAll @IntRange(min = 0, max = 30) int other) {
        String valid = "91310000MA1REM114W";
        char next = "0123456789ABCDEFGHJKLMNPQRTUWXY".charAt(other);
        String changed = valid.substring(0, at) + next + valid.substring(at + 1);
        if (!changed.equals(valid)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new UnifiedSocialCreditCode(changed));
        }
    }
}
