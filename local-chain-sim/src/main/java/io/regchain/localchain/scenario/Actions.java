package io.regchain.localchain.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that can be done in a scenario, by name. */
final class Actions {
    private static final List<Action> ALL = Stream.of(
                    IdentityActions.all(),
                    BusinessActions.all(),
                    SettlementActions.all(),
                    InquiryActions.all(),
                    NodeActions.all(),
                    HubActions.all())
            .flatMap(List::stream)
            .toList();

    private Actions() {}

    static Optional<Action> named(String name) {
        return ALL.stream().filter(action -> action.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Action::name).sorted().toList();
    }
}
