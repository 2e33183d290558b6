// Starts the page, or shows why it cannot start; index.html already contains the remedy.

import("./app.js").catch((error) => {
  const reason = document.createElement("code");
  reason.textContent = String(error);
  const notice = document.querySelector(".starting");
  notice.classList.add("failed");
  notice.setAttribute("role", "alert");
  notice.append(" Part of the page did not load: ", reason);
});
