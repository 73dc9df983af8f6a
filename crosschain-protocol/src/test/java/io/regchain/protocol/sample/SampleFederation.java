package io.regchain.protocol.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Event;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Seal;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.evidence.EvidenceBuilder;
import io.regchain.protocol.evidence.EvidenceFile;
import io.regchain.protocol.evidence.EvidenceKeys;
import io.regchain.protocol.evidence.SealedBlock;
import io.regchain.protocol.evidence.StateClaim;
import io.regchain.protocol.evidence.StateFile;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.VerifiedHeader;
import io.regchain.protocol.merkle.OrderedMerkle;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.object.DataObject;
import io.regchain.protocol.object.ObjectHead;
import io.regchain.protocol.object.ObjectId;
import io.regchain.protocol.object.ObjectOperation;
import io.regchain.protocol.object.ObjectType;
import io.regchain.protocol.object.ObjectVersion;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * An invented supervision chain and an invented local chain, each at one block: a share transfer on the local chain wrote
 * two data objects, and the supervision chain holds the local header and copies of the objects. Every byte is the same on
 * every run.
 */
public final class SampleFederation {
    public static final ChainId LOCAL = new ChainId("jiangsu");
    public static final Height LOCAL_HEIGHT = new Height(7);
    public static final Height HUB_HEIGHT = new Height(12);
    public static final int PLACE = 1;
    /** 2026-02-02T01:30:00Z, half past nine in China. */
    private static final long TIME = 1_769_995_800_000L;

    private static final int SIZE = 4;

    private final List<Sm2PrivateKey> localKeys = keys(LOCAL);
    private final List<Sm2PrivateKey> hubKeys = keys(ChainId.SUPERVISION);
    private final Sm2PrivateKey market = SampleRandom.key("market");
    private final Sm2PrivateKey sealKey = SampleRandom.key("seal key");

    public final ValidatorSet localValidators = validators(LOCAL, localKeys);
    public final ValidatorSet hubValidators = validators(ChainId.SUPERVISION, hubKeys);
    public final List<Transaction> transactions;
    public final Trace trace;
    public final List<Receipt> receipts;
    public final SortedMap<String, DataObject> objects;
    public final SampleState localState;
    public final SampleState hubState;
    public final BlockHeader localHeader;
    public final BlockHeader hubHeader;
    public final CommitCertificate localCertificate;
    public final CommitCertificate hubCertificate;

    public SampleFederation() {
        this(state -> state, state -> state);
    }

    /**
     * @param localChange a change to the local state before it is sealed
     * @param hubChange a change to the supervision chain's state before it is sealed
     */
    public SampleFederation(
            UnaryOperator<TreeMap<String, Bytes>> localChange, UnaryOperator<TreeMap<String, Bytes>> hubChange) {
        objects = objects();
        transactions = List.of(
                transaction(0, "accounts", "open", "{\"account\":\"A-0001\"}"),
                transaction(1, "transfers", "transfer", "{\"quantity\":2000,\"requestId\":\"T-0001\"}"),
                transaction(2, "products", "list", "{\"product\":\"P-0001\"}"));
        trace = trace(transactions.get(PLACE).id());
        receipts = transactions.stream().map(this::receipt).toList();
        localState = new SampleState(localChange.apply(localEntries()));
        localHeader = header(LOCAL, LOCAL_HEIGHT, localValidators, localState.root());
        localCertificate = certificate(localHeader, localKeys, 0, 1, 3);
        hubState = new SampleState(hubChange.apply(hubEntries()));
        hubHeader = header(ChainId.SUPERVISION, HUB_HEIGHT, hubValidators, hubState.root());
        hubCertificate = certificate(hubHeader, hubKeys, 0, 2, 3);
    }

    private static List<Sm2PrivateKey> keys(ChainId chain) {
        return IntStream.range(0, SIZE)
                .mapToObj(i -> SampleRandom.key(chain + " validator " + i))
                .toList();
    }

