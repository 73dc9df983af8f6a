package io.regchain.localchain.scenario;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something an actor can do in a scenario.
 *
 * @param doing in front of a real federation; refusals are outcomes, not exceptions
 * @param fleeting whether what it does lasts only as long as the program runs, so that a run that goes on does it again
 */
record Action(
        String name, Actor actor, List<Parameter> parameters, Function<Performance, Outcome> doing, boolean fleeting) {
    /** Who can do it. */
    enum Actor {
        MARKET,
        PERSON,
        /** A market, or {@code supervision} for the officer who puts its questions. */
        CHAIN,
        /** {@code supervision}: the hub's operator and officers. */
        HUB
    }

    /** What an argument must look like; a reference to an earlier step may stand for any of them. */
    enum Kind {
        TEXT,
        NUMBER,
        OBJECT,
        LIST
    }

    record Parameter(String name, Kind kind, boolean required) {}

    static Parameter text(String name) {
        return new Parameter(name, Kind.TEXT, true);
    }

    static Parameter optionalText(String name) {
        return new Parameter(name, Kind.TEXT, false);
    }

    static Parameter number(String name) {
        return new Parameter(name, Kind.NUMBER, true);
    }

    static Parameter optionalNumber(String name) {
        return new Parameter(name, Kind.NUMBER, false);
    }

    static Parameter object(String name) {
        return new Parameter(name, Kind.OBJECT, true);
    }

    static Parameter optionalObject(String name) {
        return new Parameter(name, Kind.OBJECT, false);
    }

    static Parameter list(String name) {
        return new Parameter(name, Kind.LIST, true);
    }

    static Action ofMarket(String name, Function<Performance, Outcome> doing, Parameter... parameters) {
        return new Action(name, Actor.MARKET, List.of(parameters), doing, false);
    }

    static Action ofPerson(String name, Function<Performance, Outcome> doing, Parameter... parameters) {
        return new Action(name, Actor.PERSON, List.of(parameters), doing, false);
    }

    static Action ofChain(String name, Function<Performance, Outcome> doing, Parameter... parameters) {
        return new Action(name, Actor.CHAIN, List.of(parameters), doing, false);
    }

    static Action ofHub(String name, Function<Performance, Outcome> doing, Parameter... parameters) {
        return new Action(name, Actor.HUB, List.of(parameters), doing, false);
    }

    /** The same, to be done again by a run that goes on. */
    Action whileRunning() {
        return new Action(name, actor, parameters, doing, true);
    }

    Optional<Parameter> parameter(String wanted) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(wanted))
                .findFirst();
    }

    List<String> parameterNames() {
        return parameters.stream().map(Parameter::name).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
