// A fresh process: prints as JSON the milliseconds of each step from the import of the package to the first
// verdict. Its argument is the URL of the package's default entry.

const body = new TextEncoder().encode('{"url":"https://example.com/hook","status":"on"}');
const times = {};
let last = performance.now();

/** Ends a step. */
function end(step) {
  const now = performance.now();
  times[step] = now - last;
  last = performance.now();
}

const wasm = new URL("../wasm/", process.argv[2]);
const { source } = await import(new URL("webhook_guard.js", wasm));
end("reading and parsing the JavaScript");
const { inlined } = await import(new URL("inline.js", wasm));
end("reading and parsing the inlined text");
inlined();
const bytes = source.local();
end("decoding");
const module = new WebAssembly.Module(bytes);
end("compiling");
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => {};
}
const { exports } = new WebAssembly.Instance(module, imports);
end("instantiating");
const start = exports.scratchStart();
end("`scratchStart`, first call: the buffers");
new Uint8Array(exports.memory.buffer, start).set(body);
exports.validateText(body.length, 0);
end("`validateText`, first call: its functions are compiled");
exports.validateText(body.length, 0);
end("`validateText`, second call");

console.log(JSON.stringify(times));
