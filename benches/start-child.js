// A fresh process: prints the milliseconds from the import of a contestant to its first verdict,
// which has issues, and their messages.

const body = new TextEncoder().encode(
  '{"url":"https://example.com/hook","status":"on","event_types":["log.door_was_opened"],"max_retries":3}',
);
const start = performance.now();
const { default: contestant } = await import(process.argv[2]);
const issues = contestant.bytes(body);
const messages = issues.map((issue) => issue.message);
const time = performance.now() - start;
// A floor validates nothing.
if (messages.length === 0 && !process.argv[2].includes("floor"))
  throw new Error("The first verdict is wrong.");
console.log(time);
