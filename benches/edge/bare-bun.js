// A proxy in Bun that checks nothing.

const { UPSTREAM, PORT } = process.env;

const { port } = Bun.serve({
  port: Number(PORT),
  fetch(request) {
    const { pathname, search } = new URL(request.url);
    return fetch(UPSTREAM + pathname + search, request);
  },
});
console.log(`Guarding at http://localhost:${port}`);
