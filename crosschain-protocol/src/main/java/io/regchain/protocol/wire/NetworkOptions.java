package io.regchain.protocol.wire;

import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.wire.v1.GetNetworkOptionsResponse;
import io.regchain.protocol.wire.v1.ResultState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node and its network allow (JR/T 0314 table 3).
 *
 * @param consensus the protocol's name; must be one that tolerates Byzantine faults (7.1)
 * @param operationTypes each {@code <contract>.<method>}, or {@code <contract>} for all its methods
 * @param resultStates in the order of {@link Receipt.Outcome}
 */
public record NetworkOptions(
        String nodeVersion,
        String interfaceVersion,
        String consensus,
        List<String> operationTypes,
        List<State> resultStates,
        int maxBlockBytes,
        int maxArgumentBytes) {
    public static final String INTERFACE_VERSION = "regchain.v1";
    public static final String CONSENSUS = "QBFT";
    private static final int MAX_TEXT = 64;
    private static final int MAX_TYPE = 129;

    /** A state an operation can end in, and whether its writes stand then. */
    public record State(String name, boolean successful) {}

    public NetworkOptions {
        operationTypes = List.copyOf(operationTypes);
        resultStates = List.copyOf(resultStates);
    }

    /** The options of a network on this ledger. */
    public static NetworkOptions ofLedger(String nodeVersion, List<String> operationTypes) {
        List<State> states = new ArrayList<>();
        for (Receipt.Outcome outcome : Receipt.Outcome.values()) {
            states.add(new State(outcome.name(), outcome == Receipt.Outcome.SUCCESS));
        }
        return new NetworkOptions(
                nodeVersion,
                INTERFACE_VERSION,
                CONSENSUS,
                operationTypes,
                states,
                Block.MAX_BYTES,
                Transaction.MAX_ARGUMENTS);
    }

    public static NetworkOptions fromWire(GetNetworkOptionsResponse response) {
        return new NetworkOptions(
                WireFields.text("node_version", response.getNodeVersion(), MAX_TEXT),
                WireFields.text("interface_version", response.getInterfaceVersion(), MAX_TEXT),
                WireFields.text("consensus", response.getConsensus(), MAX_TEXT),
                WireFields.list(
                        "operation_types",
                        response.getOperationTypesList(),
                        type -> WireFields.text("type", type, MAX_TYPE)),
                WireFields.list("result_states", response.getResultStatesList(), NetworkOptions::state),
                limit("max_block_bytes", response.getMaxBlockBytes(), Block.MAX_BYTES),
                limit("max_argument_bytes", response.getMaxArgumentBytes(), Block.MAX_BYTES));
    }

    private static State state(ResultState state) {
        return new State(WireFields.text("name", state.getName(), MAX_TEXT), state.getSuccessful());
    }

    private static int limit(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw new DecodeException(
                    field + " should be 1 to " + max + " (JR/T 0314 table 4), not " + Integer.toUnsignedString(value));
        }
        return value;
    }

    public GetNetworkOptionsResponse toWire() {
        GetNetworkOptionsResponse.Builder wire = GetNetworkOptionsResponse.newBuilder()
                .setNodeVersion(nodeVersion)
                .setInterfaceVersion(interfaceVersion)
                .setConsensus(consensus)
                .addAllOperationTypes(operationTypes)
                .setMaxBlockBytes(maxBlockBytes)
                .setMaxArgumentBytes(maxArgumentBytes);
        for (State state : resultStates) {
            wire.addResultStatesBuilder().setName(state.name()).setSuccessful(state.successful());
        }
        return wire.build();
    }
}
