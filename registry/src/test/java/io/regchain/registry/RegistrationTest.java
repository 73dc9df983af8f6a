package io.regchain.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.lightclient.TrustedState;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationTest {
    @Test
    void theJsonFormComesBackUnchanged() {
        ObjectNode json = ValidRegistration.json();
        assertThat(CanonicalJson.encode(Registration.fromJson(json).toJson())).isEqualTo(CanonicalJson.encode(json));
    }

    @Test
    void theDigestChangesWithAnyMember() {
        Registration registration = Registration.fromJson(ValidRegistration.json());
        Registration other = Registration.fromJson(ValidRegistration.json().put("notes", "x"));
        assertThat(registration.digest()).isNotEqualTo(other.digest());
    }

    @Test
    void theTrustRootIsTheGenesisBlockAndTheRegisteredNodesInOrder() {
        TrustedState root = Registration.fromJson(ValidRegistration.json()).trustRoot();
        assertThat(root.chainId()).isEqualTo(new ChainId("jiangsu"));
        assertThat(root.height()).isEqualTo(Height.ZERO);
        assertThat(root.time()).isEqualTo(new BlockTime(1_770_000_000_000L));
        assertThat(root.validators().validators())
                .extracting(Validator::name)
                .containsExactly("jiangsu-0", "jiangsu-1", "jiangsu-2", "jiangsu-3");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                broken("colour", json -> json.put("colour", "red")),
                broken("chainId", json -> json.put("chainId", 7)),
                broken("validators", json -> json.put("validators", "four")),
                broken("validators[1]", json -> json.withArray("validators").set(1, json.textNode("x"))),
                broken(
                        "validators[0].port",
                        json -> ((ObjectNode) json.withArray("validators").get(0)).put("port", 1)),
                broken("operator", json -> json.put("operator", "x")),
                broken("genesisTime", json -> json.put("genesisTime", -5)),
                broken("sealKeys[0]", json -> json.withArray("sealKeys").set(0, json.numberNode(1))),
                broken("notes", json -> json.put("notes", "x".repeat(3000))));
    }

    private static Arguments broken(String path, Consumer<ObjectNode> breaking) {
        return Arguments.arguments(path, breaking);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMemberOfTheWrongShapeIsRefusedByPath(String path, Consumer<ObjectNode> breaking) {
        ObjectNode json = ValidRegistration.json();
        breaking.accept(json);
        assertThatThrownBy(() -> Registration.fromJson(json))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith(path + " ");
    }
}
