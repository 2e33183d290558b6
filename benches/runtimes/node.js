// Measures a contestant in a Node process of its own.

import { fork } from "node:child_process";
import { bundle, bundlePath } from "../bundle.js";

const source = (name) => `
import contestant from "./contestants/${name}.js";
import { sample } from "./runner.js";

process.on("message", (what) => process.send(sample(contestant, () => performance.now(), what)));
process.send("ready");
`;

const answer = (child) =>
  new Promise((answered, failed) => {
    const ended = (code) => failed(new Error(`A measured process ended: ${code}`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      answered(message);
    });
  });

export const node = {
  title: `Node ${process.versions.node}`,
  plan: { rounds: 9, samples: 11, times: 1 },
  quickPlan: { rounds: 5, samples: 15, times: 1 },

  async start(name) {
    const outfile = `node/${name}.mjs`;
    await bundle(source(name), { runtime: "node", outfile });
    const child = fork(bundlePath(outfile));
    await answer(child);
    return {
      async sample(what) {
        child.send(what);
        return (await answer(child)).results;
      },
      stop: () => child.kill(),
    };
  },
};
