// A light client of another chain (docs/protocol.md section 12), pure: what is trusted, a header, and whether it follows.
import { same, validatorSetHash } from "../canonical.mjs";
import { verifyCertificate } from "../verify.mjs";
import { Refusal, require } from "./engine.mjs";

const MOST_AHEAD = 10 * 60 * 1000;

/** L1 and L2. @param clock {trustedAt in milliseconds, trustPeriod in seconds} */
export function requireUsable(frozen, clock, now) {
  require(!frozen, "CLIENT_FROZEN", "the light client is frozen; two approvals thaw it"); // L1
  require(now < expiresAt(clock), "CLIENT_EXPIRED", "the light client has expired; two approvals renew it"); // L2
}

export const expiresAt = ({ trustedAt, trustPeriod }) => trustedAt + trustPeriod * 1000;

/** FROZEN, EXPIRED, EXPIRING when less than a third of the period is left, or ACTIVE. */
export function statusOf(frozen, clock, now) {
  const left = expiresAt(clock) - now;
  if (frozen) {
    return "FROZEN";
  }
  return left <= 0 ? "EXPIRED" : left * 3 < clock.trustPeriod * 1000 ? "EXPIRING" : "ACTIVE";
}

/**
 * Follows a chain by one decoded header, L3 to L10: what is trusted then, or a refusal with the first rule that fails.
 *
 * @param trusted {chain, height, hash, timeMillis, validators}; heights and times are BigInt, as in decoded headers
 * @param certificate {round, seals}, or {chain, height, round, blockHash, seals} where it came with its own names
 * @param next the validators after the header; undefined where none came
 */
export function follow(trusted, header, certificate, next) {
  require(header.chain === trusted.chain, "HEADER_OF_OTHER_CHAIN", `the header is of ${header.chain}`); // L3
  require(
    header.height > trusted.height,
    "HEIGHT_NOT_ABOVE_TRUSTED",
    `height ${header.height} is not above the trusted one, ${trusted.height}`,
  ); // L4
  require(
    header.height !== trusted.height + 1n || same(header.parentHash, trusted.hash),
    "PARENT_MISMATCH",
    `block ${header.height} does not follow the trusted block`,
  ); // L5
  require(
    header.timeMillis >= trusted.timeMillis,
    "TIME_WENT_BACK",
    `block ${header.height} is before the trusted time`,
  ); // L6
  require(
    same(header.validatorSetHash, validatorSetHash(trusted.validators)),
    "VALIDATOR_SET_MISMATCH",
    `block ${header.height} is decided by other validators than those trusted`,
  ); // L7
  const handsOver = !same(header.nextValidatorSetHash, header.validatorSetHash);
  require(
    !handsOver || next !== undefined,
    "NEXT_VALIDATOR_SET_MISSING",
    "the header hands over, the next set is missing",
  ); // L8
  require(
    next === undefined || same(validatorSetHash(next), header.nextValidatorSetHash),
    "NEXT_VALIDATOR_SET_MISMATCH",
    "the next set is not the one that the header names",
  ); // L9
  certified(header, certificate, trusted.validators); // L10
  return {
    chain: header.chain,
    height: header.height,
    hash: header.hash,
    timeMillis: header.timeMillis,
    validators: next ?? trusted.validators,
  };
}

/** Section 11, as a refusal. */
export function certified(header, certificate, validators) {
  const named = { chain: header.chain, height: header.height, blockHash: header.hash, ...certificate };
  try {
    verifyCertificate(header, named, validators);
  } catch (error) {
    throw error.code === undefined ? error : new Refusal(error.code, error.message);
  }
}

/** L11. */
export function requireNotFromTheFuture(header, now) {
  require(
    Number(header.timeMillis) - now <= MOST_AHEAD,
    "HEADER_FROM_THE_FUTURE",
    `the header's time lies more than ten minutes after the block's time ${now}`,
  );
}
