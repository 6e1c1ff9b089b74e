"use strict";

// The demo page: the buttons move the clock, the board follows. All texts are put in as text nodes.
(() => {
  const words = document.body.dataset;
  const part = (id) => document.getElementById(id);
  const buttons = [...document.querySelectorAll(".moves button")];
  const EVERY = 5000;

  let moving = false;
  let asked = 0; // numbers the questions, so that an old answer never replaces a newer one

  function element(name, className, ...contents) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...contents);
    return made;
  }

  // ---- showing ----

  function show(state) {
    part("clock").textContent = state.clock;
    part("told").textContent = [state.message, state.next].filter(Boolean).join(" ");
    part("next").disabled = moving || !state.has_next;
    part("next").dataset.over = state.has_next ? "" : "yes";
    showDays(state.days);
    [...part("steps").children].forEach((item, index) => {
      item.textContent = state.captions[index];
      if (index + 1 === state.step) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    const [first, ...others] = state.boards;
    part("strip").replaceChildren(...(first ? [head(first), tiles(first), rest(others)] : []));
  }

  // The list is only made anew on another day, so that it never closes under somebody's hand.
  function showDays(days) {
    const list = part("date");
    if (list.options.length && list.options[0].value === days[0].value) return;
    const chosen = list.value;
    list.replaceChildren(...days.map((day) => new Option(day.label, day.value)));
    if (days.some((day) => day.value === chosen)) list.value = chosen;
  }

  function code(board) {
    return element("span", "code", board.code);
  }

  function head(board) {
    const about = element("span", "soft", ` ${board.due} · ${board.expected}`);
    return element("div", "head", element("h2", "", code(board), ` ${board.title}`, about), legend(board.counts));
  }

  function legend(counts) {
    const one = (item) =>
      element("li", `count ${item.outcome}`, element("strong", "", String(item.count)), ` ${item.word}`);
    return element("ul", "legend", ...counts.map(one));
  }

  function tiles(board) {
    const all = board.blocks.flatMap((block) => block.tiles);
    return element("ul", "tiles", ...all.map(tile));
  }

  function tile(unit) {
    const made = element("li", `tile ${unit.outcome}`, element("strong", "", unit.code), unit.word);
    made.title = [unit.unit, unit.word, unit.detail].filter(Boolean).join(", ");
    return made;
  }

  function rest(boards) {
    const one = (board) => {
      const [unit] = board.blocks[0].tiles;
      const word = element("span", `count ${unit.outcome}`, `${unit.code}: ${unit.word}`);
      return element("li", "", code(board), ` ${board.title}, `, element("span", "soft", `${board.due} `), word);
    };
    return element("ul", "others", ...boards.map(one));
  }

  // ---- moving ----

  function setMoving(is) {
    moving = is;
    for (const button of buttons) button.disabled = is || button.dataset.over === "yes";
    part("progress").hidden = !is;
    if (is) part("told").textContent = words.moving;
  }

  function complain(sentence) {
    part("problem").textContent = sentence;
    part("problem").hidden = !sentence;
  }

  async function move(address, body) {
    if (moving) return;
    const pressed = document.activeElement;
    complain("");
    setMoving(true);
    asked += 1;
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Dondoc": "1" },
        body: JSON.stringify(body),
      });
      const told = await answer.json();
      if (!answer.ok) complain(told.error || words.failed);
    } catch {
      complain(words.failed);
    }
    setMoving(false);
    if (pressed && !pressed.disabled) pressed.focus({ preventScroll: true });
    await look();
  }

  async function look() {
    if (moving || document.hidden) return;
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch("/demo/state");
      const state = await answer.json();
      if (answer.ok && mine === asked) show(state);
    } catch {
      // The server is away; the chats say so, and the next look comes soon.
    }
  }

  // ---- people ----

  function choose(seat) {
    for (const tab of part("tabs").children) {
      const is = tab.dataset.seat === seat;
      tab.setAttribute("aria-selected", String(is));
      tab.tabIndex = is ? 0 : -1;
      if (is) seen(tab, false);
    }
    for (const one of document.querySelectorAll(".seat")) one.classList.toggle("chosen", one.dataset.seat === seat);
  }

  function seen(tab, unread) {
    tab.classList.toggle("unread", unread);
    if (unread) tab.setAttribute("aria-description", words.unread);
    else tab.removeAttribute("aria-description");
  }

  function walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...part("tabs").children];
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    choose(next.dataset.seat);
    next.focus();
  }

  // A chat tells of a new line: its tab is marked, and the board may have changed.
  function told(event) {
    if (event.origin !== window.location.origin || !event.data || !event.data.seat) return;
    const tab = part(`tab-${event.data.seat}`);
    if (tab && tab.getAttribute("aria-selected") !== "true") seen(tab, true);
    look();
  }

  for (const button of buttons) {
    if (button.dataset.move) button.addEventListener("click", () => move(button.dataset.move, {}));
  }
  part("to-date").addEventListener("submit", (event) => {
    event.preventDefault();
    move("/demo/date", { day: part("date").value });
  });
  part("tabs").addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab.dataset.seat);
  });
  part("tabs").addEventListener("keydown", walk);
  window.addEventListener("message", told);
  document.addEventListener("visibilitychange", look);
  window.setInterval(look, EVERY);
  choose(part("tabs").firstElementChild.dataset.seat);
  show(JSON.parse(part("state").textContent));
})();
