// Starts the page, or says why it cannot start: what stands in index.html is the remedy.

import("./app.js").catch((error) => {
  const reason = document.createElement("code");
  reason.textContent = String(error);
  const notice = document.querySelector(".notice");
  notice.classList.add("failed");
  notice.setAttribute("role", "alert");
  notice.append(" A part of it could not be loaded: ", reason);
});
