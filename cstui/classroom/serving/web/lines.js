// The desk line by line: what is typed goes to the seat, its answers are put into the log, which is read out.
const answers = document.getElementById("answers"), typed = document.getElementById("typed");
const label = document.getElementById("prompt"), ask = document.getElementById("ask");
const line = new WebSocket(ask.dataset.line), decoder = new TextDecoder();
line.binaryType = "arraybuffer";

function put(kind, text) {
  const said = document.createElement(kind);
  said.textContent = text;
  answers.append(said);
  return said;
}

// An answer ends with the prompt of the next line: that of a field is read out, where it is another than before.
line.addEventListener("message", (event) => {
  if (typeof event.data === "string") return;
  const before = answers.lastElementChild;
  const lines = decoder.decode(event.data).split("\n"), prompt = lines.pop().trim();
  for (const said of lines) if (said.trim()) put("p", said);
  if (prompt.endsWith(":") && prompt !== label.textContent) put("p", prompt);
  if (prompt) label.textContent = prompt.replace(/>$/, "");
  const first = before?.matches("h2") ? before : (before?.nextElementSibling ?? answers.firstElementChild);
  first?.scrollIntoView(); // a long answer is read from its beginning
});

ask.addEventListener("submit", (event) => {
  event.preventDefault();
  put("h2", typed.value || "Empty line").scrollIntoView();
  line.send(JSON.stringify(["stdin", `${typed.value}\n`]));
  typed.value = "";
});