    private static ValidatorSet validators(ChainId chain, List<Sm2PrivateKey> keys) {
        List<Validator> validators = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            UnifiedSocialCreditCode organisation =
                    UnifiedSocialCreditCode.complete("91320000", String.format(Locale.ROOT, "MA8T%04d", i));
            validators.add(
                    new Validator(chain + "-" + i, organisation, keys.get(i).publicKey()));
        }
        return new ValidatorSet(validators);
    }

    private Transaction transaction(long sequence, String contract, String method, String arguments) {
        return Transaction.sign(LOCAL, market, new Sequence(sequence), contract, method, Bytes.utf8(arguments));
    }

    private SortedMap<String, DataObject> objects() {
        TreeMap<String, DataObject> map = new TreeMap<>();
        for (DataObject object : List.of(report(), registration())) {
            map.put("objects/" + object.head().reference(), object);
        }
        return map;
    }

    private DataObject report() {
        ObjectNode body = CanonicalJson.object();
        body.putObject("transaction_report_information")
                .put("transaction_product_ref", "P-0001/0")
                .put("transaction_amount", 2000)
                .put("transaction_price_fen", 350);
        return object(ObjectType.TRANSACTION_REPORT, "TR-0001", body);
    }

    private DataObject registration() {
        ObjectNode body = CanonicalJson.object();
        body.putObject("registration_information")
                .put("register_account_obj_ref", "A-0001/0")
                .put("register_available_balance_before", 5000)
                .put("register_available_balance_change", -2000)
                .put("register_available_balance_after", 3000);
        return object(ObjectType.REGISTRATION, "R-0001", body);
    }

    private DataObject object(ObjectType type, String id, ObjectNode body) {
        ObjectHead head =
                ObjectHead.of(type, new ObjectId(id), ObjectVersion.FIRST, ObjectOperation.CREATE, TIME / 1000);
        return DataObject.of(head, body).sealWith(sealKey);
    }

    private Trace trace(Hash32 transaction) {
        List<TraceStep> steps = new ArrayList<>();
        steps.add(new TraceStep.Read("accounts/A-0001", Optional.of(Bytes.utf8("{\"balance\":5000}"))));
        steps.add(new TraceStep.Write("accounts/A-0001", Optional.of(Bytes.utf8("{\"balance\":3000}"))));
        objects.forEach((key, object) -> steps.add(new TraceStep.Call(put(key, object))));
        steps.add(new TraceStep.Emit(transferred()));
        return new Trace(transaction, call("key:" + market.publicKey().fingerprint(), "transfers", "transfer", steps));
    }

    private static TraceCall put(String key, DataObject object) {
        return call(
                "contract:transfers",
                "objects",
                "put",
                List.of(
                        new TraceStep.Read(key, Optional.empty()),
                        new TraceStep.Write(key, Optional.of(object.encode()))));
    }

    private static TraceCall call(String caller, String contract, String method, List<TraceStep> steps) {
        return new TraceCall(caller, contract, method, Bytes.utf8("{}"), steps, Bytes.utf8("{}"), "", "");
    }

    private static Event transferred() {
        return new Event("transfers", "transferRegistered", Bytes.utf8("{\"quantity\":2000}"));
    }

    private Receipt receipt(Transaction transaction) {
        boolean transfer = transaction.id().equals(trace.transactionId());
        return new Receipt(
                transaction.id(),
                Receipt.Outcome.SUCCESS,
                "",
                "",
                Bytes.utf8("{}"),
                transfer ? List.of(transferred()) : List.of(),
                transfer ? trace.hash() : Sm3.hash(Bytes.utf8("another trace")),
                17);
    }

    private TreeMap<String, Bytes> localEntries() {
        TreeMap<String, Bytes> state = new TreeMap<>();
        ArrayNode written = CanonicalJson.array();
        objects.forEach((key, object) -> {
            state.put(key, object.encode());
            written.addObject()
                    .put("id", object.head().id().value())
                    .put("version", object.head().version().value())
                    .put("transaction", trace.transactionId().toHex());
        });
        state.put("objects/at/" + LOCAL_HEIGHT, CanonicalJson.encode(written));
        for (int i = 0; i < 20; i++) {
            state.put("accounts/A-00" + i, Bytes.utf8("{\"balance\":" + i + "}"));
        }
        return state;
    }

    private TreeMap<String, Bytes> hubEntries() {
        TreeMap<String, Bytes> state = new TreeMap<>();
        state.put(EvidenceKeys.registration(LOCAL), CanonicalJson.encode(registrationEntry()));
        state.put(EvidenceKeys.header(LOCAL, LOCAL_HEIGHT), CanonicalJson.encode(headerEntry()));
        objects.forEach(
                (key, object) -> state.put(EvidenceKeys.hubCopy(LOCAL, key), CanonicalJson.encode(copyEntry(object))));
        for (int i = 0; i < 20; i++) {
            state.put("anomalies/jiangsu/" + i, Bytes.utf8("{\"height\":" + i + "}"));
        }
        return state;
    }

    private ObjectNode registrationEntry() {
        ObjectNode entry = CanonicalJson.object().put("state", "ACTIVE").put("chainId", LOCAL.value());
        entry.set("validators", BlockJson.of(localValidators));
        entry.putArray("sealKeys").add(sealKey.publicKey().toHex());
        return entry;
    }

    private ObjectNode headerEntry() {
        return CanonicalJson.object()
                .put("hash", localHeader.hash().toHex())
                .put("stateRoot", localHeader.stateRoot().toHex())
                .put("time", localHeader.time().epochMillis())
                .put("validatorSetHash", localHeader.validatorSetHash().toHex());
    }

    private static ObjectNode copyEntry(DataObject object) {
        return CanonicalJson.object()
                .put("digest", object.digest().toHex())
                .put("height", LOCAL_HEIGHT.value())
                .put("type", object.head().type().code());
    }

    private BlockHeader header(ChainId chain, Height height, ValidatorSet validators, Hash32 stateRoot) {
        boolean local = chain.equals(LOCAL);
        return new BlockHeader(
                BlockHeader.VERSION,
                chain,
                height,
                Sm3.hash(Bytes.utf8("parent of " + chain + " " + height)),
                new BlockTime(TIME + 1000 * height.value()),
                validators.validators().get(0).publicKey(),
                local ? OrderedMerkle.root(transactionLeaves()) : Hash32.ZERO,
                local ? OrderedMerkle.root(receiptLeaves()) : Hash32.ZERO,
                stateRoot,
                validators.hash(),
                validators.hash());
    }

    private static CommitCertificate certificate(BlockHeader header, List<Sm2PrivateKey> keys, int... signers) {
        byte[] sealed = CommitCertificate.sealedBytes(header.chainId(), header.height(), Round.ZERO, header.hash());
        List<Seal> seals = new ArrayList<>();
        for (int signer : signers) {
            seals.add(new Seal(keys.get(signer).publicKey(), keys.get(signer).sign(sealed)));
        }
        return new CommitCertificate(header.chainId(), header.height(), Round.ZERO, header.hash(), seals);
    }

    private List<Bytes> transactionLeaves() {
        return transactions.stream().map(Transaction::canonical).toList();
    }

    private List<Bytes> receiptLeaves() {
        return receipts.stream().map(Receipt::canonical).toList();
    }

    public Block localBlock() {
        return new Block(localHeader, transactions);
    }

    public OrderedProof transactionProof(int place) {
        return OrderedMerkle.prove(transactionLeaves(), place);
    }

    public OrderedProof receiptProof(int place) {
        return OrderedMerkle.prove(receiptLeaves(), place);
    }

    public VerifiedHeader verifiedLocal() {
        return (VerifiedHeader) CertificateVerifier.verify(localHeader, localCertificate, localValidators);
    }

    public VerifiedHeader verifiedHub() {
        return (VerifiedHeader) CertificateVerifier.verify(hubHeader, hubCertificate, hubValidators);
    }

    /** The same two chains, with what the supervision chain's light client of the local one trusts now. */
    public static SampleFederation withClient() {
        return withClient(CanonicalJson.object().put("trustedAt", TIME + 10_000), Map.of());
    }

    /**
     * @param latest what the client trusts now
     * @param more of the supervision chain's state
     */
    public static SampleFederation withClient(ObjectNode latest, Map<String, Bytes> more) {
        return new SampleFederation(local -> local, hub -> {
            hub.put(EvidenceKeys.latestHeader(LOCAL), CanonicalJson.encode(latest));
            hub.putAll(more);
            return hub;
        });
    }

    /** The evidence file of what a key of the local state held, whatever that is. */
    public StateFile stateEvidence(String key) {
        return StateFile.of(
                SealedBlock.of(verifiedHub()),
                EvidenceKeys.clientKeys(LOCAL, LOCAL_HEIGHT).stream()
                        .map(entry -> claim(hubState, entry))
                        .toList(),
                SealedBlock.of(verifiedLocal()),
                claim(localState, key));
    }

    private static StateClaim claim(SampleState state, String key) {
        return new StateClaim(key, Optional.ofNullable(state.value(key)), state.prove(key));
    }

    /** The evidence file of the share transfer. */
    public EvidenceFile evidence() {
        EvidenceBuilder builder = new EvidenceBuilder(verifiedHub(), verifiedLocal());
        for (String key : EvidenceKeys.anchorKeys(LOCAL, LOCAL_HEIGHT, objects.keySet())) {
            builder.anchorEntry(key, hubState.value(key), hubState.prove(key));
        }
        for (String key : objects.keySet()) {
            builder.object(key, localState.value(key), localState.prove(key));
        }
        return builder.build(
                transactions.get(PLACE), transactionProof(PLACE), receipts.get(PLACE), receiptProof(PLACE), trace);
    }
}
