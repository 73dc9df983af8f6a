package io.regchain.identity.did;

import static io.regchain.identity.SamplePeople.INVESTOR;
import static io.regchain.identity.SamplePeople.INVESTOR_DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.canonical.CanonicalJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidResolutionTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final DidRecord RECORD = DidRecord.first(INVESTOR_DOCUMENT, new BlockTime(1_770_688_800_000L));
    private static final Bytes VALUE = CanonicalJson.encode(RECORD.toJson());

    private static DidResolution here(Did did, Optional<Bytes> value) {
        LocalDidResolver resolver =
                new LocalDidResolver(JIANGSU, key -> value.filter(v -> key.equals("identity/did/" + INVESTOR)));
        return switch (resolver.resolve(did)) {
            case LocalDidResolver.Lookup.Here answer -> answer.resolution();
            case LocalDidResolver.Lookup.Elsewhere elsewhere -> throw new AssertionError(elsewhere.toString());
        };
    }

    @Test
    void aResolvedDocumentIsAnsweredInThreeParts() {
        ObjectNode answer = here(INVESTOR, Optional.of(VALUE)).toJson();
        assertThat(answer.at("/didResolutionMetadata/contentType").textValue()).isEqualTo("application/did+ld+json");
        assertThat(answer.at("/didResolutionMetadata").has("error")).isFalse();
        assertThat(answer.at("/didDocumentMetadata/created").textValue()).isEqualTo("2026-02-10T02:00:00Z");
        assertThat(answer.at("/didDocumentMetadata/deactivated").booleanValue()).isFalse();
        assertThat(answer.at("/didDocumentMetadata/versionId").textValue()).isEqualTo("1");
        assertThat(answer.at("/didDocumentStream/id").textValue()).isEqualTo(INVESTOR.toString());
        assertThat(DidResolution.fromJson(answer)).isEqualTo(new DidResolution.Resolved(RECORD));
    }

    @Test
    void aRevokedDocumentResolvesAsDeactivated() {
        DidRecord revoked = RECORD.revoked("x", new BlockTime(1_770_688_900_000L));
        ObjectNode answer = here(INVESTOR, Optional.of(CanonicalJson.encode(revoked.toJson())))
                .toJson();
        assertThat(answer.at("/didDocumentMetadata/deactivated").booleanValue()).isTrue();
        assertThat(answer.at("/didDocumentMetadata/versionId").textValue()).isEqualTo("2");
    }

    @Test
    void theNameThatAnnexBGivesTheThirdPartIsReadToo() {
        ObjectNode answer = here(INVESTOR, Optional.of(VALUE)).toJson();
        answer.set("didDocument", answer.remove("didDocumentStream"));
        assertThat(DidResolution.fromJson(answer)).isEqualTo(new DidResolution.Resolved(RECORD));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(here(INVESTOR, Optional.empty()))
                .isInstanceOfSatisfying(DidResolution.Failed.class, failed -> assertThat(failed.error())
                        .isEqualTo(ResolutionError.NOT_FOUND));
    }

    @Test
    void aRecordThatCannotBeReadOrIsOfAnotherIsAnInternalError() {
        DidRecord other = DidRecord.first(
                DidDocument.ofKey(
                        Did.parse("did:rem:jiangsu:Q000000999"),
                        INVESTOR_DOCUMENT.verificationMethods().get(0).key()),
                new BlockTime(1));
        for (Bytes value : new Bytes[] {Bytes.utf8("{}"), Bytes.utf8("x"), CanonicalJson.encode(other.toJson())}) {
            assertThat(here(INVESTOR, Optional.of(value)))
                    .isInstanceOfSatisfying(DidResolution.Failed.class, failed -> assertThat(failed.error())
                            .isEqualTo(ResolutionError.INTERNAL_ERROR));
        }
    }

    @Test
    void aDidOfAnotherChainIsForTheHub() {
        LocalDidResolver resolver = new LocalDidResolver(new ChainId("zhejiang"), key -> Optional.empty());
        assertThat(resolver.resolve(INVESTOR)).isEqualTo(new LocalDidResolver.Lookup.Elsewhere(JIANGSU));
    }

    @Test
    void theGlobalResolverAsksTheChainThatTheLabelNames() {
        GlobalResolution plan = GlobalResolution.plan(
                "did:rem:shanghai:SH000001F.S2101", Optional.of("application/did+ld+json"), chain -> true);
        assertThat(plan).isInstanceOfSatisfying(GlobalResolution.Ask.class, ask -> {
            assertThat(ask.keeper()).isEqualTo(new ChainId("shanghai"));
            assertThat(ask.stateKey()).isEqualTo("identity/did/did:rem:shanghai:SH000001.S2101");
            assertThat(ask.answer(Optional.empty())
                            .toJson()
                            .at("/didResolutionMetadata/error")
                            .textValue())
                    .isEqualTo("notFound");
            assertThat(ask.unavailable("x")
                            .toJson()
                            .at("/didResolutionMetadata/error")
                            .textValue())
                    .isEqualTo("internalError");
        });
    }

    @Test
    void aProvenValueIsTheGlobalAnswer() {
        GlobalResolution plan = GlobalResolution.plan(INVESTOR.toString(), Optional.empty(), JIANGSU::equals);
        assertThat(((GlobalResolution.Ask) plan).answer(Optional.of(VALUE)))
                .isEqualTo(new DidResolution.Resolved(RECORD));
    }

    @ParameterizedTest
    @CsvSource({
        "did:web:example.org, application/did+ld+json, InvalidDid",
        "did:rem:jiangsu:Q12, application/did+ld+json, InvalidDid",
        "did:rem:jiangsu:ZJ000033F, application/did+ld+json, InvalidDid",
        "did:rem:atlantis:Q000000102, application/did+ld+json, InvalidDid",
        "'', application/did+ld+json, InvalidDid",
        "did:rem:jiangsu:Q000000102, application/did+cbor, representationNotSupported",
        "did:rem:jiangsu:Q000000102, text/html, representationNotSupported",
        "did:rem:zhejiang:Q000000102, application/did+ld+json, notFound",
    })
    void aQuestionThatNeedsNoAskingIsAnsweredAtOnce(String did, String representation, String error) {
        GlobalResolution plan = GlobalResolution.plan(did, Optional.of(representation), JIANGSU::equals);
        assertThat(plan).isInstanceOfSatisfying(GlobalResolution.Answer.class, answer -> assertThat(
                        answer.resolution().error().value())
                .isEqualTo(error));
    }

    @ParameterizedTest
    @CsvSource({"application/did+ld+json", "'text/html, application/did+json;q=0.9'", "*/*", "APPLICATION/JSON"})
    void aRepresentationWeHaveIsTakenHoweverItIsAskedFor(String representation) {
        assertThat(ResolutionRequest.of(INVESTOR.toString(), Optional.of(representation)))
                .isEqualTo(new ResolutionRequest.Asked(INVESTOR));
    }

    @Test
    void errorsAreReadWithoutRegardToCaseAndNoOthersAreKnown() {
        assertThat(ResolutionError.parse("NotFound")).isEqualTo(ResolutionError.NOT_FOUND);
        ObjectNode failed = new DidResolution.Failed(ResolutionError.INVALID_DID, "").toJson();
        assertThat(DidResolution.fromJson(failed)).isEqualTo(new DidResolution.Failed(ResolutionError.INVALID_DID, ""));
        assertThatThrownBy(() -> ResolutionError.parse("gone")).isInstanceOf(DecodeException.class);
    }
}
