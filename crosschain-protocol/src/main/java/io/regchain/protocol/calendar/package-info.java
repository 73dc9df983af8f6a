/**
 * Working days (工作日) and trading days (交易日), which differ: a Saturday worked to make up for a holiday is a working
 * day, and no trading day. Deadlines exclude the day they start from. What lies beyond the published calendar is
 * computed all the same, and always says that it is provisional.
 */
@NullMarked
package io.regchain.protocol.calendar;

import org.jspecify.annotations.NullMarked;
