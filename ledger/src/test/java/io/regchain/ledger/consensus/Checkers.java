package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.block.Seal;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold after every step of a simulated chain, whatever the liars do. */
final class Checkers {
    private final Simulation net;
    private final TreeMap<Height, Hash32> decided = new TreeMap<>();
    private final TreeMap<String, Bytes> said = new TreeMap<>();
    private final TreeSet<String> proposed = new TreeSet<>();

    long equivocationsSeen;

    Checkers(Simulation net) {
        this.net = net;
    }

    /** One honest key, one height, one round, one kind: one statement; through every restart. */
    void signed(SimulatedValidator by, SignedMessage message) {
        Payload payload = message.payload();
        String place = "#" + by.machine + " " + payload.kind() + " " + place(payload);
        Bytes statement = Bytes.wrap(payload.signedBytes());
        Bytes before = said.putIfAbsent(place, statement);
        net.check(before == null || before.equals(statement), "an honest key says one thing: " + place);
        if (payload instanceof Prepare prepare) {
            net.check(
                    proposed.contains(place(prepare) + prepare.blockHash()),
                    "an honest validator prepares what the round's proposer offered: " + place);
        }
    }

    /** Every proposal that leaves its sender, whoever that is; only the round's proposer's count. */
    void sent(SignedMessage message) {
        if (message.payload() instanceof Proposal p) {
            World world = net.succession.at(p.height());
            int proposer = world.proposer(p.height(), p.round().value());
            if (message.signer().equals(world.key(proposer))) {
                proposed.add(place(p) + p.blockHash());
            }
        }
    }

    private static String place(Payload payload) {
        return payload.height() + "/" + payload.round() + " ";
    }

    void locked(SimulatedValidator by, PreparedCertificate certificate) {
        Height height = certificate.block().header().height();
        World world = net.succession.at(height);
        TreeSet<Integer> signers = new TreeSet<>();
        for (SignedPrepare signed : certificate.prepares()) {
            signers.add(MessageVerifier.indexOf(world.validators, signed.signer()));
            net.check(
                    signed.prepare().round().equals(certificate.round())
                            && signed.prepare().blockHash().equals(certificate.blockHash()),
                    "a lock rests on prepares of its own round and block");
        }
        net.check(
                !signers.contains(-1)
                        && signers.size() >= world.validators.quorum()
                        && by.next().equals(height),
                "a lock rests on a quorum of prepares");
    }

    void reported(SimulatedValidator by, Equivocation evidence) {
        equivocationsSeen++;
        int liar = net.succession.machineOf(evidence.signer());
        net.check(!net.honest(liar), "#" + by.machine + " accuses #" + liar + ", which is honest");
        net.check(
                World.signatureValid(evidence.signer(), evidence.first().toArray(), evidence.firstSignature())
                        && World.signatureValid(
                                evidence.signer(), evidence.second().toArray(), evidence.secondSignature()),
                "evidence carries two valid signatures");
    }

    void appended(SimulatedValidator by, SimulatedValidator.Certified certified) {
        if (!by.honest()) {
            return;
        }
        BlockHeader header = certified.block().header();
        World world = net.succession.at(header.height());
        Hash32 before = decided.putIfAbsent(header.height(), header.hash());
        net.check(before == null || before.equals(header.hash()), "agreement at height " + header.height());
        net.check(World.executes(certified.block()), "validity: no quorum decides a block that does not execute");
        net.check(header.parentHash().equals(by.tip()), "a block stands on its parent");
        net.check(world.validators.contains(header.proposer()), "the proposer is a validator");
        net.check(
                header.validatorSetHash().equals(world.setHash()),
                "the set of a height is the one its parent announced");
        net.check(
                header.time().epochMillis()
                        <= net.latestHonestClock() + Simulation.BOUNDS.skew().toMillis(),
                "block time keeps to the clocks of the honest");
        sealed(certified.certificate(), world, header.hash());
    }

    private void sealed(CommitCertificate certificate, World world, Hash32 hash) {
        net.check(certificate.blockHash().equals(hash), "a certificate seals its block");
        net.check(certificate.round().compareTo(Round.ZERO) >= 0, "it names a round");
        net.check(certificate.seals().size() >= world.validators.quorum(), "a certificate has a quorum of seals");
        int last = -1;
        for (Seal seal : certificate.seals()) {
            int index = MessageVerifier.indexOf(world.validators, seal.signer());
            net.check(index > last, "seals are by distinct validators, in order");
            net.check(
                    World.signatureValid(seal.signer(), certificate.sealedBytes(), seal.signature()),
                    "each seal is its signer's");
            last = index;
        }
    }

    /** How far the chain has got anywhere honest. */
    int height() {
        return decided.isEmpty() ? 0 : (int) decided.lastKey().value();
    }
}
