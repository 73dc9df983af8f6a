/** The screens of the supervision chain (监管大屏): pages, their scripts, and the verifier that runs in the browser. */
@NullMarked
package io.regchain.dashboards;

import org.jspecify.annotations.NullMarked;
