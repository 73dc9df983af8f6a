package io.regchain.identity.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.identity.digest.IdentityDigests.PersonDigests;
import io.regchain.protocol.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityDigestsTest {
    private static final IdentityDigests DIGESTS = digests("the key of these tests");

    private static IdentityDigests digests(String key) {
        return new IdentityDigests(SecretBytes.copyOf(key.getBytes(StandardCharsets.US_ASCII)));
    }

    private static PersonDigests person(String number, String name) {
        return DIGESTS.of(IdentityPaper.RESIDENT_ID, number, name);
    }

    @ParameterizedTest
    @CsvSource({
        "' 32000019750615002X '",
        "32000019750615002x",
        "３２００００１９７５０６１５００２Ｘ",
        "320000 19750615 002X",
        "320000750615002"
    })
    void everySpellingOfANumberIsTheSamePerson(String number) {
        assertThat(person(number, "李二").identity())
                .isEqualTo(person("32000019750615002X", "李二").identity());
    }

    @ParameterizedTest
    @CsvSource({"' 李 二 '", "李　二", "李\u200B二"})
    void everySpellingOfANameIsTheSameName(String name) {
        assertThat(person("32000019750615002X", name)).isEqualTo(person("32000019750615002X", "李二"));
    }

    @Test
    void theDotsInNamesAreOneDotAndLatinNamesKeepTheirBlanks() {
        assertThat(person("32000019750615002X", "阿依\u2022古丽")).isEqualTo(person("32000019750615002X", "阿依·古丽"));
        assertThat(person("32000019750615002X", "Li  Er")).isEqualTo(person("32000019750615002X", "LI ER"));
        assertThat(person("32000019750615002X", "Lier")).isNotEqualTo(person("32000019750615002X", "LI ER"));
    }

    @Test
    void anotherNumberNameKindOfPaperOrKeyIsAnotherDigest() {
        PersonDigests liEr = person("32000019750615002X", "李二");
        assertThat(person("32000019750615002X", "李二二").name()).isNotEqualTo(liEr.name());
        assertThat(person("310000198001010016", "李二").identity()).isNotEqualTo(liEr.identity());
        assertThat(DIGESTS.of(IdentityPaper.PRODUCT_FILING, "32000019750615002X", "李二")
                        .identity())
                .isNotEqualTo(liEr.identity());
        assertThat(digests("another key of 16+")
                        .of(IdentityPaper.RESIDENT_ID, "32000019750615002X", "李二")
                        .identity())
                .isNotEqualTo(liEr.identity());
    }

    @Test
    void namesakesCannotBeToldFromTheirNameDigests() {
        assertThat(person("310000198001010016", "李二").name())
                .isNotEqualTo(person("32000019750615002X", "李二").name());
    }

    @ParameterizedTest
    @CsvSource({
        "RESIDENT_ID, 1234",
        "RESIDENT_ID, 3200001975061500XX",
        "RESIDENT_ID, 320000197506150021",
        "PASSPORT, E-1",
        "UNIFIED_SOCIAL_CREDIT_CODE, 91320500MA1REM122X",
        "PRODUCT_FILING, '#'"
    })
    void aNumberThatIsNoneIsRefused(IdentityPaper paper, String number) {
        assertThatThrownBy(() -> DIGESTS.of(paper, number, "李二")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPersonsNumberIsNotInTheMessage() {
        assertThatThrownBy(() -> person("32000019750615002XX", "李二")).hasMessageNotContaining("19750615");
        assertThatThrownBy(() -> person("32000019750615002X", " ")).hasMessageContaining("name");
    }
}
