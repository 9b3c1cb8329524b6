/**
 * Choosing a set of questions: facets with counts, and a text. Within a facet one of the chosen values is enough; every facet
 * that has a choice must be met. What is chosen is the state of the page's address.
 */
"use strict";

/**
 * @typedef {{name: string, title: string, options: [string, string][], of: (question: Question) => string[]}} Facet
 * @typedef {{node: HTMLElement, chips: HTMLElement, chosen: () => Question[], state: () => URLSearchParams, refresh: () => void}} Facets
 */

/**
 * @param {{data: Data, state: URLSearchParams, text: boolean, own?: boolean, open: string[], changed: () => void}} options  `text`
 *   adds a field for words; `own: false` leaves the reader's progress out, for a set that is the same for everyone; `open` names
 *   the facets that are unfolded on a wide window; `changed` is called after every change.
 * @returns {Facets}  `chosen` returns the questions in the order of the site, or by how well they fit the text.
 */
handbook.facets = ({ data, state, text, own = true, open, changed }) => {
  const { make, counted } = handbook.dom;
  const { schedule } = handbook;
  /** @type {Map<string, Card>} */
  let cards = new Map();

  /** @type {Facet[]} */
  const all = [
    { name: "level", title: "Level", options: Object.entries(data.levels), of: (q) => [q.level] },
    { name: "topic", title: "Topic", options: Object.entries(data.topics), of: (q) => [q.topic] },
    { name: "priority", title: "Priority", options: Object.entries(data.priorities), of: (q) => [q.priority] },
    { name: "kind", title: "Kind", options: Object.entries(data.kinds), of: (q) => [q.kind] },
    { name: "role", title: "Role", options: Object.entries(data.roles), of: (q) => q.roles },
    { name: "company", title: "Company", options: Object.entries(data.companies), of: (q) => q.companies },
    {
      name: "seen", title: "Your progress",
      options: [["new", "Not rated yet"], ["due", "Due today"], ["missed", "Missed last time"], ["seen", "Rated"]],
      of: (q) => {
        const card = cards.get(q.id);
        if (!card) { return ["new"]; }
        const last = card.log.length ? card.log[card.log.length - 1][1] : 0;
        return ["seen", ...(schedule.isDue(card) ? ["due"] : []), ...(last === 1 ? ["missed"] : [])];
      },
    },
    { name: "code", title: "Code", options: [["yes", "Has an example"]], of: (q) => (q.hasCode ? ["yes"] : []) },
  ];
  const facets = all.map((facet) => ({
    ...facet, options: facet.options.filter(([id]) => facet.name === "seen" || data.questions.some((q) => facet.of(q).includes(id))),
  })).filter((facet) => facet.options.length && (own || facet.name !== "seen"));

  /** @type {Map<string, Set<string>>} */
  const picked = new Map(facets.map((facet) => {
    const asked = (state.get(facet.name) || "").split(",");
    return [facet.name, new Set(facet.options.map(([id]) => id).filter((id) => asked.includes(id)))];
  }));

  // ------------------------------------------------------------------ the text

  const field = make("input", { type: "search", id: "q-facet-text", autocomplete: "off", spellcheck: "false", value: state.get("q") || "", input: () => { update(); } });
  /** @type {Map<string, string>} */
  const plain = new Map();

  /** Ids that the text finds, best first, or null for all. The search of the site decides; until its index is here, the words do. @returns {string[] | null} */
  function found() {
    const query = text ? field.value.trim() : "";
    if (!query) { return null; }
    const hits = handbook.search ? handbook.search.find(query) : [];
    if (hits.length) { return hits.filter((hit) => hit.score >= hits[0].score / 5).map((hit) => hit.id); }
    const words = query.toLowerCase().split(/\s+/);
    return data.questions.filter((q) => {
      if (!plain.has(q.id)) {
        plain.set(q.id, [q.title, handbook.dom.text(q.question + q.summary), q.aliases.join(" "), data.topics[q.topic]].join(" ").toLowerCase());
      }
      return words.every((word) => /** @type {string} */ (plain.get(q.id)).includes(word));
    }).map((q) => q.id);
  }

  // ------------------------------------------------------------------ choosing

  /** @param {Question} question @param {string} [except] A facet that is not looked at. */
  function fits(question, except) {
    return facets.every((facet) => {
      const wanted = /** @type {Set<string>} */ (picked.get(facet.name));
      return facet.name === except || !wanted.size || facet.of(question).some((id) => wanted.has(id));
    });
  }

  /** @returns {Question[]} */
  function chosen() {
    const ids = found();
    if (!ids) { return data.questions.filter((q) => fits(q)); }
    return ids.map((id) => handbook.bank.question(id)).filter((q) => q && fits(q));
  }

  function current() {
    const made = new URLSearchParams();
    if (text && field.value.trim()) { made.set("q", field.value.trim()); }
    for (const [name, ids] of picked) { if (ids.size) { made.set(name, Array.from(ids).join(",")); } }
    return made;
  }

  function clear() {
    for (const ids of picked.values()) { ids.clear(); }
    field.value = "";
    update();
  }

  // ------------------------------------------------------------------ what is shown

  /** @type {Map<string, {box: HTMLInputElement, count: HTMLElement, label: HTMLElement}>} */
  const parts = new Map();
  /** @type {Map<string, HTMLElement>} */
  const marks = new Map();
  const wide = window.matchMedia("(min-width: 60em)").matches;

  const groups = facets.map((facet) => {
    const ids = /** @type {Set<string>} */ (picked.get(facet.name));
    const mark = make("span", { "class": "q-facet-mark" });
    marks.set(facet.name, mark);
    const rows = facet.options.map(([id, title]) => {
      const count = make("span", { "class": "q-facet-count" });
      const box = make("input", { type: "checkbox", value: id, change: () => { if (box.checked) { ids.add(id); } else { ids.delete(id); } update(); } });
      const label = make("label", {}, [box, make("span", {}, [title]), " ", count]);
      parts.set(`${facet.name} ${id}`, { box, count, label });
      return label;
    });
    return make("details", { "class": "q-fold q-facet", open: (wide && open.includes(facet.name)) || ids.size > 0 }, [
      make("summary", {}, [facet.title, mark]), make("div", { role: "group", "aria-label": facet.title }, rows),
    ]);
  });
  const node = make("div", { "class": "q-facets" }, [
    ...(text ? [make("label", { "class": "q-facet-text", "for": "q-facet-text" }, ["Words"]), field] : []), ...groups,
  ]);
  const chips = make("div", { "class": "q-chips", role: "group", "aria-label": "What is chosen" });

  /** Tell the counts and the choices. */
  function refresh() {
    cards = handbook.progress.cards();
    const ids = found();
    const candidates = ids ? data.questions.filter((q) => ids.includes(q.id)) : data.questions;
    /** @type {HTMLElement[]} */
    const made = [];
    for (const facet of facets) {
      const wanted = /** @type {Set<string>} */ (picked.get(facet.name));
      const others = candidates.filter((q) => fits(q, facet.name));
      for (const [id, title] of facet.options) {
        const { box, count, label } = /** @type {{box: HTMLInputElement, count: HTMLElement, label: HTMLElement}} */ (parts.get(`${facet.name} ${id}`));
        const n = others.filter((q) => facet.of(q).includes(id)).length;
        count.replaceChildren(make("span", { "aria-hidden": true }, [String(n)]), make("span", { "class": "q-hidden" }, [counted(n, "question")]));
        label.classList.toggle("q-facet-none", n === 0);
        box.checked = wanted.has(id);
        if (wanted.has(id)) { made.push(chip(`${facet.title}: ${title}`, () => wanted.delete(id))); }
      }
      /** @type {HTMLElement} */ (marks.get(facet.name)).textContent = wanted.size ? ` (${wanted.size})` : "";
    }
    if (text && field.value.trim()) { made.unshift(chip(`“${field.value.trim()}”`, () => { field.value = ""; })); }
    if (made.length > 1) { made.push(make("button", { type: "button", "class": "q-chip", click: () => { clear(); firstFocus(); } }, ["Clear all"])); }
    chips.replaceChildren(...made);
    chips.hidden = !made.length;
  }

  /** @param {string} title @param {() => void} remove */
  function chip(title, remove) {
    return make("button", { type: "button", "class": "q-chip", click: () => { remove(); update(); firstFocus(); } }, [
      make("span", { "class": "q-hidden" }, ["Remove "]), title, make("span", { "aria-hidden": true }, [" ×"]),
    ]);
  }

  /** The button that was pressed is gone; go on where it was. */
  function firstFocus() {
    const next = /** @type {HTMLElement | null} */ (chips.querySelector("button") || node.querySelector("input, summary"));
    if (next) { next.focus(); }
  }

  function update() {
    refresh();
    changed();
  }

  if (text) {
    const ask = () => { if (handbook.search) { handbook.search.ready(() => { if (field.value.trim()) { update(); } }); } };
    field.addEventListener("focus", ask, { once: true });
    // The search runs behind this script, and before the page says that it is ready.
    if (field.value) { document.addEventListener("DOMContentLoaded", ask); }
  }
  refresh();
  return { node, chips, chosen, state: current, refresh };
};
