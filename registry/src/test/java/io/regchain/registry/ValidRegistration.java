package io.regchain.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.nio.charset.StandardCharsets;

/** A registration with nothing to object to, as JSON, so that a test breaks one thing in it. All codes are invented. */
public final class ValidRegistration {
    private static final String[] TYPES = {"operator", "government", "institution", "institution"};

    private ValidRegistration() {}

    /** Keys follow from what they are for, so that two chains never share one. */
    public static Sm2PrivateKey key(String use) {
        byte[] scalar = Sm3.hash(use.getBytes(StandardCharsets.UTF_8)).toArray();
        scalar[0] = 1;
        return Sm2PrivateKey.of(scalar);
    }

    public static String organisation(int number) {
        String prefix = number == 1 ? "11320000" : "91320000";
        return UnifiedSocialCreditCode.complete(prefix, "MA1REG0" + number).value();
    }

    public static String operatorCode(Market market) {
        return UnifiedSocialCreditCode.complete("91320000", "MA1RP0%02d".formatted(market.number()))
                .value();
    }

    public static ObjectNode json() {
        return json("jiangsu", 4);
    }

    public static ObjectNode json(String chain, int nodes) {
        Market market = Markets.byChain(new ChainId(chain)).orElseThrow();
        ObjectNode json = CanonicalJson.object()
                .put("chainId", chain)
                .put("region", market.region())
                .put(
                        "genesisHash",
                        Sm3.hash(chain.getBytes(StandardCharsets.UTF_8)).toHex())
                .put("genesisTime", 1_770_000_000_000L)
                .put("dutyContact", "值班室 025-00000000")
                .put("securityOfficer", "安全管理处 025-00000001")
                .put("notes", "");
        json.putObject("operator").put("uscc", operatorCode(market)).put("name", market.operator());
        json.putObject("technology")
                .put("vendor", "示例科技")
                .put("product", "ExampleChain")
                .put("version", "2.4.0")
                .put("virtualMachine", "native")
                .put("cryptoModule", "ExampleCrypto 1.0")
                .put("certificateNumber", "GM-EXAMPLE-0001");
        json.putObject("consensus")
                .put("protocol", "QBFT")
                .put("version", "1.0")
                .put("claimedFaulty", (nodes - 1) / 3)
                .putObject("parameters")
                .put("blockPeriod", "on demand");
        json.putObject("algorithms")
                .put("hash", "SM3")
                .put("transactionSignature", "SM2")
                .put("consensusSignature", "SM2")
                .put("p2pHandshake", "TLS_SM4_GCM_SM3")
                .put("rpc", "TLS_SM4_GCM_SM3")
                .put("storage", "SM4");
        validators(json, chain, nodes);
        endpoints(json, chain);
        json.putArray("sealKeys").add(key(chain + " seal").publicKey().toHex());
        json.putObject("provincialSignOff")
                .put("regulator", market.region() + "地方金融管理局")
                .put("province", market.region());
        return json;
    }

    private static void validators(ObjectNode json, String chain, int nodes) {
        ArrayNode validators = json.putArray("validators");
        for (int i = 0; i < nodes; i++) {
            node(validators.addObject(), chain, i, i % 4);
        }
    }

    /** Fills one entry for the node {@code index} held by the organisation {@code holder}, 0 to 3. */
    public static void node(ObjectNode entry, String chain, int index, int holder) {
        String name = chain + "-" + index;
        Sm2PrivateKey key = key(name);
        entry.put("name", name)
                .put("organisation", organisation(holder))
                .put("organisationName", "示例机构" + holder)
                .put("entityType", TYPES[holder])
                .put("publicKey", key.publicKey().toHex())
                .put("proofOfPossession", ProofOfPossession.sign(key, new ChainId(chain), name, organisation(holder)));
    }

    private static void endpoints(ObjectNode json, String chain) {
        ArrayNode endpoints = json.putArray("endpoints");
        for (int i = 0; i < 2; i++) {
            endpoints
                    .addObject()
                    .put("url", "https://10.20." + (i + 1) + ".11:8443")
                    .put("nodeKey", key(chain + "-" + i).publicKey().toHex())
                    .put("nodeName", chain + "-" + i);
        }
    }
}
