package io.regchain.supervision.node;

import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.supervision.contract.Roles;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys the hub's officers and services sign with on the supervision chain, one per role.
 *
 * @param admissionMaker proposes chains, routes and roles
 * @param admissionChecker approves what the other proposed
 * @param callSupervisor decides about calls that a route holds back
 * @param inquirer puts questions to local chains
 */
public record HubKeys(
        Sm2PrivateKey admissionMaker,
        Sm2PrivateKey admissionChecker,
        Sm2PrivateKey observer,
        Sm2PrivateKey relayer,
        Sm2PrivateKey identityService,
        Sm2PrivateKey callSupervisor,
        Sm2PrivateKey inquirer) {
    /** The names the keys are kept under, in a fixed order. */
    public static final List<String> NAMES = List.of(
            Roles.ADMISSION_MAKER,
            Roles.ADMISSION_CHECKER,
            Roles.OBSERVER,
            Roles.RELAYER,
            Roles.IDENTITY_SERVICE,
            Roles.CALL_SUPERVISOR,
            Roles.INQUIRER);

    /** @param byRole a key for each of {@link #NAMES} */
    public static HubKeys of(SortedMap<String, Sm2PrivateKey> byRole) {
        return new HubKeys(
                key(byRole, Roles.ADMISSION_MAKER),
                key(byRole, Roles.ADMISSION_CHECKER),
                key(byRole, Roles.OBSERVER),
                key(byRole, Roles.RELAYER),
                key(byRole, Roles.IDENTITY_SERVICE),
                key(byRole, Roles.CALL_SUPERVISOR),
                key(byRole, Roles.INQUIRER));
    }

    private static Sm2PrivateKey key(SortedMap<String, Sm2PrivateKey> byRole, String role) {
        Sm2PrivateKey key = byRole.get(role);
        if (key == null) {
            throw new IllegalArgumentException("the hub has no key for " + role);
        }
        return key;
    }

    /** @throws IllegalArgumentException when no key of the hub has this role */
    public Sm2PrivateKey of(String role) {
        return key(byRole(), role);
    }

    SortedMap<String, Sm2PrivateKey> byRole() {
        SortedMap<String, Sm2PrivateKey> keys = new TreeMap<>();
        keys.put(Roles.ADMISSION_MAKER, admissionMaker);
        keys.put(Roles.ADMISSION_CHECKER, admissionChecker);
        keys.put(Roles.OBSERVER, observer);
        keys.put(Roles.RELAYER, relayer);
        keys.put(Roles.IDENTITY_SERVICE, identityService);
        keys.put(Roles.CALL_SUPERVISOR, callSupervisor);
        keys.put(Roles.INQUIRER, inquirer);
        return Collections.unmodifiableSortedMap(keys);
    }

    @Override
    public String toString() {
        return "HubKeys(" + String.join(", ", NAMES) + ")";
    }
}
