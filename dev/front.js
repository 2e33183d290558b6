// A worker before the page and the guard, so that both are of one origin.

export default {
  fetch(request, { GUARD, PAGE }) {
    const { pathname } = new URL(request.url);
    return (pathname.startsWith("/api/") ? GUARD : PAGE).fetch(request);
  },
};
