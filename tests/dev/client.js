// Requests to a device simulator, as the tests of it make them.

import { loginPath } from "../../dev/device/users.js";

/** A valid webhook whose URL cannot be reached. */
export const WEBHOOK = {
  url: "https://example.com/hook",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 2,
};

/** The status of a response and its body, parsed if it is JSON. */
export async function request(device, method, path, { body, token } = {}) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const response = await fetch(device.url + path, { method, body, headers });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  return [response.status, isJson ? JSON.parse(text) : text];
}

/** The same, as a user who is logged in. */
export async function logIn(device, name = "admin") {
  const [, { token }] = await request(device, "GET", loginPath(name));
  return (method, path, body) => {
    const text = typeof body === "object" ? JSON.stringify(body) : body;
    return request(device, method, `/api/v1${path}`, { body: text, token });
  };
}
