"use strict";

// The page of one chat. Every text of a person is put in as a text node; nothing is read as markup.
(() => {
  const words = document.body.dataset;
  const mine = new URLSearchParams({ seat: words.seat, chat: words.chat });
  const part = (id) => document.getElementById(id);
  const [talk, lines, waiting, choices, composer, text, send] =
    ["talk", "lines", "waiting", "choices", "composer", "text", "send"].map(part);
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 10000;
  const SILENCE = 40000; // the server says every 15 seconds that it is there
  const PATIENCE = 15000; // for one answer
  const SHELF = `dondoc-${words.seat}`;

  let newest = 0;
  let caughtUp = false; // from then on lines are news
  let follows = true; // the end of the log stays in sight
  let source = null;
  let pause = FIRST_PAUSE;
  let timer = 0;
  let silence = 0;
  let reported = 0; // the line up to which the server knows that people could see them
  let looking = 0;
  let unsent = recall(); // first in, first out; trying again under its name never doubles a message
  let isSending = false;
  let resending = 0;
  let rest = FIRST_PAUSE;

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

  function hasEnded() {
    return part("state").dataset.state === "ended";
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
    follows = true;
    talk.scrollTop = talk.scrollHeight;
    part("newer").hidden = true;
  }

  function show(line) {
    if (line.id <= newest) return;
    newest = line.id;
    if (line.client_id) arrived(line.client_id);
    const follow = follows || line.who === "me";
    const item = element("li", `line ${line.who === "me" ? "me" : "bot"}`);
    const time = element("time", "", line.time);
    time.dateTime = line.at;
    item.dataset.line = line.id;
    item.append(element("span", "unseen", `${line.who === "me" ? words.me : words.bot}: `));
    item.append(written(line));
    if (line.file) item.append(download(line.file));
    item.append(time);
    lines.append(item);
    part("empty").hidden = true;
    offer(line);
    if (follow || !caughtUp) toEnd();
    else part("newer").hidden = false;
    if (framed && caughtUp) window.parent.postMessage({ seat: words.seat, line: line.id }, window.location.origin);
    look();
  }

  function written(line) {
    const made = element("p");
    const late = new Set(line.late);
    line.text.split("\n").forEach((piece, number) => {
      if (number) made.append("\n");
      made.append(late.has(number) ? element("span", "late", piece) : piece);
    });
    return made;
  }

  function download(file) {
    const made = element("a", "file", `${words.file}: ${file.name}`);
    made.href = `/chat/files/${Number(file.id)}?${mine}`;
    made.download = file.name; // a refusal is told by the browser and does not replace the page
    return made;
  }

  // The choices of the newest question stay until somebody has said something.
  function offer(line) {
    if (line.who !== "me" && !line.choices.length) return;
    const had = choices.contains(document.activeElement);
    choices.replaceChildren(...line.choices.map(button));
    choices.hidden = !line.choices.length || unsent.length > 0;
    if (had) talk.focus({ preventScroll: true });
  }

  function button(choice) {
    const made = element("button", "", choice.label);
    made.type = "button";
    made.addEventListener("click", () => say(choice.text, choice.choice));
    return made;
  }

  // ---- what people could see ----

  // The newest line of ours whose beginning has been in a visible log; in a hidden frame the log is flat.
  function lastShown() {
    if (document.hidden || !talk.clientHeight) return 0;
    const edge = talk.getBoundingClientRect().bottom - 20;
    for (let item = lines.lastElementChild; item; item = item.previousElementSibling) {
      const isShown = item.getBoundingClientRect().top < edge;
      if (isShown && item.classList.contains("bot")) return Number(item.dataset.line);
    }
    return 0;
  }

  function look() {
    window.clearTimeout(looking);
    looking = window.setTimeout(report, 300);
  }

  async function report() {
    const line = lastShown();
    if (line <= reported || hasEnded()) return;
    try {
      const answer = await post("/chat/seen", { line });
      if (answer.ok) reported = Math.max(reported, line);
    } catch {
      // Told again with the next sign of life.
    }
  }

  // ---- listening ----

  function connect() {
    if (hasEnded()) return;
    window.clearTimeout(timer);
    if (source) source.close();
    setState("connecting");
    heard();
    const opened = new EventSource(`/chat/stream?${mine}&after=${newest}`);
    source = opened;
    opened.onopen = () => {
      heard();
      pause = rest = FIRST_PAUSE;
      setState("connected");
      flush();
    };
    opened.onmessage = (event) => {
      heard();
      show(JSON.parse(event.data));
    };
    opened.addEventListener("ready", () => { caughtUp = true; look(); });
    opened.addEventListener("beat", () => { heard(); look(); });
    opened.onerror = () => {
      if (source !== opened) return;
      if (opened.readyState === EventSource.CLOSED) refused(opened);
      else setState("lost");
    };
  }

  // A connection can die without a word, as on a phone that changes its network.
  function heard() {
    window.clearTimeout(silence);
    silence = window.setTimeout(connect, SILENCE);
  }

  // A browser gives a refused stream up for good; whether the session or the server is away tells a look.
  async function refused(given) {
    setState("lost");
    try {
      const answer = await fetch(`/chat/lines?${mine}&after=${newest}`);
      if (answer.status === 401) return end();
    } catch {
      // The server is away: try again below.
    }
    if (source !== given) return;
    timer = window.setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function end() {
    setState("ended");
    stopListening();
    discard();
    notify(words.ended);
    part("again").hidden = false;
    send.disabled = true;
    choices.hidden = true;
  }

  // A hidden page gives its connection back: browsers allow only six to one server.
  function attend() {
    if (hasEnded()) return;
    if (!document.hidden) return connect();
    stopListening();
  }

  function stopListening() {
    window.clearTimeout(timer);
    window.clearTimeout(silence);
    if (source) source.close();
  }

  // ---- speaking ----

  function newName() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function post(path, content) {
    return fetch(`${path}?${mine}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Dondoc": "1" },
      body: JSON.stringify(content),
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  // What was not taken yet survives a reload of its own chat, and is never said in another one.
  function recall() {
    try {
      const kept = JSON.parse(window.sessionStorage.getItem(SHELF));
      return kept.chat === words.chat ? kept.unsent : [];
    } catch {
      return [];
    }
  }

  function keep() {
    try {
      window.sessionStorage.setItem(SHELF, JSON.stringify({ chat: words.chat, unsent }));
    } catch {
      // Without storage the page's memory has to do.
    }
  }

  function say(said, choice) {
    if (hasEnded() || !said.trim()) return false;
    const message = { text: said, choice, client_id: newName() };
    unsent.push(message);
    keep();
    queueUp(message);
    choices.hidden = true;
    flush();
    return true;
  }

  function queueUp(message) {
    const item = element("li", "line me waiting");
    item.dataset.name = message.client_id;
    item.append(element("p", "", message.text), element("small", "", words.sending));
    waiting.append(item);
    part("empty").hidden = true;
    toEnd();
  }

  function drop(name) {
    unsent = unsent.filter((message) => message.client_id !== name);
    keep();
  }

  // The server has told our own line: now it stands in its place among the others.
  function arrived(name) {
    drop(name);
    for (const item of waiting.children) {
      if (item.dataset.name === name) return item.remove();
    }
  }

  // The session is over: what it left unsaid stays to be read, and nobody else says it.
  function discard() {
    const names = new Set(unsent.map((message) => message.client_id));
    for (const item of waiting.children) {
      if (names.has(item.dataset.name)) item.lastChild.textContent = words.untold;
    }
    unsent = [];
    keep();
  }

  // One at a time and in order, until everything is taken or patience is asked for.
  async function flush() {
    window.clearTimeout(resending);
    if (isSending) return;
    isSending = true;
    let wait = 0;
    while (unsent.length && !wait) wait = await deliver(unsent[0]);
    isSending = false;
    if (wait && !hasEnded()) resending = window.setTimeout(flush, wait);
  }

  // Tries once; the pause before the next try, or 0 when the message is settled.
  async function deliver(message) {
    let answer;
    try {
      answer = await post("/chat/messages", message);
    } catch {
      return postponed(message, words.unsent, 0);
    }
    if (answer.ok) {
      rest = FIRST_PAUSE;
      drop(message.client_id);
      notify("");
      return 0;
    }
    if (answer.status === 401) {
      end();
      return 0;
    }
    const sentence = await answer.json().then((told) => told.error, () => "");
    if (answer.status === 429 || answer.status >= 500) {
      return postponed(message, sentence || words.unsent, Number(answer.headers.get("Retry-After")) * 1000);
    }
    refuse(message, sentence || words.untold);
    return 0;
  }

  function postponed(message, sentence, wanted) {
    if (!unsent.includes(message)) return 0; // taken after all: its line has come
    notify(sentence);
    const wait = Math.max(wanted || 0, rest);
    rest = Math.min(rest * 2, LONGEST_PAUSE);
    return wait;
  }

  // Trying again would not help: the words go back to where they can be changed.
  function refuse(message, sentence) {
    arrived(message.client_id);
    notify(sentence);
    choices.hidden = !choices.children.length;
    if (!message.choice && !text.value) text.value = message.text;
    grow();
  }

  function submit() {
    if (!say(text.value, null)) return;
    text.value = "";
    grow();
  }

  function grow() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", grow);
  talk.addEventListener("scroll", () => {
    follows = isAtEnd();
    if (follows) part("newer").hidden = true;
    look();
  });
  part("newer").addEventListener("click", toEnd);
  part("again").addEventListener("click", () => window.top.location.reload());
  document.addEventListener("visibilitychange", attend);
  // A page brought back by the Back button is woken with its stream closed.
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  // A keyboard, buttons or a notice take room from the log: who was at its end stays there.
  new ResizeObserver(() => {
    if (follows) toEnd();
    look();
  }).observe(talk);
  window.addEventListener("online", () => {
    rest = FIRST_PAUSE;
    if (!document.hidden) connect();
    flush();
  });
  window.addEventListener("offline", () => hasEnded() || setState("lost"));
  unsent.forEach(queueUp);
  attend();
  flush();
})();
