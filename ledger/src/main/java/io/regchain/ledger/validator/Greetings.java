package io.regchain.ledger.validator;

import io.regchain.ledger.storage.BlockRecord;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.lightclient.CertificateVerifier;
import io.regchain.protocol.lightclient.CertifiedHeader;
import io.regchain.protocol.lightclient.VerifiedHeader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hellos of one run of a validator, and what was answered to them: who keeps a notice of its directory's life, and
 * whether somebody keeps one of an earlier life. Signs what it answers, and believes what its sender has signed.
 */
final class Greetings {
    private static final Logger LOG = LoggerFactory.getLogger(Greetings.class);

    private record Given(PeerMessage.Hello to, HelloAnswer said) {
        boolean fits(PeerMessage.Hello hello, Height own) {
            return to.challenge().equals(hello.challenge())
                    && to.notice().equals(hello.notice())
                    && said.height().equals(own)
                    && said.proof().isPresent() == hello.height().compareTo(own) < 0;
        }
    }

    private final ValidatorParts parts;
    private final BirthNotice notice;
    private final Hash32 challenge;
    /** What each peer answered last: whoever did keeps a notice, of this life or of an earlier one. */
    private final SortedMap<Integer, HelloAnswer> answered = new TreeMap<>();
    /** What was last answered to each. */
    private final SortedMap<Integer, Given> given = new TreeMap<>();

    private boolean diskWasLost;
    private boolean toldOfRubbish;

    Greetings(ValidatorParts parts) {
        this.parts = parts;
        Hash32 birth = parts.store().births().own(parts.births());
        this.notice = BirthNotice.sign(parts.chainId(), birth, parts.key());
        this.challenge = parts.births().get();
    }

    PeerMessage.Hello hello() {
        return new PeerMessage.Hello(parts.index(), own(), notice, challenge);
    }

    private Height own() {
        return parts.store().tip().height();
    }

    // ---- what others say hello with

    /** Keeps its notice, unless it is not signed by the peer it names. */
    boolean heard(PeerMessage.Hello hello) {
        boolean its = isPeer(hello.sender()) && signed(hello.sender(), hello.notice());
        if (its) {
            parts.store().births().remember(hello.sender(), hello.notice().toKeep());
        }
        return its;
    }

    boolean isPeer(int index) {
        return index >= 0 && index < parts.entities() && index != parts.index();
    }

    /** What is kept was verified when it came first. */
    private boolean signed(int peer, BirthNotice its) {
        return kept(peer).filter(its::equals).isPresent() || its.signedBy(parts.keyOf(peer), parts.chainId());
    }

    private Optional<BirthNotice> kept(int peer) {
        return parts.store().births().of(peer).map(BirthNotice::of);
    }

    /** To the same hello at the same height the same is said again, and signed once. */
    PeerMessage.Answer answerTo(PeerMessage.Hello hello) {
        Height height = own();
        Given before = given.get(hello.sender());
        Given now = before != null && before.fits(hello, height) ? before : new Given(hello, sign(hello, height));
        given.put(hello.sender(), now);
        return new PeerMessage.Answer(parts.index(), now.said());
    }

    private HelloAnswer sign(PeerMessage.Hello hello, Height height) {
        boolean behind = hello.height().compareTo(height) < 0;
        Optional<Bytes> proof = behind ? Optional.of(proofOf(height)) : Optional.empty();
        BirthNotice shown = kept(hello.sender()).orElseThrow();
        return HelloAnswer.sign(parts.chainId(), hello, height, notice, shown, proof, parts.key());
    }

    private Bytes proofOf(Height height) {
        BlockRecord record = parts.store().block(height);
        CommitCertificate certificate = record.certificate().orElseThrow();
        return CanonicalJson.encode(new CertifiedHeader(record.block().header(), certificate).toJson());
    }

    /** Whether it has answered from the life that says hello now. */
    boolean hasAnswered(PeerMessage.Hello hello) {
        return hasAnsweredFrom(hello.sender(), hello.notice());
    }

    private boolean hasAnsweredFrom(int peer, BirthNotice life) {
        HelloAnswer before = answered.get(peer);
        return before != null && before.notice().birth().equals(life.birth());
    }

    // ---- what they answer

    /** What an answer told. */
    enum Taken {
        /** It answers another run, or is said in another's name. */
        NOTHING,
        /** Its sender has answered before. */
        AGAIN,
        /** One more peer keeps a notice. */
        ANSWERED
    }

    Taken take(PeerMessage.Answer answer) {
        int peer = answer.sender();
        HelloAnswer said = answer.said();
        if (!isPeer(peer) || !said.equals(answered.get(peer)) && !isOf(peer, said)) {
            return Taken.NOTHING;
        }
        parts.store().births().remember(peer, said.notice().toKeep());
        diskWasLost |= !said.shown().birth().equals(notice.birth());
        Taken taken = hasAnsweredFrom(peer, said.notice()) ? Taken.AGAIN : Taken.ANSWERED;
        answered.put(peer, said);
        return taken;
    }

    private boolean isOf(int peer, HelloAnswer said) {
        return said.signedBy(parts.keyOf(peer), parts.chainId(), hello())
                && signed(peer, said.notice())
                && said.shown().signedBy(parts.key().publicKey(), parts.chainId());
    }

    /**
     * Whether the set that decides next has certified the height that is said; what another has certified cannot be told
     * from a lie here.
     */
    boolean proves(PeerMessage.Answer answer) {
        return answer.said().proof().filter(proof -> proves(answer, proof)).isPresent();
    }

    private boolean proves(PeerMessage.Answer answer, Bytes proof) {
        ValidatorSet set = parts.store().tip().validators();
        try {
            CertifiedHeader last =
                    CertifiedHeader.fromJson(JsonFields.of(CanonicalJson.decodeCanonical(proof), "proof"));
            return last.header().height().equals(answer.said().height())
                    && last.header().chainId().equals(parts.chainId())
                    && CertificateVerifier.verify(last.header(), last.certificate(), set) instanceof VerifiedHeader;
        } catch (DecodeException e) {
            if (!toldOfRubbish) {
                toldOfRubbish = true;
                LOG.warn(
                        "{}: validator {} signed what is no certified header: {}",
                        parts,
                        answer.sender(),
                        e.getMessage());
            }
            return false;
        }
    }

    // ---- who has answered

    Set<Integer> answered() {
        return new TreeSet<>(answered.keySet());
    }

    List<Integer> unanswered() {
        return IntStream.range(0, parts.entities())
                .filter(peer -> isPeer(peer) && !answered.containsKey(peer))
                .boxed()
                .toList();
    }

    /** Of the set that decides next, for who was heard by a quorum of it was heard by one of so many; others do not count. */
    boolean enough() {
        return parts.quorumWith(answered.keySet(), parts.store().tip().validators());
    }

    /** A peer has shown that an earlier directory of this validator spoke. */
    boolean diskWasLost() {
        return diskWasLost;
    }
}
