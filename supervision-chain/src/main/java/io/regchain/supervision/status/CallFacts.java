package io.regchain.supervision.status;

import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.packet.PacketId;
import java.util.Optional;

/**
 * What the hub knows of a call.
 *
 * @param since when it came to this stage, by the hub's blocks; empty while the hub has not taken it
 * @param timeout empty while the hub has not taken it
 * @param earlier on an ordered channel: the first call before it that has not passed this stage
 * @param source how its source is; empty when that is not registered
 * @param destination how its destination is; empty when that is not registered
 */
public record CallFacts(
        PacketId id,
        CallStatus.Stage stage,
        Optional<BlockTime> since,
        Optional<BlockTime> timeout,
        Optional<PacketId> earlier,
        Optional<ChainStatus> source,
        Optional<ChainStatus> destination) {}
