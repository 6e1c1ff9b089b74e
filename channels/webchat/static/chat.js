"use strict";

// The page of one chat. Every text of a person is put in as a text node; nothing is read as markup.
(() => {
  const words = document.body.dataset;
  const seat = encodeURIComponent(words.seat);
  const part = (id) => document.getElementById(id);
  const [talk, lines, choices, composer, text, send] =
    ["talk", "lines", "choices", "composer", "text", "send"].map(part);
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 10000;

  let newest = 0;
  let caughtUp = false; // from then on lines are news
  let source = null;
  let pause = FIRST_PAUSE;
  let timer = 0;
  let pending = null; // the message on its way: trying it again under its name never doubles it

  const framed = window.parent !== window;
  document.documentElement.classList.toggle("framed", framed);

  function element(name, className, content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  function setState(state) {
    part("state").dataset.state = state;
    part("state").textContent = words[state];
  }

  function notify(message) {
    part("notice").textContent = message;
    part("notice").hidden = !message;
  }

  // ---- lines ----

  function isAtEnd() {
    return talk.scrollHeight - talk.scrollTop - talk.clientHeight < 60;
  }

  function toEnd() {
    talk.scrollTop = talk.scrollHeight;
    part("newer").hidden = true;
  }

  function show(line) {
    if (line.id <= newest) return;
    newest = line.id;
    const follow = isAtEnd() || line.who === "me";
    const item = element("li", `line ${line.who === "me" ? "me" : "bot"}`);
    const time = element("time", "", line.time);
    time.dateTime = line.at;
    item.dataset.line = line.id;
    item.append(element("span", "unseen", `${line.who === "me" ? words.me : words.bot}: `));
    item.append(element("p", "", line.text), time);
    lines.append(item);
    part("empty").hidden = true;
    offer(line);
    if (follow || !caughtUp) toEnd();
    else part("newer").hidden = false;
    if (framed && caughtUp) window.parent.postMessage({ seat: words.seat, line: line.id }, window.location.origin);
  }

  // The choices of the newest question stay until somebody has said something.
  function offer(line) {
    if (line.who !== "me" && !line.choices.length) return;
    const had = choices.contains(document.activeElement);
    choices.replaceChildren(...line.choices.map(button));
    choices.hidden = !line.choices.length;
    if (had) talk.focus({ preventScroll: true });
  }

  function button(choice) {
    const made = element("button", "", choice.label);
    made.type = "button";
    made.addEventListener("click", () => say(choice.text, choice.choice));
    return made;
  }

  // ---- listening ----

  function connect() {
    window.clearTimeout(timer);
    if (source) source.close();
    setState("connecting");
    source = new EventSource(`/chat/stream?seat=${seat}&after=${newest}`);
    source.onopen = () => {
      pause = FIRST_PAUSE;
      setState("connected");
    };
    source.onmessage = (event) => show(JSON.parse(event.data));
    source.addEventListener("ready", () => { caughtUp = true; });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) refused();
      else setState("lost");
    };
  }

  // A browser gives a refused stream up for good; whether the session or the server is away tells a look.
  async function refused() {
    setState("lost");
    try {
      const answer = await fetch(`/chat/lines?seat=${seat}&after=${newest}`);
      if (answer.status === 401) return end();
    } catch {
      // The server is away: try again below.
    }
    timer = window.setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function end() {
    setState("ended");
    notify(words.ended);
    part("again").hidden = false;
    send.disabled = true;
    choices.hidden = true;
  }

  // A hidden page gives its connection back: browsers allow only six to one server.
  function attend() {
    if (part("state").dataset.state === "ended") return;
    if (!document.hidden) return connect();
    window.clearTimeout(timer);
    if (source) source.close();
  }

  // ---- speaking ----

  function newName() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function say(said, choice) {
    if (send.disabled || !said.trim()) return;
    if (!pending || pending.text !== said || pending.choice !== choice) {
      pending = { text: said, choice, client_id: newName() };
    }
    send.disabled = true;
    try {
      const answer = await fetch(`/chat/messages?seat=${seat}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Dondoc": "1" },
        body: JSON.stringify(pending),
      });
      await answered(answer, said);
    } catch {
      notify(words.unsent);
    }
    send.disabled = part("state").dataset.state === "ended";
  }

  async function answered(answer, said) {
    if (answer.ok) {
      pending = null;
      if (text.value === said) text.value = "";
      grow();
      return notify("");
    }
    if (answer.status === 401) return end();
    const sentence = answer.status < 500 ? (await answer.json()).error : "";
    notify(sentence || words.unsent);
  }

  function grow() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    say(text.value, null);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say(text.value, null);
  });
  text.addEventListener("input", grow);
  talk.addEventListener("scroll", () => {
    if (isAtEnd()) part("newer").hidden = true;
  });
  part("newer").addEventListener("click", toEnd);
  part("again").addEventListener("click", () => window.top.location.reload());
  document.addEventListener("visibilitychange", attend);
  // A page brought back by the Back button is woken with its stream closed.
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  window.addEventListener("resize", () => part("newer").hidden && toEnd());
  attend();
})();
