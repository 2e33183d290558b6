/** What the contract defines of a result: all but messages and params. */
export const outline = ({ valid, error, errors, warnings, truncated }) => ({
  valid,
  error,
  errors: errors.map(({ code, path, error }) => ({ code, path, error })),
  warnings: warnings.map(({ code, path }) => ({ code, path })),
  truncated,
});
