// Login: users, tokens and what they may do.

import { createHash, randomBytes } from "node:crypto";
import { ApiError } from "./api-error.js";

const TOKEN_LIFETIME_MS = 2 * 60 * 60 * 1000;

export const USERS = {
  admin: { password: "123456", isAdmin: true },
  guest: { password: "654321", isAdmin: false },
};

const md5 = (text) => createHash("md5").update(text).digest("hex");

/** The path and query that log a user in. */
export const loginPath = (name) =>
  `/api/v1/login?username=${name}&password=${md5(USERS[name].password)}`;

/** Whether a password's hash is accepted as `md5`, by the letter case that the device expects. */
export const HASH_CASES = {
  lower: (hash, md5) => hash === md5,
  upper: (hash, md5) => hash === md5.toUpperCase(),
  any: (hash, md5) => hash?.toLowerCase() === md5,
};

/** The sessions of a device with these settings. */
export function createSessions(settings) {
  const tokens = new Map();

  return {
    login(query) {
      const user = USERS[query.get("username")];
      const isAccepted = HASH_CASES[settings.hashCase];
      if (!user || !isAccepted(query.get("password"), md5(user.password))) {
        throw new ApiError(401, "Log In");
      }
      const token = randomBytes(16).toString("hex");
      tokens.set(token, { isAdmin: user.isAdmin, until: Date.now() + TOKEN_LIFETIME_MS });
      return { token, account_type: user.isAdmin ? "admin" : "user" };
    },

    /** Throws unless a request carries the token of an administrator. */
    authorize({ authorization = "" }) {
      const session = tokens.get(/^Bearer (\w+)$/.exec(authorization)?.[1]);
      if (!session || session.until < Date.now()) throw new ApiError(401, "Log In");
      if (!session.isAdmin) throw new ApiError(403, "Administrator rights required");
    },
  };
}
