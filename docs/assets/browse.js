/**
 * Browse: the page's own list of all questions, narrowed by facets and words; a list to link to, to print and to practice.
 */
"use strict";

window.handbook?.tool?.("browse", (root, data) => {
  const { make, html, counted } = handbook.dom;
  const { bank, progress, schedule, state } = handbook;
  const list = /** @type {HTMLElement} */ (root.querySelector(".q-browse-list"));
  /** @type {Map<string, {item: HTMLElement, link: HTMLAnchorElement, mark: HTMLElement}>} */
  const rows = new Map();
  for (const item of /** @type {HTMLElement[]} */ (Array.from(list.children))) {
    const link = /** @type {HTMLAnchorElement} */ (item.querySelector("a"));
    const mark = make("span", { "class": "q-browse-mark" });
    /** @type {HTMLElement} */ (item.querySelector(".q-contents-facts")).append(mark);
    rows.set(link.hash.slice(1), { item, link, mark });
  }
  /** @type {Question[]} */
  let shown = [];

  const said = make("p", { "class": "q-browse-said", role: "status" });
  const none = make("p", { hidden: true }, ["No question fits all of this. Take one choice away, or use other words."]);
  const share = make("button", { type: "button", "class": "md-button", click: copy }, ["Copy link"]);
  const print = make("button", { type: "button", "class": "md-button", click: () => window.print() }, ["Print these"]);
  const practice = make("a", { "class": "md-button", href: "cards.html" }, ["Practice these"]);
  const short = make("input", { type: "checkbox", change: () => { summaries(); list.classList.toggle("q-browse-short", short.checked); } });
  const told = make("p", { "class": "q-tool-said", role: "status" });
  const facets = handbook.facets({ data, state: state.read(), text: true, open: ["level", "topic"], changed: show });

  const fold = make("details", { "class": "q-fold q-browse-fold" }, [make("summary", {}, ["Narrow down"]), facets.node]);
  const narrow = window.matchMedia("(max-width: 59.9375em)");
  const place = () => { fold.open = !narrow.matches; };
  narrow.addEventListener("change", place);
  place();

  root.classList.add("q-browse");
  root.prepend(
    make("div", { "class": "q-browse-facets" }, [fold]),
    make("div", { "class": "q-browse-top" }, [
      progress.noteBar(), said, facets.chips,
      make("p", { "class": "q-tool-bar" }, [practice, share, print]), told,
      make("label", { "class": "q-browse-toggle" }, [short, " Show each answer in one sentence"]), none,
    ]),
  );

  function show() {
    shown = facets.chosen();
    const ids = new Set(shown.map((q) => q.id));
    for (const [id, { item }] of rows) { item.hidden = !ids.has(id); }
    const wanted = shown.map((q) => rows.get(q.id)).filter((row) => row).map((row) => row.item);
    const now = Array.from(list.children).filter((item) => !(/** @type {HTMLElement} */ (item).hidden));
    if (wanted.some((item, i) => item !== now[i])) { list.append(...wanted); } // moving a link would take its focus
    const minutes = shown.reduce((sum, q) => sum + q.minutes, 0);
    said.textContent = shown.length === data.questions.length ? `All ${counted(shown.length, "question")}`
      : `${shown.length} of ${counted(data.questions.length, "question")}`;
    if (shown.length) { said.textContent += `, ${minutes} min to answer aloud`; }
    none.hidden = shown.length > 0;
    print.disabled = !shown.length;
    practice.hidden = !shown.length;
    const words = facets.state();
    practice.href = `cards.html${words.toString() ? `?${words.toString().replace(/%2C/g, ",")}` : ""}`;
    state.write(words);
    told.textContent = "";
  }

  /** Say beside each question how it stands with the reader. */
  function mark() {
    const cards = progress.cards();
    for (const [id, row] of rows) {
      const card = cards.get(id);
      row.mark.textContent = !card ? "" : ` · box ${card.box}, ${schedule.isDue(card) ? "due" : `back ${card.due}`}`;
      row.mark.classList.toggle("q-browse-due", !!card && schedule.isDue(card));
    }
  }

  /** Put the one-sentence answers in, once; the style decides where they show. */
  function summaries() {
    for (const { item, link } of rows.values()) {
      const question = bank.question(link.hash.slice(1));
      if (question && !item.querySelector(".q-browse-summary")) {
        item.append(make("span", { "class": "q-browse-summary" }, [html(question.summary)]));
      }
    }
  }

  async function copy() {
    const address = state.address(facets.state());
    try {
      await navigator.clipboard.writeText(address);
      told.textContent = "The link to this list is copied.";
    } catch {
      const field = make("input", { type: "text", readonly: true, value: address, "aria-label": "Link to this list", "class": "q-browse-link" });
      told.replaceChildren("Copy the link from here: ", field);
      field.select();
      field.focus();
    }
  }

  /** Up and down between the questions that are shown. @param {KeyboardEvent} event */
  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
    const links = shown.map((q) => rows.get(q.id)).filter((row) => row).map((row) => row.link);
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    const field = /** @type {HTMLElement} */ (document.getElementById("q-facet-text"));
    if (at < 0 && document.activeElement !== field) { return; }
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next >= links.length || next < -1) { return; }
    event.preventDefault();
    (next < 0 ? field : links[next]).focus();
  }

  root.addEventListener("keydown", move);
  window.addEventListener("beforeprint", summaries);
  progress.onChange(() => { mark(); facets.refresh(); show(); });
  mark();
  show();
});
