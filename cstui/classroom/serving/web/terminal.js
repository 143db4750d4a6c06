// A page that shows a terminal: its size, its focus, and the browser's own keys for copy and paste.
const COLUMNS = 80, ROWS = 24; // the least that a desk needs: a smaller window scrolls
const KEPT = "cstui-text-size";

const page = document.body, terminal = document.getElementById("terminal"), size = document.getElementById("size");
const begin = window.onload; // the terminal's own beginning: it measures its font, which must be there by then
const hand = () => document.querySelector(".xterm-helper-textarea");
const type = (text) => classLine.send(JSON.stringify(["stdin", text]));

function focus() {
  if (!page.classList.contains("-closed")) hand()?.focus({ preventScroll: true });
}

function atLeast() {
  const cell = document.getElementById("cell").getBoundingClientRect(), dots = devicePixelRatio;
  terminal.style.minWidth = `${(COLUMNS * Math.floor(cell.width * dots)) / dots + 1}px`;
  terminal.style.minHeight = `${(ROWS * Math.ceil(cell.height * dots)) / dots + 1}px`;
}

// What the mouse has marked in the terminal with Shift held. Only the terminal knows: it answers a copy.
function marked() {
  const asked = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
  hand().dispatchEvent(asked);
  return asked.clipboardData.getData("text/plain");
}

function onKey(event) {
  const key = event.key.toLowerCase();
  if (event.altKey || event.ctrlKey === event.metaKey) return;
  if (key === "v") event.stopImmediatePropagation(); // the browser pastes
  else if (key === "c" && !event.shiftKey && marked()) event.stopImmediatePropagation(); // and copies
  else if (key === "c" && event.metaKey) type("\x03"); // what is marked on the desk the desk copies
  else if (key === "arrowup" && event.shiftKey) {
    event.stopImmediatePropagation();
    event.preventDefault();
    size.focus();
  }
}

// A paste is text between two marks; without control characters it cannot end early and become keys.
function onPaste(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
  const pieces = text.replace(/\p{Cs}|[^\P{Cc}\n\t]/gu, "").match(/[^]{1,8192}/gu) ?? [];
  for (const piece of ["\x1b[200~", ...pieces, "\x1b[201~"]) type(piece.replaceAll("\n", "\r"));
}

// Browsers keep their clipboard from pages on plain HTTP of another machine, but not a copy right after a key.
async function writeText(text) {
  const put = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("copy", put, true);
  document.execCommand("copy");
  window.removeEventListener("copy", put, true);
}
if (!navigator.clipboard) Object.defineProperty(navigator, "clipboard", { value: { writeText } });

window.onload = async () => {
  if (!new URLSearchParams(location.search).has("fontsize")) size.value = localStorage.getItem(KEPT) ?? size.value;
  size.value ||= terminal.dataset.fontSize;
  terminal.dataset.fontSize = size.value;
  terminal.style.setProperty("--size", `${size.value}px`);
  const font = `${size.value}px "Roboto Mono"`;
  if (!document.fonts.check(font)) await document.fonts.load(font);
  atLeast();
  window.addEventListener("resize", atLeast);
  begin();
  classLine.addEventListener("message", () => requestAnimationFrame(follow));
  focus();
};

// A window that is too small shows the part where the cursor is.
function follow() {
  if (document.activeElement === hand()) hand().scrollIntoView({ block: "nearest", inline: "nearest" });
}

size.addEventListener("change", () => {
  localStorage.setItem(KEPT, size.value);
  location.replace(location.pathname);
});
size.addEventListener("keydown", (event) => {
  if (event.key === "Escape") focus();
});
terminal.addEventListener("keydown", onKey, true);
terminal.addEventListener("paste", onPaste, true);
window.addEventListener("focus", focus);
page.addEventListener("click", (event) => event.target.closest("a, select, label") || focus());
