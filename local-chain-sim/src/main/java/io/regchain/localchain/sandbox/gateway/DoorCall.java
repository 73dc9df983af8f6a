package io.regchain.localchain.sandbox.gateway;

import io.regchain.protocol.base.Bytes;

/**
 * One call of the hub to a node under test, as it went through the {@link NationalDoor}.
 *
 * @param path such as {@code /regchain.v1.LocalChainNode/GetBlock}
 * @param request its body, Protobuf
 */
public record DoorCall(String path, Bytes request, Result result) {
    /** What came back. */
    public sealed interface Result {}

    public record Answered(int status, Bytes body) implements Result {}

    /** @param why no connection, or no whole answer in time */
    public record Silent(String why) implements Result {}

    /** The function called, the last part of the path. */
    public String function() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
