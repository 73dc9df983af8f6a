package io.regchain.protocol.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidTest {
    @ParameterizedTest
    @CsvSource({
        "did:rem:jiangsu:Q123456789, jiangsu, InvestorCode, did:rem:jiangsu:Q123456789",
        "did:rem:jiangsu:JS000207P, jiangsu, EnterpriseCode, did:rem:jiangsu:JS000207",
        "did:rem:jiangsu:JS000207, jiangsu, EnterpriseCode, did:rem:jiangsu:JS000207",
        "did:rem:shenzhen:SZX000001T, shenzhen, EnterpriseCode, did:rem:shenzhen:SZX000001",
        "did:rem:shanghai:SH000001F.S2101, shanghai, ProductCode, did:rem:shanghai:SH000001.S2101",
        "did:rem:shanghai:91310000564759688N, shanghai, UnifiedSocialCreditCode, did:rem:shanghai:91310000564759688N",
        "did:rem:zhejiang:91310000564759688N, zhejiang, UnifiedSocialCreditCode, did:rem:zhejiang:91310000564759688N",
        "did:rem:shanghai:VC000001, shanghai, CredentialCode, did:rem:shanghai:VC000001"
    })
    void aDidNamesItsChainAndItsSubject(String text, String chain, String kind, String stable) {
        Did did = Did.parse(text);
        assertThat(did).hasToString(text);
        assertThat(did.chain()).isEqualTo(new ChainId(chain));
        assertThat(did.subject().getClass().getSimpleName()).isEqualTo(kind);
        assertThat(did.stable()).hasToString(stable);
        assertThat(did.stable().stable()).isEqualTo(did.stable());
    }

    @ParameterizedTest
    @CsvSource({
        "'', did:rem",
        "did:rem:jiangsu, did:rem",
        "did:rem:jiangsu:, did:rem",
        "did:web:jiangsu:Q123456789, did:rem",
        "DID:rem:jiangsu:Q123456789, did:rem",
        "did:rem:Jiangsu:Q123456789, did:rem",
        "did:rem:jiangsu:Q123456789#keys-1, did:rem",
        "did:rem:jiangsu:Q123456789/path, did:rem",
        "did:rem:jiangsu:Q123456789?versionId=1, did:rem",
        "'did:rem:jiangsu:Q123456789 ', did:rem",
        "did:rem:jiangsu:q123456789, did:rem",
        "did:rem:jiangsu:Q１23456789, did:rem",
        "did:rem:jiangsu:Q12345678, is no",
        "did:rem:jiangsu:A123456789, is no",
        "did:rem:nowhere:Q123456789, no local chain",
        "did:rem:supervision:Q123456789, no local chain",
        "did:rem:js:Q123456789, chain id",
        "did:rem:jiangsu:ZJ000033F, start with JS",
        "did:rem:zhejiang:NGB000033F, start with ZJ",
        "did:rem:shanghai:BJ000001F.DCFGFR2110, start with SH",
        "did:rem:jiangsu:JS000207X, layers",
        "did:rem:jiangsu:XX000207, no market",
        "did:rem:shanghai:91310000564759688M, should be N",
        "did:rem:shanghai:VC, is no"
    })
    void whatIsNoDidOfThisMethodIsRefusedTellingWhichPart(String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> Did.parse(text)).withMessageContaining(reason);
    }
}
