// A proxy in Deno that checks nothing.

const upstream = Deno.env.get("UPSTREAM");
const onListen = ({ port }) => console.log(`Guarding at http://localhost:${port}`);

Deno.serve({ port: Number(Deno.env.get("PORT")), onListen }, (request) => {
  const { pathname, search } = new URL(request.url);
  return fetch(upstream + pathname + search, request);
});
