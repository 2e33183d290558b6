// How the device pages and sorts its list (list_options).

import { hasNextPage } from "../device/requests.js";
import { t } from "../lib/language.js";

/** The sort that the first request asks for; a device that does not know it responds with an error. */
export const NEWEST = { sort_field: "item_uid", sort_type: "desc" };

/** Words for the fields by which a device may sort; others go by their name. */
const NAMED = {
  item_uid: ["sort.newest", "sort.oldest"],
  url: ["sort.url.asc", "sort.url.desc"],
};

function sortsOf(field) {
  const [first, second] = NAMED[field] ?? ["sort.asc", "sort.desc"];
  const [one, other] = field === "item_uid" ? ["desc", "asc"] : ["asc", "desc"];
  return [
    {
      query: { sort_field: field, sort_type: one },
      key: first,
      params: { field: t(`label.${field}`, {}, field) },
    },
    {
      query: { sort_field: field, sort_type: other },
      key: second,
      params: { field: t(`label.${field}`, {}, field) },
    },
  ];
}

const isSame = (a, b) => a.sort_field === b?.sort_field && a.sort_type === b?.sort_type;

/**
 * Total, whether there are more pages after `loaded` (see `hasNextPage`), and the ways to sort; `sort` is what
 * was asked for.
 */
export function readOptions(data, loaded, sort) {
  const { pagination = {}, sorting = {} } = Object(data?.list_options);
  const total = Number.isInteger(pagination.total_items) ? pagination.total_items : undefined;
  // Only that the list can be sorted is documented, not how the device names its fields: what it does
  // name is offered, and the order that it has just accepted.
  const named = [sorting.available_fields].flat().filter((it) => typeof it === "string");
  const fields = [...new Set([...(sort ? [sort.sort_field] : []), ...named])];
  const sorts = fields.flatMap(sortsOf);
  const more = hasNextPage(data, loaded);
  return { total, more, sorts, sorted: sorts.findIndex(({ query }) => isSame(query, sort)) };
}
