// A fresh process: prints the milliseconds from the import of a contestant to its first verdict.

const body = new TextEncoder().encode(
  '{"url":"https://example.com/hook","status":"active","event_types":["log.door_was_opened"],"max_retries":3}',
);
const start = performance.now();
const { default: contestant } = await import(process.argv[2]);
const issues = contestant.bytes(body);
const time = performance.now() - start;
if (issues.length !== 0) throw new Error("The first verdict is wrong.");
console.log(time);
