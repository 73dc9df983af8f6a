package io.regchain.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.SamplePeople;
import io.regchain.identity.did.Base64Url;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Sm2Signature2022Test {
    private static final Sm2PublicKey MARKET = SamplePeople.MARKET_KEY.publicKey();
    private static final Sm2PublicKey INVESTOR = SamplePeople.INVESTOR_KEY.publicKey();

    @Test
    void aSignedDocumentVerifiesUnderItsKeyAndNoOther() {
        ObjectNode credential = SamplePeople.credential();
        assertThat(Sm2Signature2022.verify(credential, MARKET)).isTrue();
        assertThat(Sm2Signature2022.verify(credential, INVESTOR)).isFalse();
    }

    @Test
    void signingLeavesTheDraftAloneAndRefusesASecondProof() {
        ObjectNode draft = SamplePeople.credentialDraft();
        ObjectNode credential = SamplePeople.signed(draft);
        assertThat(draft.has("proof")).isFalse();
        assertThatThrownBy(() -> SamplePeople.signed(credential)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSignedBytesStartWithTheHeaderOfAnnexFAndEndWithTwoDigests() {
        ObjectNode credential = SamplePeople.credential();
        ObjectNode options = ((ObjectNode) credential.remove("proof")).without("proofValue");
        byte[] signed = Sm2Signature2022.signedBytes(credential, options).toArray();
        String text = new String(signed, 0, signed.length - 64, StandardCharsets.US_ASCII);
        assertThat(text).endsWith(".");
        assertThat(new String(
                        Base64.getUrlDecoder().decode(text.substring(0, text.length() - 1)), StandardCharsets.US_ASCII))
                .isEqualTo("{\"b64\":false,\"crit\":[\"b64\"],\"alg\":\"SM2\"}");
    }

    /** Annex F prints r and s of GB/T 32918.2 annex A, big-endian and joined: the encoding, not a signature of ours. */
    @Test
    void theProofValueIsRAndSJoinedAsInTheStandardsExample() {
        String printed = "40F1EC59F793D9F49E09DCEF49130D4194F79FB1EED2CAA55BACDB49C4E755D1"
                + "6FC6DAC32C5D5CF10C77DFB20F7C2EB667A457872FB09EC56327A67EC7DEEBE7";
        byte[] rs = HexFormat.of().parseHex(printed);
        String value = Base64Url.encode(rs);
        assertThat(value).hasSize(86).startsWith("QPHsWfeT2fSeCdzvSRMNQZT3n7Hu0sqlW6zbScTnVdFvxtrDLF1c8Qx33");
        ObjectNode credential = SamplePeople.credential();
        credential.withObject("proof").put("proofValue", value);
        assertThat(Sm2Signature2022.verify(credential, MARKET)).isFalse();
    }

    @Test
    void anyChangeOfAnyMemberOfACredentialIsNoticed() {
        assertEveryChangeNoticed(SamplePeople.credential(), MARKET);
    }

    @Test
    void anyChangeOfAnyMemberOfAPresentationIsNoticed() {
        assertEveryChangeNoticed(SamplePeople.presentation("AAAAAAAAAAAA", SamplePeople.credential()), INVESTOR);
    }

    private static void assertEveryChangeNoticed(ObjectNode signed, Sm2PublicKey key) {
        assertThat(Sm2Signature2022.verify(signed, key)).isTrue();
        List<ObjectNode> changed = Changes.of(signed);
        assertThat(changed).hasSizeGreaterThan(40);
        for (ObjectNode document : changed) {
            assertThat(holds(document, key)).as(document.toString()).isFalse();
        }
    }

    private static boolean holds(ObjectNode document, Sm2PublicKey key) {
        try {
            return Sm2Signature2022.verify(document, key);
        } catch (DecodeException refused) {
            return false;
        }
    }

    /** Every document one step away: a value altered, a member removed, renamed or added, an entry doubled in spelling. */
    private static final class Changes {
        private final ObjectNode original;
        private final List<ObjectNode> all = new ArrayList<>();

        private Changes(ObjectNode original) {
            this.original = original;
        }

        static List<ObjectNode> of(ObjectNode original) {
            Changes changes = new Changes(original);
            changes.walk(original, "");
            return changes.all;
        }

        private void walk(JsonNode node, String pointer) {
            if (node instanceof ObjectNode object) {
                object.fieldNames().forEachRemaining(name -> member(pointer, name));
                change(pointer, parent -> parent.put("added", "x"));
                object.properties().forEach(member -> walk(member.getValue(), pointer + "/" + member.getKey()));
            } else if (node instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    walk(list.get(i), pointer + "/" + i);
                    entry(pointer, i);
                }
            }
        }

        private void member(String pointer, String name) {
            change(pointer, parent -> parent.remove(name));
            change(pointer, parent -> parent.set(name + "x", parent.remove(name)));
            if (original.at(pointer).get(name).isTextual()) {
                String text = original.at(pointer).get(name).textValue();
                change(pointer, parent -> parent.put(name, altered(text)));
                change(pointer, parent -> parent.put(name, text + " "));
            }
        }

        /** The third character from the end: inside a number, a time, a digest. */
        private static String altered(String text) {
            int at = text.length() - 3;
            char other = text.charAt(at) == '1' ? '2' : '1';
            return text.substring(0, at) + other + text.substring(at + 1);
        }

        private void entry(String pointer, int index) {
            ObjectNode document = original.deepCopy();
            ((ArrayNode) document.at(pointer)).remove(index);
            all.add(document);
        }

        private void change(String pointer, java.util.function.Consumer<ObjectNode> change) {
            ObjectNode document = original.deepCopy();
            change.accept((ObjectNode) document.at(pointer));
            all.add(document);
        }
    }

    @Test
    void aProofMovedToAnotherDocumentDoesNotVerify() {
        ObjectNode other = SamplePeople.credentialDraft().put("id", "did:rem:jiangsu:VC000002");
        other.set("proof", SamplePeople.credential().get("proof"));
        assertThat(Sm2Signature2022.verify(other, MARKET)).isFalse();
    }

    @Test
    void aPresentationsNonceIsSigned() {
        ObjectNode presentation = SamplePeople.presentation("AAAAAAAAAAAA", SamplePeople.credential());
        presentation.withObject("proof").put("nonce", "BBBBBBBBBBBB");
        assertThat(Sm2Signature2022.verify(presentation, INVESTOR)).isFalse();
    }

    @Test
    void aNonceThatIsNoneIsRefusedBeforeSigning() {
        assertThatThrownBy(() -> Sm2Signature2022.sign(
                        CanonicalJson.object(),
                        SamplePeople.keyOf(SamplePeople.INVESTOR),
                        Proof.Purpose.AUTHENTICATION,
                        SamplePeople.NOW,
                        Optional.of("a b"),
                        SamplePeople.INVESTOR_KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonce");
    }
}
