// JSON numbers around the limits of `timeout` and `max_retries`, and JSON values of any type.

import { array, nest, object, prose, quote } from "./text.js";

/** One of the notations of an integer above 0. */
export function integer(r, value) {
  const digits = String(value);
  const exponent = (power) => {
    const sign = power < 0 ? "-" : r.pick(["", "+"]);
    return `${r.pick("eE")}${sign}${r.pick(["", "", "0", "000"])}${Math.abs(power)}`;
  };
  const spellings = [
    () => digits,
    () => digits,
    () => digits,
    () => `${digits}.${"0".repeat(r.int(1, 30))}`,
    () => `${digits}${exponent(0)}`,
    () => `${digits}e-0`,
    () => {
      const power = r.int(1, 25);
      return `${digits}${"0".repeat(power)}${exponent(-power)}`;
    },
    () => {
      const power = r.int(1, 25);
      const shifted = digits.padStart(power + 1, "0");
      const integerPart = shifted.slice(0, -power).replace(/^0+(?=\d)/, "");
      return `${integerPart}.${shifted.slice(-power)}${"0".repeat(r.int(0, 3))}${exponent(power)}`;
    },
  ];
  return r.pick(spellings)();
}

// JSON numbers around every limit of `timeout` and `max_retries`.
const NUMBERS = [
  ...["0", "-0", "0.0", "-0.0e5", "0e99999999999999999999", "0e-99999999999999999999", "-1", "1"],
  ...["5", "6", "6.0", "5e1", "0.5", "0.5e1", "-3", "1.5", "-1000", "999"],
  ...["999.9999999999999999999999", "1000", "1000.0000000000000000000001", "1000.9", "5000.5"],
  ...["5.0000000000000001", "5000.0000000000000001", "29999.99999999999999999999999", "30000"],
  ...["30000.0", "30001", "300e2", "3e4", "3e5", "30000.00000000000000000001", "2147483647"],
  ...["2147483648", "-2147483648", "-2147483649", "2147483648.5", "4294967296", "4294967297"],
  ...["4294968296", "9007199254740993", "18446744073709551617", "1e9", "1e10", "1e308", "1e309"],
  ...["1e400", "-1e400", "1e-400", "1e-324", "1E+0000000004", "1e999999999", "1e2147483648"],
  ...["1e18446744073709551616", "-7e99999999999999999999999999", "1e-99999999999999999999999999"],
  ...["12e-1", "120e-1", "0.00001e5", "0.000001e5"],
  `1${"0".repeat(400)}`,
  `3${"0".repeat(300)}e-300`,
  `3${"0".repeat(300)}e-301`,
  `3${"0".repeat(300)}e-296`,
  `3${"0".repeat(4000)}e-4000`,
  `0.${"0".repeat(4000)}3e4001`,
  `0.${"0".repeat(300)}5e301`,
  `5.${"0".repeat(400)}`,
  `5.${"0".repeat(400)}1`,
  `9${"1".repeat(4000)}`,
  `1e${"9".repeat(4000)}`,
  `3e${"0".repeat(4000)}3`,
];

export function number(r) {
  const digits = () => String(r.int(0, 10 ** r.int(1, 12)));
  const fraction = r.chance(0.4) ? `.${digits()}` : "";
  const exponent = r.chance(0.4) ? `e${r.int(-15, 15)}` : "";
  return r.chance(0.7) ? r.pick(NUMBERS) : `${r.pick(["", "-"])}${digits()}${fraction}${exponent}`;
}

/** A JSON value of any type. */
export function anything(r, depth = 0) {
  const inner = () => anything(r, depth + 1);
  const count = depth > 2 ? 0 : r.int(0, 3);
  const kinds = [
    () => r.pick(["null", "true", "false"]),
    () => number(r),
    () => quote(r, prose(r, r.int(0, 10))),
    () => array(r, r.times(count, inner)),
    () =>
      object(
        r,
        r.times(count, () => [r.pick(["a", "b", "url"]), inner()]),
      ),
  ];
  return r.pick(kinds)();
}

/** A value whose depth, inside the top-level object, is around the limit. */
export const deep = (r) => nest(r.pick(["[", '{"a":']), r.pick([2, 62, 63, 64, 65, 66]));
