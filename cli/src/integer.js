// Integers among the arguments of a command.

import { InvalidArgumentError } from "commander";

/** A timer's time has 31 bits; a longer one would end immediately. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Makes the parser of an integer. */
export function integerFrom(least, most = Number.POSITIVE_INFINITY) {
  const range = most === Number.POSITIVE_INFINITY ? "" : ` to ${most}`;
  const message = `Give an integer from ${least}${range}.`;
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(least <= number && number <= most)) throw new InvalidArgumentError(message);
    return number;
  };
}
