// The progress of a run: on one line of a terminal, elsewhere about ten lines in all.

import { KINDS } from "./summary.js";

// What a device accepts is read back and deleted.
const requestsOfCase = ({ operation, errors }) => {
  if (operation === "list") return 1;
  if (operation === "create") return errors.length === 0 ? 3 : 1;
  return 4;
};

/** About how many requests the cases take. */
export const requestsOf = (cases) => cases.reduce((sum, each) => sum + requestsOfCase(each), 0);

export const duration = (seconds) =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;

export function createProgress(cases, rate) {
  const isTerminal = process.stderr.isTTY;
  const every = isTerminal ? 1 : Math.max(1, Math.round(cases.length / 10));
  let done = 0;
  let differ = 0;
  const show = (line) => process.stderr.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
  return {
    onOutcome({ rule, kind }) {
      done += 1;
      if (KINDS.includes(kind)) differ += 1;
      if (done % every !== 0) return;
      const left = duration(requestsOf(cases.slice(done)) / rate);
      show(`${done} of ${cases.length}  ${differ} differ  ${left} left  ${rule}`);
    },
    onMeasured: ({ name }) => show(`measured: ${name}`),
    end() {
      if (isTerminal) process.stderr.write("\r\x1b[K");
    },
  };
}
