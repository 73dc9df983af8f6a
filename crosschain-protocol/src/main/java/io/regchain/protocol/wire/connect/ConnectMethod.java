package io.regchain.protocol.wire.connect;

import com.google.protobuf.Message;

/**
 * One function of a service and its messages.
 *
 * @param service full name with the package, such as {@code regchain.v1.LocalChainNode}
 * @param request an empty request, for its type
 * @param response an empty response, for its type
 */
public record ConnectMethod<Q extends Message, R extends Message>(String service, String name, Q request, R response) {
    /** Where the function is called, such as {@code /regchain.v1.LocalChainNode/GetBlock}; case counts. */
    public String path() {
        return "/" + service + "/" + name;
    }

    @Override
    public String toString() {
        return service + "/" + name;
    }
}
