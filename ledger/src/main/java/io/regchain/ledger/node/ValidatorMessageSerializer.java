package io.regchain.ledger.node;

import io.regchain.ledger.wire.PeerMessageWire;
import io.regchain.protocol.base.DecodeException;
import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Carries {@link ValidatorMessage}s between the nodes of a cluster, as Protobuf around signed bytes. */
public final class ValidatorMessageSerializer extends SerializerWithStringManifest {
    private static final String WAKE = "W";
    private static final String FROM_PEER = "P";
    private static final String STOP = "S";
    private static final byte[] NOTHING = new byte[0];

    @Override
    public int identifier() {
        return 17_001;
    }

    @Override
    public String manifest(Object message) {
        if (!(message instanceof ValidatorMessage known)) {
            throw new IllegalArgumentException("not a message to a validator: " + message.getClass());
        }
        return switch (known) {
            case ValidatorMessage.Wake wake -> WAKE;
            case ValidatorMessage.FromPeer fromPeer -> FROM_PEER;
            case ValidatorMessage.Stop stop -> STOP;
            case ValidatorMessage.Opened opened -> throw staysHere();
            case ValidatorMessage.BeginAgain again -> throw staysHere();
            case ValidatorMessage.Retry retry -> throw staysHere();
        };
    }

    private static IllegalArgumentException staysHere() {
        return new IllegalArgumentException("this message never leaves its node");
    }

    @Override
    public byte[] toBinary(Object message) {
        return message instanceof ValidatorMessage.FromPeer fromPeer
                ? PeerMessageWire.toWire(fromPeer.message())
                : NOTHING;
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return switch (manifest) {
            case WAKE -> ValidatorMessage.Wake.WAKE;
            case STOP -> ValidatorMessage.Stop.STOP;
            case FROM_PEER -> fromPeer(bytes);
            default -> throw new NotSerializableException("no message to a validator is called " + manifest);
        };
    }

    private static ValidatorMessage fromPeer(byte[] bytes) throws NotSerializableException {
        try {
            return new ValidatorMessage.FromPeer(PeerMessageWire.fromWire(bytes));
        } catch (DecodeException e) {
            throw new NotSerializableException(e.getMessage());
        }
    }
}
