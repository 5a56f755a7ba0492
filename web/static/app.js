// Comfort only: every page is complete without this file.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A switch of the header sends one form of the page; the others go with it, so that
// nothing typed in any is lost. The server writes all of it back.
for (const button of document.querySelectorAll("header button[name=switch]")) {
  button.addEventListener("click", () => {
    for (const old of button.form.querySelectorAll("input[name=carried]")) old.remove();
    for (const form of document.querySelectorAll("main form[id]")) {
      if (form === button.form) continue;
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) fields.append(name, value instanceof File ? value.name : value);
      const carried = document.createElement("input");
      carried.type = "hidden";
      carried.name = "carried";
      carried.value = (form.getAttribute("action") || "") + " " + fields;
      button.form.append(carried);
    }
  });
}

// Offers to stay signed in before an idle session ends.
for (const bar of document.querySelectorAll("[data-warn-after]")) {
  const wait = () => setTimeout(() => { bar.hidden = false; }, Number(bar.dataset.warnAfter) * 1000);
  bar.querySelector("[data-stay]").addEventListener("click", async () => {
    const answer = await fetch("/session/stay");
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    bar.hidden = true;
    wait();
  });
  wait();
}

// Keys for staff, on lists and case files: / search, j and k rows, ? help. They
// can be turned off (body without data-keys) and never act while typing.
if (document.body.hasAttribute("data-keys")) {
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); } else { location.href = "/desk"; }
    } else if (event.key === "?") {
      const help = document.getElementById("keys");
      if (help) { help.open = true; help.querySelector("summary").focus(); }
    } else if (event.key === "j" || event.key === "k") {
      const rows = [...document.querySelectorAll("main tbody tr")].filter((row) => row.querySelector("a"));
      if (rows.length === 0) return;
      at = Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)));
      rows.forEach((row, i) => row.toggleAttribute("data-at", i === at));
      rows[at].querySelector("a").focus();
    }
  });
}
