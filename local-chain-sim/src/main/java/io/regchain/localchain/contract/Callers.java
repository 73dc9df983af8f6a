package io.regchain.localchain.contract;

import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.localchain.book.Operator;
import io.regchain.localchain.book.StateView;
import io.regchain.protocol.base.ChainId;
import java.util.function.Consumer;

/** Who may call what. */
final class Callers {
    private Callers() {}

    static Operator operator(ContractContext context) {
        return StateView.of(context)
                .read(Operator.FULL_KEY)
                .map(Operator::fromJson)
                .orElseThrow(() -> new IllegalStateException("the genesis of this chain names no operator"));
    }

    static boolean isOperator(ContractContext context) {
        return context.caller() instanceof Caller.Key caller
                && operator(context).keys().contains(caller.key());
    }

    static void requireOperator(ContractContext context, String what) {
        Refusals.unless(
                isOperator(context),
                "NOT_THE_OPERATOR",
                () -> what + " is for the operator's keys only (state key " + Operator.FULL_KEY + "), not for "
                        + context.caller());
    }

    static Consumer<ContractContext> operatorOnly(String what) {
        return context -> requireOperator(context, what);
    }

    static void requireContract(ContractContext context, String name, String what) {
        Refusals.unless(
                context.caller().equals(new Caller.OfContract(name)),
                "CALLER_NOT_ALLOWED",
                () -> what + " is for the contract " + name + " only, not for " + context.caller());
    }

    static void requireSupervision(ContractContext context, String what) {
        Refusals.unless(
                context.caller() instanceof Caller.OfChain caller
                        && caller.chain().equals(ChainId.SUPERVISION),
                "CALLER_NOT_ALLOWED",
                () -> what + " is for the supervision chain only, through a proven packet, not for "
                        + context.caller());
    }
}
