package io.regchain.identity.rdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.identity.SamplePeople;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RdfCanonicalizationTest {
    @Test
    void aCredentialBecomesSortedQuadsOfKnownTerms() {
        assertThat(RdfCanonicalization.canonical(SamplePeople.credentialDraft()).toUtf8())
                .isEqualTo(
                        """
                        <did:rem:jiangsu:Q000000102> <https://www.rem.com/2022/credentials/rems#riskTolerance> _:c14n0 .
                        <did:rem:jiangsu:VC000001> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.rem.com/2022/credentials/rems#QualifiedInvestorCredential> .
                        <did:rem:jiangsu:VC000001> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.rem.com/2022/credentials/rems#VCStatus2022> .
                        <did:rem:jiangsu:VC000001> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
                        <did:rem:jiangsu:VC000001> <https://www.w3.org/2018/credentials#credentialStatus> <did:rem:jiangsu:VC000001> .
                        <did:rem:jiangsu:VC000001> <https://www.w3.org/2018/credentials#credentialSubject> <did:rem:jiangsu:Q000000102> .
                        <did:rem:jiangsu:VC000001> <https://www.w3.org/2018/credentials#expirationDate> "2027-06-30T16:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
                        <did:rem:jiangsu:VC000001> <https://www.w3.org/2018/credentials#issuanceDate> "2026-01-05T08:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
                        <did:rem:jiangsu:VC000001> <https://www.w3.org/2018/credentials#issuer> <did:rem:jiangsu:91320500MA1REM122M> .
                        _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.rem.com/2022/credentials/rems#qualified> .
                        _:c14n0 <https://www.rem.com/2022/credentials/rems#accountOpeningDate> "2026-01-05T08:00:00Z" .
                        _:c14n0 <https://www.rem.com/2022/credentials/rems#description> "合格投资者" .
                        _:c14n0 <https://www.rem.com/2022/credentials/rems#investorType> "individual" .
                        """);
    }

    @Test
    void theOrderOfMembersAndOfListsMeansNothing() {
        ObjectNode document = SamplePeople.credentialDraft();
        ObjectNode turned = CanonicalJson.object();
        document.properties().stream()
                .sorted((a, b) -> b.getKey().compareTo(a.getKey()))
                .forEach(member -> turned.set(member.getKey(), member.getValue().deepCopy()));
        ArrayNode types = turned.putArray("type");
        types.add("QualifiedInvestorCredential").add("VerifiableCredential");
        assertThat(RdfCanonicalization.canonical(turned)).isEqualTo(RdfCanonicalization.canonical(document));
    }

    private static Arguments row(String path, Consumer<ObjectNode> breaking) {
        return arguments(path, breaking);
    }

    static Stream<Arguments> whatRdfWouldLose() {
        return Stream.of(
                row("@context[1]", json -> json.withArray("@context").remove(1)),
                row("@context[0]", json -> json.withArray("@context").insert(0, "https://example.org/v1")),
                row("@context", json -> json.withArray("@context").add("https://example.org/v1")),
                row("@context", json -> json.put("@context", "https://www.w3.org/2018/credentials/v1")),
                row("the document", json -> json.remove("@context")),
                row("@graph", json -> json.putArray("@graph")),
                row("credentialSubject.@id", json -> json.withObject("credentialSubject")
                        .put("@id", "x")),
                row("credentialSubject.@context", json -> json.withObject("credentialSubject")
                        .putObject("@context")
                        .put("a", "b")),
                row("claim:with:colons", json -> json.put("claim:with:colons", 1)),
                row("声明", json -> json.put("声明", "x")),
                row("nothing", json -> json.putNull("nothing")),
                row("list", json -> json.putArray("list")),
                row("thing", json -> json.putObject("thing")),
                row("list[0]", json -> json.putArray("list").addArray().add(1)),
                row("share", json -> json.put("share", 1.5)),
                row("type[2]", json -> json.withArray("type").add("Qualified Investor")),
                row("type[2]", json -> json.withArray("type").add("合格")),
                row("issuer", json -> json.put("issuer", "the market")),
                row("id", json -> json.put("id", "VC000001")),
                row("credentialSubject.id", json -> json.withObject("credentialSubject")
                        .put("id", "a b:c")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatRdfWouldLose")
    void whatWouldNotBeSignedIsRefusedByPath(String path, Consumer<ObjectNode> breaking) {
        ObjectNode document = SamplePeople.credentialDraft();
        breaking.accept(document);
        assertThatThrownBy(() -> RdfCanonicalization.canonical(document))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith(path + " ");
    }

    @Test
    void aLargeDocumentIsRefusedUnread() {
        ObjectNode document = SamplePeople.credentialDraft().put("long", "x".repeat(RdfCanonicalization.MAX_BYTES));
        assertThatThrownBy(() -> RdfCanonicalization.canonical(document))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("at most " + RdfCanonicalization.MAX_BYTES);
    }

    @Test
    void aDocumentBuiltToBeSlowIsRefusedAfterAFixedAmountOfWork() {
        ObjectNode document = SamplePeople.credentialDraft();
        ArrayNode knots = document.withObject("credentialSubject").putArray("knots");
        for (int knot = 0; knot < 2; knot++) {
            ArrayNode twins = knots.addObject().putArray("twins");
            for (int twin = 0; twin < 10; twin++) {
                twins.addObject().putObject("part").put("equal", "twin");
            }
        }
        assertThatThrownBy(() -> RdfCanonicalization.canonical(document))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("entangled");
    }

    @Test
    void theSameDocumentGivesTheSameBytesEveryTime() {
        ObjectNode document = SamplePeople.presentation("AAAAAAAAAAAA", SamplePeople.credential());
        Bytes first = RdfCanonicalization.canonical(document);
        for (int i = 0; i < 50; i++) {
            assertThat(RdfCanonicalization.canonical(document)).isEqualTo(first);
        }
    }
}
