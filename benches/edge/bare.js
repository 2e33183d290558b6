// A pass-through that checks nothing: what the guard is measured against.

export default {
  fetch(request, { UPSTREAM }) {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(UPSTREAM + pathname + search, request));
  },
};
