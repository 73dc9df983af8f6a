package io.regchain.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.agreement.SM2KeyExchange;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.SM2KeyExchangePrivateParameters;
import org.bouncycastle.crypto.params.SM2KeyExchangePublicParameters;
import org.junit.jupiter.api.Test;

/** The vectors of the standards that the start-up self-test does not run: curve, key exchange, CCM, and the old curve. */
class StandardVectorsTest {
    private static final byte[] ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private static byte[] hex(String hex) {
        return Bytes.ofHex(hex).toArray();
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }

    @Test
    void the_curve_is_sm2p256v1_of_gbt_32918_5() {
        var curve = Sm2Curve.DOMAIN.getCurve();
        assertThat(Sm2Curve.P).isEqualTo(number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF"));
        assertThat(curve.getA().toBigInteger())
                .isEqualTo(number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"));
        assertThat(curve.getB().toBigInteger())
                .isEqualTo(number("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"));
        assertThat(Sm2Curve.N).isEqualTo(number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123"));
        assertThat(Sm2Curve.DOMAIN.getG().getAffineXCoord().toBigInteger())
                .isEqualTo(number("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"));
        assertThat(Sm2Curve.DOMAIN.getG().getAffineYCoord().toBigInteger())
                .isEqualTo(number("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"));
        assertThat(Sm2Curve.DOMAIN.getH()).isEqualTo(BigInteger.ONE);
    }

    @Test
    void the_standards_example_key_as_a_jwk() {
        Sm2PublicKey key = Sm2PrivateKey.of(hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"))
                .publicKey();
        assertThat(key.jwkX()).isEqualTo("CfnfMR5UIaFQ3X0WHkvFxnIXn60YM_wHa7CP81bzUCA");
        assertThat(key.jwkY()).isEqualTo("zOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM");
        assertThat(Sm2PublicKey.ofJwk(key.jwkX(), key.jwkY())).isEqualTo(key);
    }

    @Test
    void the_sample_key_of_jrt_0325_is_refused_because_it_lies_on_another_curve() {
        assertThatThrownBy(() -> Sm2PublicKey.ofJwk(
                        "dWCvM4fTdeM0KmloF57zxtBPXTOythHPMm1HCLrdd3A", "36uMVGM7hnw-N6GnjFcihWE3SkrhMLzzLCdPMXPEXlA"))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("not on the SM2 curve sm2p256v1");
    }

    /** GB/T 32918.2-2016 annex A signs on an older test curve; that signature is nobody's on sm2p256v1. */
    @Test
    void the_signature_on_the_old_test_curve_does_not_verify() {
        Sm2Signature old = Sm2Signature.of(
                number("40F1EC59F793D9F49E09DCEF49130D4194F79FB1EED2CAA55BACDB49C4E755D1"),
                number("6FC6DAC32C5D5CF10C77DFB20F7C2EB667A457872FB09EC56327A67EC7DEEBE7"));
        Sm2PublicKey key = Sm2PrivateKey.of(hex("128B2FA8BD433C6C068C8D803DFF79792A519A55171B1B650C23661D15897263"))
                .publicKey();
        byte[] message = "message digest".getBytes(StandardCharsets.US_ASCII);
        assertThat(key.verify(message, old, new Sm2Identity(Bytes.utf8("ALICE123@YAHOO.COM"))))
                .isFalse();
        assertThat(key.verify(message, old)).isFalse();
    }

    /** The sample proofValue of JR/T 0325 annex F is r‖s of that same example, so it shows the encoding. */
    @Test
    void a_proof_value_is_base64url_of_r_and_s_without_padding() {
        Bytes rs = Bytes.ofHex("40F1EC59F793D9F49E09DCEF49130D4194F79FB1EED2CAA55BACDB49C4E755D1"
                + "6FC6DAC32C5D5CF10C77DFB20F7C2EB667A457872FB09EC56327A67EC7DEEBE7");
        String proofValue = "QPHsWfeT2fSeCdzvSRMNQZT3n7Hu0sqlW6zbScTnVdFvxtrDLF1c8Qx337IPfC62Z6RXhy-wnsVjJ6Z-x97r5w";
        assertThat(new Sm2Signature(rs).toBase64Url()).isEqualTo(proofValue);
        assertThat(Sm2Signature.ofBase64Url(proofValue).value()).isEqualTo(rs);
    }

    /** RFC 8998 A.2. CCM is not offered; TLS_SM4_CCM_SM3 would rest on the same library. */
    @Test
    void sm4_ccm_gives_the_rfc_8998_vector() throws InvalidCipherTextException {
        var cipher = CCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(
                true,
                new AEADParameters(
                        new KeyParameter(hex("0123456789ABCDEFFEDCBA9876543210")),
                        128,
                        hex("00001234567800000000ABCD"),
                        hex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")));
        byte[] plaintext = hex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
                + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        byte[] out = new byte[plaintext.length + 16];
        cipher.doFinal(out, cipher.processBytes(plaintext, 0, plaintext.length, out, 0));
        assertThat(Bytes.wrap(out))
                .isEqualTo(Bytes.ofHex("48AF93501FA62ADBCD414CCE6034D895DDA1BF8F132F042098661572E7483094"
                        + "FD12E518CE062C98ACEE28D95DF4416BED31A2F04476C18BB40C84A74B97DC5B"
                        + "16842D4FA186F56AB33256971FA110F4"));
    }

    /** GB/T 32918.5 annex B. */
    @Test
    void sm2_key_exchange_gives_the_vector_of_the_standard_on_both_sides() {
        Sm2PrivateKey a = Sm2PrivateKey.of(hex("81EB26E941BB5AF16DF116495F90695272AE2CD63D6C4AE1678418BE48230029"));
        Sm2PrivateKey b = Sm2PrivateKey.of(hex("785129917D45A9EA5437A59356B82338EAADDA6CEB199088F14AE10DEFA229B5"));
        Sm2PrivateKey ra = Sm2PrivateKey.of(hex("D4DE15474DB74D06491C440D305E012400990F3E390C7E87153C12DB2EA60BB3"));
        Sm2PrivateKey rb = Sm2PrivateKey.of(hex("7E07124814B309489125EAED101113164EBF0F3458C5BD88335C1F9D596243D6"));
        assertThat(a.publicKey().z(Sm2Identity.DEFAULT).toBytes())
                .isEqualTo(Bytes.ofHex("3B85A57179E11E7E513AA622991F2CA74D1807A0BD4D4B38F90987A17AC245B1"));
        assertThat(b.publicKey().z(Sm2Identity.DEFAULT).toBytes())
                .isEqualTo(Bytes.ofHex("79C988D63229D97EF19FE02CA1056E01E6A7411ED24694AA8F834F4A4AB022F7"));

        byte[][] responder = exchange(false, b, rb).calculateKeyWithConfirmation(128, null, peer(a, ra));
        byte[][] initiator = exchange(true, a, ra).calculateKeyWithConfirmation(128, responder[1], peer(b, rb));
        Bytes key = Bytes.ofHex("6C89347354DE2484C60B4AB1FDE4C6E5");
        assertThat(Bytes.wrap(initiator[0])).isEqualTo(key);
        assertThat(Bytes.wrap(responder[0])).isEqualTo(key);
        assertThat(Bytes.wrap(responder[1]))
                .isEqualTo(Bytes.ofHex("D3A0FE15DEE185CEAE907A6B595CC32A266ED7B3367E9983A896DC32FA20F8EB"));
        assertThat(Bytes.wrap(initiator[1]))
                .isEqualTo(Bytes.ofHex("18C7894B3816DF16CF07B05C5EC0BEF5D655D58F779CC1B400A4F3884644DB88"))
                .isEqualTo(Bytes.wrap(Arrays.copyOf(responder[2], 32)));
    }

    private static SM2KeyExchange exchange(boolean initiator, Sm2PrivateKey own, Sm2PrivateKey ephemeral) {
        SM2KeyExchange exchange = new SM2KeyExchange();
        exchange.init(new ParametersWithID(
                new SM2KeyExchangePrivateParameters(
                        initiator,
                        new ECPrivateKeyParameters(own.scalar(), Sm2Curve.DOMAIN),
                        new ECPrivateKeyParameters(ephemeral.scalar(), Sm2Curve.DOMAIN)),
                ID));
        return exchange;
    }

    private static ParametersWithID peer(Sm2PrivateKey key, Sm2PrivateKey ephemeral) {
        return new ParametersWithID(
                new SM2KeyExchangePublicParameters(
                        key.publicKey().parameters(), ephemeral.publicKey().parameters()),
                ID);
    }
}
