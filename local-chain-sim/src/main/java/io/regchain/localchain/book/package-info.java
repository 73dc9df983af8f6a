/** What a market keeps in its chain's state: accounts, products, the register; read the same way inside and outside. */
@NullMarked
package io.regchain.localchain.book;

import org.jspecify.annotations.NullMarked;
