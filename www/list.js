// The webhooks that the device has, and what can be done with each.

import { ask } from "./api.js";
import { agreed, choices, openDialog } from "./dialog.js";
import { button, el } from "./dom.js";
import { say, tell } from "./words.js";

const LIMIT = 50;

/** Saves a text as a file of the browser's. */
function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  el("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/**
 * Draws the list. `edit` opens the editor; `notify(key, params)` says what happened, and
 * `refuse(read)` what did not.
 */
export function drawList(rules, { edit, notify, refuse }) {
  const items = el("ul", { class: "webhooks" });
  const state = el("p", { class: "none", role: "status" });
  const more = button(say("list.more"), () => once(() => load(page + 1)), { hidden: true });
  const again = button(say("list.reload"), () => load(1), { hidden: true });
  const title = el("h2", { id: "webhooks", tabindex: -1 }, say("title"));
  let page = 0;
  let busy = false;

  /** Runs what a button does, unless another is still at it. */
  async function once(run) {
    if (busy) return;
    busy = true;
    try {
      await run();
    } finally {
      busy = false;
    }
  }

  async function load(wanted) {
    tell(state, "list.loading");
    again.hidden = true;
    // Who has gone on to edit a webhook is not stopped to log in for the list.
    const shown = () => section.isConnected;
    const query = { limit: LIMIT, page_number: wanted };
    const read = await ask({ operation: "list", query }, shown);
    if (!shown()) return;
    const listed = read.ok ? read.data?.list_items : undefined;
    tell(state);
    if (!Array.isArray(listed)) {
      again.hidden = false;
      if (read.ok) tell(state, "failed.list");
      else refuse(read);
      return;
    }
    page = wanted;
    if (page === 1) items.replaceChildren();
    items.append(...listed.filter((item) => Number.isInteger(item?.item_uid)).map(drawItem));
    more.hidden = listed.length < LIMIT;
    if (!items.firstChild) tell(state, "list.empty");
  }

  /** Asks, and says so: an answer may take its time. */
  function request(given) {
    notify("list.loading");
    return ask(given);
  }

  /** What the device holds of a webhook now; undefined where it does not give it. */
  async function get(uid) {
    const read = await request({ operation: "get", uid });
    if (!read.ok) {
      refuse(read);
      return undefined;
    }
    notify();
    // What a device may write for a member that it does not have.
    const absent = (value) => value === null || value === "";
    const members = Object.entries(Object(read.data)).filter(([, value]) => !absent(value));
    const { item_uid: _, ...webhook } = Object.fromEntries(members);
    return webhook;
  }

  async function open(uid) {
    const webhook = await get(uid);
    if (webhook) edit({ uid, webhook });
  }

  async function toggle(uid, _, item) {
    const webhook = await get(uid);
    if (!webhook) return;
    const status = webhook.status === "active" ? "disabled" : "active";
    const extraEventTypes = [webhook.event_types].flat().filter((it) => typeof it === "string");
    const changed = { ...webhook, status };
    let read;
    try {
      read = await request({ operation: "update", uid, webhook: changed, extraEventTypes });
    } catch (error) {
      if (error.name !== "InvalidWebhookError") throw error;
      edit({ uid, webhook, broken: true });
      return;
    }
    if (!read.ok) {
      refuse(read);
      return;
    }
    notify(status === "active" ? "done.enabled" : "done.disabled");
    const drawn = drawItem({ item_uid: uid, ...changed });
    const at = [...item.querySelectorAll("button")].indexOf(document.activeElement);
    item.replaceWith(drawn);
    drawn.querySelectorAll("button")[at]?.focus();
  }

  async function test(uid) {
    const read = await request({ operation: "test", uid });
    if (read.ok) notify("done.tested", { text: read.data });
    else refuse(read);
  }

  async function remove(uid, url) {
    if (!(await agreed("delete", { url }))) return;
    const read = await request({ operation: "delete", uid });
    if (read.ok) notify("done.deleted");
    else refuse(read);
    title.focus();
    await load(1);
  }

  async function save(uid) {
    const webhook = await get(uid);
    if (!webhook) return;
    const secrets = el("input", { type: "checkbox" });
    const confirmed = await openDialog("export.title", (close) => [
      el("p", {}, say("export.help")),
      el("label", { class: "check" }, secrets, say("export.secrets")),
      choices(
        close,
        button(say("export.confirm"), () => close(true), { class: "primary" }),
      ),
    ]);
    if (!confirmed) return;
    if (!secrets.checked) {
      delete webhook.secret;
      delete webhook.headers;
    }
    download(`webhook-${uid}.json`, `${JSON.stringify(webhook, null, 2)}\n`);
  }

  function drawItem({ item_uid: uid, url, status, event_types: events, max_retries: retries }) {
    const id = `webhook-${uid}`;
    const action = (key, run, attributes) =>
      button(say(`list.${key}`), () => once(() => run(uid, url, item)), {
        "aria-describedby": id,
        ...attributes,
      });
    const count = Array.isArray(events) ? events.length : 0;
    const total = rules.eventTypes.length;
    const item = el(
      "li",
      { class: "card" },
      el("p", { class: "target", id, dir: "ltr" }, String(url)),
      el(
        "p",
        { class: "facts" },
        el("strong", { class: status === "active" ? "taken" : "left" }, say(`status.${status}`)),
        say("list.events", { count, total }),
        say("list.retries", { count: retries }),
      ),
      el(
        "div",
        { class: "toolbar" },
        action("edit", open),
        action(status === "active" ? "disable" : "enable", toggle),
        action("test", test),
        action("export", save),
        action("delete", remove, { class: "danger" }),
      ),
    );
    return item;
  }

  const file = el("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    change: async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      let webhook;
      try {
        webhook = JSON.parse(await chosen.text());
      } catch {
        webhook = undefined;
      }
      file.value = "";
      if (typeof webhook === "object" && webhook !== null && !Array.isArray(webhook)) {
        edit({ webhook, imported: true });
      } else notify("failed.import");
    },
  });
  const section = el(
    "section",
    { "aria-labelledby": title.id },
    title,
    el(
      "div",
      { class: "toolbar" },
      button(say("list.new"), () => edit({}), { class: "primary" }),
      button(say("list.import"), () => file.click()),
      file,
    ),
    state,
    items,
    again,
    more,
  );
  load(1);
  return section;
}
