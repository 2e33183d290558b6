// Requests of the list with values that the device should reject, and the device's text for each
// rejection. The grammar of `filter` is not documented.

const FILTER_ERRORS = [
  "Wrong filter type",
  "Wrong filter field",
  "Wrong filter format",
  "Wrong filter value",
];

const rejected = (parameter, errors, values) =>
  values.map((value) => ({
    name: `list: ${parameter}=${value}`,
    operation: "list",
    rule: `list.${parameter}`,
    query: `${new URLSearchParams({ [parameter]: value })}`,
    errors,
  }));

const accepted = (query) => ({
  name: `list: ${query}`,
  operation: "list",
  rule: "list.valid",
  query,
  errors: [],
});

export const LIST_CASES = [
  ...["limit=10", "limit=20", "limit=30", "limit=50&page_number=1"].map(accepted),
  accepted("sort_type=asc"),
  accepted("limit=10&unknown_parameter=1"),
  ...rejected("limit", ["Wrong pagination limit"], ["0", "15", "1000", "ten"]),
  ...rejected("page_number", ["Wrong page number"], ["0", "-1", "one"]),
  ...rejected("sort_field", ["Wrong sort field"], ["no_such_field"]),
  ...rejected("sort_type", ["Wrong sort type"], ["sideways"]),
  ...rejected("filter", FILTER_ERRORS, ["no_such_filter"]),
];
