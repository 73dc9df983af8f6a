/**
 * The JR/T 0314 data objects of the market's business: what each must say, and how an operator makes and seals them.
 * Field names follow the pilot data model; amounts of money are decimal numbers of yuan there, as the model has them.
 */
@NullMarked
package io.regchain.localchain.object;

import org.jspecify.annotations.NullMarked;
