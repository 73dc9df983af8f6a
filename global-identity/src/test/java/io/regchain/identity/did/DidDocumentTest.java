package io.regchain.identity.did;

import static io.regchain.identity.SamplePeople.INVESTOR;
import static io.regchain.identity.SamplePeople.INVESTOR_DOCUMENT;
import static io.regchain.identity.SamplePeople.INVESTOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DidDocumentTest {
    private static final Sm2PublicKey SECOND =
            ContractHarness.key("a second key").publicKey();

    @Test
    void aDocumentComesBackFromItsJsonUnchanged() {
        assertThat(DidDocument.fromJson(INVESTOR_DOCUMENT.toJson())).isEqualTo(INVESTOR_DOCUMENT);
    }

    /** The shapes of annexes B and C: single values instead of lists, uses as objects, a key with a relative name. */
    @Test
    void theShapesOfTheStandardsSamplesAreRead() {
        ObjectNode json = CanonicalJson.decodeObject(
                Bytes.utf8(
                        """
                {"@context":"https://www.w3.org/ns/did/v1",
                 "id":"did:rem:shanghai:SH000001F.S2101",
                 "alsoKnownAs":"https://www.agency.example ",
                 "controller":"did:rem:shanghai:SH000001F.S2101",
                 "verificationMethod":{"id":"#keys-1","type":"SM2VerificationKey2022",
                   "controller":"did:rem:shanghai:SH000001F.S2101"},
                 "assertionMethod":{"id":"did:rem:shanghai:SH000001F.S2101#keys-1"},
                 "authentication":["#keys-1"],
                 "service":{"id":"did:rem:shanghai:SH000001F.S2101#linkedDomains","type":"LinkedDomains",
                   "serviceEndpoint":"https://www.agency.example/linkedDomain"}}"""));
        json.withObject("verificationMethod").set("publicKeyJwk", Sm2Jwk.of(SECOND));
        DidDocument document = DidDocument.fromJson(json);
        KeyId key = KeyId.parse("did:rem:shanghai:SH000001F.S2101#keys-1");
        assertThat(document.assertionKey(key)).contains(SECOND);
        assertThat(document.authenticationKey(key)).contains(SECOND);
        assertThat(document.alsoKnownAs()).containsExactly("https://www.agency.example");
        assertThat(document.services()).hasSize(1);
        assertThat(DidDocument.fromJson(document.toJson())).isEqualTo(document);
    }

    @Test
    void aKeyEmbeddedWhereItIsUsedServesThatUseOnly() {
        ObjectNode json = INVESTOR_DOCUMENT.toJson();
        ObjectNode embedded = CanonicalJson.object()
                .put("id", INVESTOR + "#keys-2")
                .put("type", "SM2VerificationKey2022")
                .put("controller", INVESTOR.toString());
        embedded.set("publicKeyJwk", Sm2Jwk.of(SECOND));
        json.withArray("assertionMethod").add(embedded);
        DidDocument document = DidDocument.fromJson(json);
        assertThat(document.assertionKey(new KeyId(INVESTOR, "keys-2"))).contains(SECOND);
        assertThat(document.authenticationKey(new KeyId(INVESTOR, "keys-2"))).isEmpty();
        assertThat(document.authenticationKey(new KeyId(INVESTOR, "keys-1"))).contains(INVESTOR_KEY.publicKey());
        assertThat(document.assertionKey(new KeyId(Did.parse("did:rem:zhejiang:Q000000102"), "keys-1")))
                .isEmpty();
    }

    @Test
    void theLayerLetterOfAnEnterpriseMakesNoOtherSubject() {
        Did layered = Did.parse("did:rem:jiangsu:JS000207P");
        DidDocument document = DidDocument.ofKey(layered, SECOND);
        assertThat(document.assertionKey(KeyId.parse("did:rem:jiangsu:JS000207G#keys-1")))
                .contains(SECOND);
        assertThat(DidRecord.key(layered)).isEqualTo("did/did:rem:jiangsu:JS000207");
    }

    private static Arguments row(String path, Consumer<ObjectNode> breaking) {
        return arguments(path, breaking);
    }

    private static ObjectNode method(ObjectNode json) {
        return (ObjectNode) json.withArray("verificationMethod").get(0);
    }

    static Stream<Arguments> brokenDocuments() {
        return Stream.of(
                row("@context", json -> json.put("@context", "https://example.org/v1")),
                row("id", json -> json.put("id", "did:web:example.org")),
                row("id", json -> json.put("id", "did:rem:jiangsu:ZJ000033F")),
                row("controller", json -> json.remove("controller")),
                row("verificationMethod", json -> json.remove("verificationMethod")),
                row("verificationMethod[0].type", json -> method(json).put("type", "Ed25519VerificationKey2020")),
                row("verificationMethod[0].id", json -> method(json).put("id", "did:rem:zhejiang:Q000000102#keys-1")),
                row("verificationMethod[0].id", json -> method(json).put("id", INVESTOR.toString())),
                row(
                        "verificationMethod[0].publicKeyJwk.d",
                        json -> method(json).withObject("publicKeyJwk").put("d", "AAAA")),
                row(
                        "verificationMethod[0].publicKeyJwk.crv",
                        json -> method(json).withObject("publicKeyJwk").put("crv", "P-256")),
                row(
                        "verificationMethod[0].publicKeyJwk.x",
                        json -> method(json).withObject("publicKeyJwk").put("x", "AAAA")),
                row("verificationMethod[0].publicKeyJwk", json -> method(json)
                        .withObject("publicKeyJwk")
                        .put("x", method(json).at("/publicKeyJwk/y").textValue())),
                row(
                        "verificationMethod[0].publicKeyJwk.use",
                        json -> method(json).withObject("publicKeyJwk").put("use", "sig")),
                row("authentication[1]", json -> json.withArray("authentication")
                        .add("not a key")),
                row("keys-9", json -> json.withArray("authentication").add(INVESTOR + "#keys-9")),
                row("twice", json -> json.withArray("verificationMethod")
                        .add(method(json).deepCopy())),
                row("service.serviceEndpoint", json -> json.putObject("service")
                        .put("id", INVESTOR + "#s")
                        .put("type", "LinkedDomains")
                        .put("serviceEndpoint", "here")),
                row("password", json -> json.put("password", "x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenDocuments")
    void aBrokenDocumentIsRefusedNamingThePlace(String place, Consumer<ObjectNode> breaking) {
        ObjectNode json = INVESTOR_DOCUMENT.toJson();
        breaking.accept(json);
        assertThatThrownBy(() -> DidDocument.fromJson(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(place);
    }

    @Test
    void base64urlHasOneSpellingPerValue() {
        assertThat(Base64Url.decode("AAAA", 3)).containsExactly(0, 0, 0);
        assertThatThrownBy(() -> Base64Url.decode("AAA=", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Base64Url.decode("AAB", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Base64Url.decode("A+/A", 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
