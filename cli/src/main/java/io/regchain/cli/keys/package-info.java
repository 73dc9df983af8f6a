/** Key files: an SM2 private key, encrypted under a passphrase, readable by its owner only. */
@NullMarked
package io.regchain.cli.keys;

import org.jspecify.annotations.NullMarked;
