package io.regchain.localchain.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.ledger.node.ChainNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationKeys;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Market;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.SecretBytes;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.supervision.node.HubKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The keys of a sandbox, for tests only and in the clear, in a folder of their own: those of the hub's officers, of the
 * partner's operator, and for a chain under test. The same in every start on one data directory.
 */
public final class TestKeys {
    public static final String FOLDER = "test-keys";
    private static final String LABEL = "TEST KEY of a sandbox: it protects nothing, whoever reads this file has it";
    private static final int MOST_VALIDATORS = 64;

    private final FederationKeys keys;
    private final Path folder;

    TestKeys(FederationKeys keys, Path folder) {
        this.keys = keys;
        this.folder = folder;
    }

    static TestKeys of(Federation federation) {
        return new TestKeys(federation.keys(), federation.directory().root().resolve(FOLDER));
    }

    Path folder() {
        return folder;
    }

    /** The test key of a validator of this chain with this public key. */
    Optional<Sm2PrivateKey> validatorKey(ChainId chain, Sm2PublicKey publicKey) {
        return IntStream.range(0, MOST_VALIDATORS)
                .mapToObj(i -> keys.key("validator " + chain + "-" + i))
                .filter(key -> key.publicKey().equals(publicKey))
                .findFirst();
    }

    Sm2PrivateKey operator(ChainId chain) {
        return keys.key("operator " + chain);
    }

    /** Officers and partner, each in a file. */
    void write(HubKeys officers, ChainId partner) {
        for (String role : HubKeys.NAMES) {
            write(folder.resolve("hub-" + role + ".json"), labelled("hub " + role, officers.of(role)));
        }
        write(
                folder.resolve(partner + "-operator.json"),
                labelled("operator of the partner chain " + partner, operator(partner)));
    }

    private static ObjectNode labelled(String whose, Sm2PrivateKey key) {
        return CanonicalJson.object()
                .put("label", LABEL)
                .put("whose", whose)
                .put("algorithm", "SM2")
                .put("privateKey", hex(key))
                .put("publicKey", key.publicKey().toHex());
    }

    private static String hex(Sm2PrivateKey key) {
        try (SecretBytes secret = key.exportScalar()) {
            return secret.use(scalar -> Bytes.copyOf(scalar).toHex());
        }
    }

    /** What a chain of this market starts from to be taken by this sandbox without further proof. */
    Path chainFile(ChainId chain) {
        return folder.resolve(chain + ".json");
    }

    /**
     * Writes {@link #chainFile}: the hub to trust, and names and keys to use.
     *
     * @param addresses where the sandbox looks for the nodes
     */
    void writeChain(Market market, ChainNode hub, List<String> addresses, Optional<String> token) {
        MarketPlan plan = MarketPlan.of(market);
        ObjectNode file = CanonicalJson.object()
                .put("label", LABEL)
                .put("chain", plan.chainId().value())
                .put("name", market.operator())
                .put("region", market.region());
        ArrayNode organisations = file.putArray("organisations");
        for (MarketPlan.Seat seat : plan.seats()) {
            organisations
                    .addObject()
                    .put("code", seat.organisation().value())
                    .put("name", seat.organisationName())
                    .put("type", seat.entityType());
        }
        file.set("hub", trusted(hub));
        ObjectNode secret = file.putObject("keys").put("operator", hex(operator(plan.chainId())));
        ArrayNode validators = secret.putArray("validators");
        plan.seats().forEach(seat -> validators.add(hex(keys.key("validator " + seat.name()))));
        addresses.forEach(file.putArray("endpoints")::add);
        token.ifPresent(text -> file.put("token", text));
        write(chainFile(plan.chainId()), file);
    }

    /** Block 0 of the hub, as a light client of it begins (docs/protocol.md section 12). */
    private static ObjectNode trusted(ChainNode hub) {
        CertifiedBlock genesis = hub.block(Height.ZERO).orElseThrow();
        BlockHeader header = genesis.block().header();
        ObjectNode trusted = CanonicalJson.object()
                .put("height", 0)
                .put("hash", header.hash().toHex())
                .put("time", header.time().epochMillis());
        trusted.set("validators", BlockJson.of(hub.genesis().validators()));
        return trusted;
    }

    private void write(Path file, ObjectNode content) {
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            Files.write(file, CanonicalJson.encode(content).toArray());
        } catch (IOException e) {
            throw new FederationProblem(
                    file + " cannot be written: " + e, "choose a directory you may write to with --data DIR", e);
        }
    }
}
