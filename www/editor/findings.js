// What is wrong in the form, in the order in which the form has its fields.

const ORDER = [
  "url",
  "description",
  "event_types",
  "secret",
  "status",
  "timeout",
  "max_retries",
  "headers",
];
/** The errors among the findings of a bound form, from the first field to the last. */
export const errorsInOrder = (findings) =>
  findings
    .filter(({ severity }) => severity === "error")
    .sort(({ path: [a] }, { path: [b] }) => ORDER.indexOf(a) - ORDER.indexOf(b));

/** The fields that errors concern, each once; an error of the form itself concerns none. */
export const fieldsOf = (errors) => [...new Set(errors.flatMap(({ path }) => path.slice(0, 1)))];
