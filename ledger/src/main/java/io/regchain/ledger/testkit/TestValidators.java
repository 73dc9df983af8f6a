package io.regchain.ledger.testkit;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signer;
import io.regchain.protocol.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Validators with keys that anyone can compute, for tests. Each is held by an organisation of its own. */
public final class TestValidators {
    private static final ConcurrentMap<String, Sm2PrivateKey> KEYS = new ConcurrentHashMap<>();

    private final ValidatorSet set;
    private final List<Sm2PrivateKey> keys;

    private TestValidators(ValidatorSet set, List<Sm2PrivateKey> keys) {
        this.set = set;
        this.keys = List.copyOf(keys);
    }

    public static TestValidators of(ChainId chainId, int size) {
        List<Sm2PrivateKey> keys = new ArrayList<>();
        List<Validator> validators = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String name = chainId + "-" + i;
            Sm2PrivateKey key = keyOf(name);
            keys.add(key);
            validators.add(new Validator(name, organisation(i), key.publicKey()));
        }
        return new TestValidators(new ValidatorSet(validators), keys);
    }

    private static Sm2PrivateKey keyOf(String validator) {
        return key("validator " + validator);
    }

    /** The same key for the same name, worked out once in a process. */
    public static Sm2PrivateKey key(String name) {
        return KEYS.computeIfAbsent(name, TestValidators::derive);
    }

    /** Signs with {@link #key} at a small price. */
    public static Sm2Signer signer(String name) {
        return RepeatedNonces.of(key(name));
    }

    private static Sm2PrivateKey derive(String name) {
        byte[] scalar = Sm3.hash(Bytes.utf8("regchain test key " + name)).toArray();
        scalar[0] = (byte) (scalar[0] & 0x7f);
        return Sm2PrivateKey.of(scalar);
    }

    /** An invented code with valid check digits. */
    public static UnifiedSocialCreditCode organisation(int number) {
        return UnifiedSocialCreditCode.complete("91310000", String.format(Locale.ROOT, "MA9TE%03d", number));
    }

    public ValidatorSet set() {
        return set;
    }

    public List<Sm2PrivateKey> keys() {
        return keys;
    }

    /** Those that sign with the {@link #keys} at a small price. */
    public List<Sm2Signer> signers() {
        return keys.stream().map(RepeatedNonces::of).toList();
    }

    public Sm2PublicKey proposer(Height parent) {
        return keys.get((int) (parent.value() % keys.size())).publicKey();
    }

    /** Seals of the first quorum of validators. */
    public CommitCertificate certify(BlockHeader header, Round round) {
        return certify(set, header, round);
    }

    /** Seals of the first quorum of a set whose keys are those of {@link #of}, of whatever chain and number. */
    public static CommitCertificate certify(ValidatorSet deciding, BlockHeader header, Round round) {
        return certify(deciding, header, round, RepeatedNonces::sign);
    }

    static CommitCertificate certify(
            ValidatorSet set, BlockHeader header, Round round, ContractHarness.Signing signing) {
        byte[] sealed = CommitCertificate.sealedBytes(header.chainId(), header.height(), round, header.hash());
        List<Seal> seals = set.validators().subList(0, set.quorum()).stream()
                .map(validator -> new Seal(validator.publicKey(), signing.sign(keyOf(validator.name()), sealed)))
                .toList();
        return new CommitCertificate(header.chainId(), header.height(), round, header.hash(), seals);
    }
}
