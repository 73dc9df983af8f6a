package io.regchain.localchain.conformance;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A row of {@link BrokenNodesTest}.
 *
 * @param check the check that must fail
 * @param clause part of the clause that its failure must name
 * @param needsBoth whether it shows on two nodes only; the others are run on one, which takes half the time
 * @param follows what may fail, or not be reached, because of it: nothing else may
 */
record BrokenNode(String name, Check check, String clause, Defect defect, boolean needsBoth, Set<Check> follows) {
    static BrokenNode of(String name, Check check, String clause, Defect defect, Check... follows) {
        Set<Check> allowed = EnumSet.of(check);
        allowed.addAll(List.of(follows));
        return new BrokenNode(name, check, clause, defect, check.group().together(), allowed);
    }

    /** The same with a sound node beside it. */
    BrokenNode besideASoundOne() {
        return new BrokenNode(name, check, clause, defect, true, follows);
    }

    @Override
    public String toString() {
        return name;
    }
}
