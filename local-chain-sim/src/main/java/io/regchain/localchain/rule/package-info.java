/** The market's law as pure functions: facts in, a decision or a reason out. */
@NullMarked
package io.regchain.localchain.rule;

import org.jspecify.annotations.NullMarked;
