// A page whose class does not answer says so, and goes on by itself once the class answers again.
const EVERY = 2000; // milliseconds between two tries

setInterval(async () => {
  const body = document.body;
  if (!body.classList.contains("-closed")) return;
  try {
    await fetch("/web/class.css", { cache: "no-store" });
    if (body.classList.contains("-away")) location.replace(document.querySelector(".closed a").href);
  } catch {
    body.classList.add("-away");
  }
}, EVERY);
