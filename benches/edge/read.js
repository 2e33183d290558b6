// The least that can respond as §8 does: it reads both bodies completely before they are forwarded, and checks
// nothing.

export default {
  async fetch(request, { UPSTREAM }) {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const body = await request.arrayBuffer();
    const response = await fetch(UPSTREAM + pathname + search, { method, headers, body });
    return new Response(await response.arrayBuffer(), response);
  },
};
