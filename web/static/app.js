// Comfort only: every page is complete without this file.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
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
