// The line to the class, shared by all of its pages. What is typed while it is being opened waits for it; a page
// whose class does not answer says so, and goes on by itself once the class answers again.
const EVERY = 2000; // milliseconds between two tries

window.WebSocket = class extends WebSocket {
  constructor(address) {
    super(address);
    window.classLine = this;
    this.addEventListener("close", () => {
      document.body.classList.add("-closed");
      document.querySelector(".closed a").focus();
    });
  }

  send(data) {
    if (this.readyState !== WebSocket.CONNECTING) super.send(data);
    else this.addEventListener("open", () => super.send(data));
  }
};

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
