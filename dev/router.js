// A worker that puts the page and the guard on one origin.

export default {
  fetch(request, { GUARD, PAGE }) {
    const { pathname } = new URL(request.url);
    return (pathname.startsWith("/api/") ? GUARD : PAGE).fetch(request);
  },
};
