// The list of webhooks. The parameters, their values, the errors and `pagination` are documented. The
// members `sorting` and `filtering` and the grammar of `filter` are the simulator's own: a client must not
// rely on them.

import { ApiError } from "./api-error.js";

const LIMITS = [10, 20, 30, 50];
const SORT_TYPES = ["asc", "desc"];
const FIELDS = ["item_uid", "url", "status", "description", "max_retries"];
const FILTERS = {
  equals: (value, wanted) => `${value}` === wanted,
  contains: (value, wanted) => `${value}`.includes(wanted),
};

function check(condition, error) {
  if (!condition) throw new ApiError(400, error);
}

/** A page of the webhooks by uid, as the query asks for it. */
export function listWebhooks(webhooks, query) {
  const limit = Number(query.get("limit") ?? 10);
  check(LIMITS.includes(limit), "Wrong pagination limit");
  const page = Number(query.get("page_number") ?? 1);
  check(Number.isSafeInteger(page) && page >= 1, "Wrong page number");
  const field = query.get("sort_field") ?? "item_uid";
  check(FIELDS.includes(field), "Wrong sort field");
  const type = query.get("sort_type") ?? "asc";
  check(SORT_TYPES.includes(type), "Wrong sort type");
  const matches = readFilter(query.get("filter") ?? "");

  const sign = type === "desc" ? -1 : 1;
  const items = [...webhooks]
    .map(([uid, webhook]) => ({ item_uid: uid, ...webhook }))
    .filter(matches)
    .sort((a, b) => sign * compare(a[field], b[field]));
  return {
    list_items: items.slice((page - 1) * limit, page * limit),
    list_options: {
      locale: query.get("locale") ?? "en",
      pagination: {
        total_items: items.length,
        items_limit: limit,
        total_pages: Math.ceil(items.length / limit),
        current_page: page,
      },
      sorting: { available_fields: FIELDS, available_types: SORT_TYPES },
      filtering: { available_fields: FIELDS, available_types: Object.keys(FILTERS) },
    },
  };
}

/** Absent values come first. */
function compare(a, b) {
  if (a === undefined || b === undefined) return (a !== undefined) - (b !== undefined);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A filter is a field, a type and a value with a space between them. */
function readFilter(filter) {
  if (filter === "") return () => true;
  const [, field, type, wanted] = /^(\S+) (\S+) (.*)$/s.exec(filter) ?? [];
  check(field !== undefined, "Wrong filter format");
  check(FIELDS.includes(field), "Wrong filter field");
  check(Object.hasOwn(FILTERS, type), "Wrong filter type");
  check(wanted !== "", "Wrong filter value");
  return (item) => item[field] !== undefined && FILTERS[type](item[field], wanted);
}
