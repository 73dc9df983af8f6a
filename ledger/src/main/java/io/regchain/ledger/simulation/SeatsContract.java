package io.regchain.ledger.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.execution.StateKeys;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import java.util.ArrayList;
import java.util.List;

/** Says who decides from the next block on, by the places of their seats. */
final class SeatsContract implements Contract {
    static final String NAME = StateKeys.VALIDATORS.substring(0, StateKeys.VALIDATORS.indexOf('/'));
    private static final String KEY = StateKeys.VALIDATORS.substring(NAME.length() + 1);
    private static final String PLACES = "places";

    private final List<Validator> seats;

    SeatsContract(List<Validator> seats) {
        this.seats = seats;
    }

    @Override
    public String name() {
        return NAME;
    }

    static ObjectNode arguments(List<Integer> places) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        ArrayNode named = arguments.putArray(PLACES);
        places.forEach(named::add);
        return arguments;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        List<Validator> next = new ArrayList<>();
        arguments.withArray(PLACES).forEach(place -> next.add(seats.get(place.intValue())));
        context.write(KEY, BlockJson.of(new ValidatorSet(next)));
        return NullNode.getInstance();
    }
}
