// Collects the issues and warnings of one body, and reports them as contract §2 orders and bounds them.

/** How many findings are reported within `headers`, `event_types` and the unknown members. */
const LIMIT = 100;

export class Findings {
  #errors = [];
  #warnings = [];

  issue(code, path, error) {
    this.#errors.push({ code, path, error });
  }

  wrongType(path) {
    this.issue("wrong_type", path, `Wrong JSON body: value ${path[0]} was of the wrong type`);
  }

  warn(code, path) {
    this.#warnings.push({ code, path });
  }

  /** The result without `canonical`. */
  result() {
    const errors = firstOfEachList(this.#errors);
    const warnings = firstOfEachList(this.#warnings);
    const isComplete =
      errors.length === this.#errors.length && warnings.length === this.#warnings.length;
    return {
      valid: errors.length === 0,
      error: this.#decidingIssue()?.error,
      errors,
      warnings,
      ...(!isComplete && { truncated: true }),
    };
  }

  /** The device fails while it reads the body, before it checks values. */
  #decidingIssue() {
    const whileReading = ({ code }) => code === "missing" || code === "wrong_type";
    return this.#errors.find(whileReading) ?? this.#errors[0];
  }
}

/** No other field has more than a few findings. */
function firstOfEachList(findings) {
  const counts = new Map();
  return findings.filter(({ code, path }) => {
    const list = code === "unknown_field" ? code : path[0];
    counts.set(list, (counts.get(list) ?? 0) + 1);
    return counts.get(list) <= LIMIT;
  });
}
