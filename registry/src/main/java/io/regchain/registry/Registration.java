package io.regchain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.lightclient.TrustedState;
import java.util.List;
import java.util.SortedMap;

/**
 * What a local chain declares of itself when it asks to join (guideline article 10): as handed in, content not yet
 * judged. {@link io.regchain.registry.rules.RegistrationRules} judges it; only then may {@link #validatorSet()} and the
 * other typed views be asked for.
 *
 * @param chainId the network id, a label of JR/T 0325 table 2 (A10.3)
 * @param region the area of the market as in JR/T 0325 table 2, such as 江苏
 * @param validators the consensus nodes in their order (A10.4, A10.5)
 * @param endpoints addresses of the node interface, at least two full nodes (A10.6)
 * @param sealKeys SM2 keys, 04‖x‖y in hex, that seal this chain's data objects (JR/T 0314 clause 6)
 * @param genesisHash hash of block 0, 64 hex digits (A10.8)
 * @param genesisTime time of block 0 in milliseconds since 1970; −1 when not given
 * @param dutyContact whom to call at any hour, an office and its line, never a person's number (A10.8)
 */
public record Registration(
        String chainId,
        Operator operator,
        String region,
        Technology technology,
        Consensus consensus,
        Algorithms algorithms,
        List<Node> validators,
        List<Endpoint> endpoints,
        List<String> sealKeys,
        String genesisHash,
        long genesisTime,
        String dutyContact,
        String securityOfficer,
        SignOff provincialSignOff,
        String notes) {

    /** The operating institution 运营机构 (A5.3). */
    public record Operator(String uscc, String name) {}

    /** What the chain is built with (A10.1). */
    public record Technology(
            String vendor,
            String product,
            String version,
            String virtualMachine,
            String cryptoModule,
            String certificateNumber) {}

    /**
     * How the nodes agree (A10.2).
     *
     * @param claimedFaulty how many lying nodes the operator says the chain stands; −1 when not given
     */
    public record Consensus(
            String protocol, String version, SortedMap<String, String> parameters, long claimedFaulty) {}

    /** The cryptography in use, scene by scene (article 9). */
    public record Algorithms(
            String hash,
            String transactionSignature,
            String consensusSignature,
            String p2pHandshake,
            String rpc,
            String storage) {}

    /**
     * A consensus node and who answers for it.
     *
     * @param entityType operator, government, institution or vendor
     * @param publicKey SM2, 04‖x‖y in lower-case hex
     * @param proofOfPossession signature r‖s in hex, see {@link ProofOfPossession}
     */
    public record Node(
            String name,
            String organisation,
            String organisationName,
            String entityType,
            String publicKey,
            String proofOfPossession) {}

    /** Where a full node answers the node interface, and the key that node is known by. */
    public record Endpoint(String url, String nodeKey, String nodeName) {}

    /** The provincial regulator's consent (A5.1). */
    public record SignOff(String regulator, String province) {}

    public Registration {
        validators = List.copyOf(validators);
        endpoints = List.copyOf(endpoints);
        sealKeys = List.copyOf(sealKeys);
    }

    /** @throws DecodeException when a member has the wrong type or is not known */
    public static Registration fromJson(JsonNode json) {
        return RegistrationJson.read(json);
    }

    public ObjectNode toJson() {
        return RegistrationJson.write(this);
    }

    /** SM3 of the canonical JSON: what the second pair of eyes approves. */
    public Hash32 digest() {
        return Sm3.hash(CanonicalJson.encode(toJson()));
    }

    /** The light client's trust root. @throws IllegalArgumentException unless the rules have passed */
    public ValidatorSet validatorSet() {
        return validatorSet(validators);
    }

    /** This registration with other consensus nodes, for the rules to look at. */
    public Registration withValidators(List<Node> nodes) {
        return new Registration(
                chainId,
                operator,
                region,
                technology,
                consensus,
                algorithms,
                nodes,
                endpoints,
                sealKeys,
                genesisHash,
                genesisTime,
                dutyContact,
                securityOfficer,
                provincialSignOff,
                notes);
    }

    static ValidatorSet validatorSet(List<Node> nodes) {
        return new ValidatorSet(nodes.stream()
                .map(node -> new Validator(
                        node.name(),
                        new UnifiedSocialCreditCode(node.organisation()),
                        Sm2PublicKey.ofHex(node.publicKey())))
                .toList());
    }

    /** What a light client of this chain trusts before the first header. As {@link #validatorSet()}. */
    public TrustedState trustRoot() {
        return new TrustedState(
                new ChainId(chainId), Height.ZERO, genesisBlock(), new BlockTime(genesisTime), validatorSet());
    }

    /** @throws IllegalArgumentException unless the rules have passed */
    public List<Sm2PublicKey> sealPublicKeys() {
        return sealKeys.stream().map(Sm2PublicKey::ofHex).toList();
    }

    /** @throws IllegalArgumentException unless the rules have passed */
    public Hash32 genesisBlock() {
        return Hash32.ofHex(genesisHash);
    }
}
