package io.regchain.ledger.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that contracts of another module call, so that the build meters it as it meters contracts. Contracts, and
 * what they reach in their own module, need no mark.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface ContractCode {}
