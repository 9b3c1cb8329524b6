/**
 * The reader's progress: which questions were rated and when they come back, in this browser and nowhere else.
 * `handbook.schedule` decides and stores nothing; `handbook.progress` stores. Storage that is full, forbidden or damaged is
 * said once (`onNote`), and everything goes on in memory.
 */
"use strict";

/**
 * @typedef {1 | 2 | 3} Rating  Missed, partly, knew it.
 * @typedef {{box: number, due: string, log: [number, Rating][]}} Card  Box 1 to 6; the day (YYYY-MM-DD, the reader's own) on
 *   which it comes back; the last ratings, each with its time in milliseconds, oldest first.
 * @typedef {{cards: Map<string, Card>, settings: Map<string, any>}} Progress
 */

handbook.schedule = (() => {
  /** Days until a question of box 1, 2, … comes back. */
  const DAYS = [1, 3, 7, 14, 30, 60];
  const BOXES = DAYS.length;
  const LOG = 12;
  /** How many other cards come before a missed one comes back in the same session. */
  const GAP = 3;
  const EXPLAINED = "A question you know moves up a box and comes back after 3, 7, 14, 30, then 60 days; one you know partly stays in its box; " +
    "one you miss goes back to the first box, comes back in this session, and again tomorrow.";

  /** @param {Date} [date] @returns {string} The day in the reader's time zone, YYYY-MM-DD. */
  function day(date = new Date()) {
    const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }

  /** @param {string} from @param {number} days @returns {string} */
  function later(from, days) {
    const [year, month, date] = from.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
  }

  /** Days from one day to another. @param {string} from @param {string} to @returns {number} */
  function between(from, to) { return Math.round((Date.parse(to) - Date.parse(from)) / 86400000); }

  /**
   * A card after a rating. One that is known before it is due keeps its box: only what was remembered for its time moves up.
   * @param {Card | null} card Null for a question that was never rated: it moves as from box 1. @param {Rating} rating @param {Date} [now]
   * @returns {Card}
   */
  function rated(card, rating, now = new Date()) {
    const today = day(now);
    const early = card !== null && card.due > today;
    let box = card ? card.box : 1;
    if (rating === 1) { box = 1; } else if (rating === 3 && !early) { box = Math.min(BOXES, box + 1); }
    let due = later(today, DAYS[box - 1]);
    if (card && early && rating === 3 && card.due > due) { ({ due } = card); }
    /** @type {[number, Rating][]} */
    const log = [...(card ? card.log : []), [now.getTime(), rating]];
    return { box, due, log: log.slice(-LOG) };
  }

  /** @param {Card | null | undefined} card @param {string} [today] */
  function isDue(card, today = day()) { return !!card && card.due <= today; }

  /** @param {Card} card */
  function lastAt(card) { return card.log.length ? card.log[card.log.length - 1][0] : 0; }

  /**
   * Two histories of one question as one: every rating of both counts once, box and day are those of the later rating. When
   * the two are equally late, the lower box and the earlier day, so that nothing is skipped.
   * @param {Card} a @param {Card} b @returns {Card}
   */
  function merged(a, b) {
    const times = lastAt(a) - lastAt(b) || b.box - a.box;
    const first = times > 0 || (times === 0 && a.due <= b.due) ? a : b;
    /** @type {Map<string, [number, Rating]>} */
    const ratings = new Map([...a.log, ...b.log].map((entry) => [entry.join(), entry]));
    const log = Array.from(ratings.values()).sort((x, y) => x[0] - y[0] || x[1] - y[1]);
    return { box: first.box, due: first.due, log: log.slice(-LOG) };
  }

  /**
   * The ids of a session, in order: what is due (longest first, then the lowest box), then what is new in the given order,
   * then the rest by the day it comes back.
   * @param {string[]} ids @param {Map<string, Card>} cards @param {string} [today] @returns {string[]}
   */
  function order(ids, cards, today = day()) {
    /** @param {string} id @returns {[number, string, number]} */
    const key = (id) => {
      const card = cards.get(id);
      if (!card) { return [1, "", 0]; }
      return [isDue(card, today) ? 0 : 2, card.due, card.box];
    };
    return ids.map((id, place) => ({ id, place, key: key(id) })).sort((a, b) =>
      a.key[0] - b.key[0] || (a.key[1] < b.key[1] ? -1 : a.key[1] > b.key[1] ? 1 : 0) || a.key[2] - b.key[2] || a.place - b.place
    ).map((entry) => entry.id);
  }

  /** What is left of a session after its first card was rated: a missed one comes back soon. @param {string[]} queue @param {Rating} rating */
  function advanced(queue, rating) {
    const rest = queue.slice(1);
    if (rating === 1) { rest.splice(Math.min(GAP, rest.length), 0, queue[0]); }
    return rest;
  }

  return { DAYS, BOXES, LOG, EXPLAINED, day, later, between, rated, isDue, lastAt, merged, order, advanced };
})();

handbook.progress = (() => {
  const KEY = "mlops-interview-handbook/progress";
  const DAMAGED = `${KEY}/damaged/`;
  const FORMAT = "mlops-interview-handbook-progress", VERSION = 1;
  const MOST_BYTES = 2000000, MOST_CARDS = 5000, MOST_SETTING = 20000;
  const { schedule } = handbook;

  /** Why a text is not taken; its message is for the reader. */
  class Refused extends Error {}

  /** @type {Progress} */
  let memory = empty();
  /** Whether memory holds what storage does not. */
  let unsaved = false;
  /** Whether storage holds something that must not be overwritten. */
  let blocked = false;
  /** @type {string | null | undefined} The text that memory was read from, and whether redirects were followed. */
  let readFrom;
  let followed = false;
  /** @type {string[]} */
  const notes = [];
  /** @type {((note: string) => void)[]} */
  const noteListeners = [];
  /** @type {(() => void)[]} */
  const changeListeners = [];

  /** @returns {Progress} */
  function empty() { return { cards: new Map(), settings: new Map() }; }

  /** @param {string} text */
  function note(text) {
    if (notes.includes(text)) { return; }
    notes.push(text);
    noteListeners.forEach((listener) => listener(text));
  }

  function changed() { changeListeners.forEach((listener) => listener()); }

  /** @param {any} value @returns {value is Object<string, any>} */
  function isObject(value) { return typeof value === "object" && value !== null && !Array.isArray(value); }

  /** What is wrong with a card, or the empty string. @param {any} card */
  function faultOf(card) {
    if (!isObject(card)) { return "is no record"; }
    if (!Number.isInteger(card.box) || card.box < 1 || card.box > schedule.BOXES) { return "is in a box that there is not"; }
    if (typeof card.due !== "string" || !/^\d{4}-\d\d-\d\d$/.test(card.due) || Number.isNaN(Date.parse(card.due))) { return "has no day to come back on"; }
    const log = Array.isArray(card.log) && card.log.length <= 1000 && card.log.every((/** @type {any} */ entry) =>
      Array.isArray(entry) && entry.length === 2 && Number.isSafeInteger(entry[0]) && entry[0] >= 0 && [1, 2, 3].includes(entry[1]));
    return log ? "" : "has ratings that are none";
  }

  /**
   * Read a text that was stored or saved. @param {string} text
   * @param {boolean} strict Whether one fault refuses it all; else what is faulty is left out.
   * @returns {{progress: Progress, whole: boolean}}
   */
  function parsed(text, strict) {
    if (text.length > MOST_BYTES) { throw new Refused("The file is too large to be this handbook's progress."); }
    let read;
    try { read = JSON.parse(text); } catch { throw new Refused("The file is damaged or of another kind: it is no JSON."); }
    if (!isObject(read) || read.format !== FORMAT) { throw new Refused("The file is not progress of this handbook."); }
    if (!Number.isInteger(read.version) || read.version < 1) { throw new Refused("The file is damaged: it does not say its version."); }
    if (read.version > VERSION) { throw new Refused("The file was made by a newer version of the handbook. Reload the page to get that version."); }
    const progress = empty();
    let whole = true;
    /** @param {string} why */
    const fault = (why) => {
      if (strict) { throw new Refused(`The file is damaged: ${why}.`); }
      whole = false;
    };
    if (!isObject(read.cards)) { fault("it holds no questions"); }
    const cards = isObject(read.cards) ? Object.entries(read.cards) : [];
    if (cards.length > MOST_CARDS) { fault(`it holds ${cards.length} questions`); }
    for (const [id, card] of cards.slice(0, MOST_CARDS)) {
      const why = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && id.length <= 60 ? faultOf(card) : "has a name that no question has";
      if (why) { fault(`“${id.slice(0, 60)}” ${why}`); continue; }
      const log = card.log.slice().sort((/** @type {[number, number]} */ a, /** @type {[number, number]} */ b) => a[0] - b[0]);
      progress.cards.set(id, { box: card.box, due: card.due, log: log.slice(-schedule.LOG) });
    }
    for (const [name, value] of isObject(read.settings) ? Object.entries(read.settings) : []) {
      if (isSetting(name, value)) { progress.settings.set(name, value); } else { fault(`the setting “${name.slice(0, 60)}” is none`); }
    }
    return { progress: follow(progress), whole };
  }

  /** @param {string} name @param {any} value */
  function isSetting(name, value) {
    return /^[a-z]+(-[a-z]+)*$/.test(name) && name.length <= 40 && (JSON.stringify(value) || "").length <= MOST_SETTING;
  }

  /** Give records that were renamed, retired or merged the history that stands under their former ids. @param {Progress} progress */
  function follow(progress) {
    for (const [id, card] of Array.from(progress.cards)) {
      const now = handbook.bank.currentId(id);
      if (now === id) { continue; }
      const other = progress.cards.get(now);
      progress.cards.delete(id);
      progress.cards.set(now, other ? schedule.merged(card, other) : card);
    }
    return progress;
  }

  /** @param {Progress} progress @param {number} [indent] */
  function textOf(progress, indent) {
    const sorted = (/** @type {Map<string, any>} */ map) => Object.fromEntries(Array.from(map).sort((a, b) => (a[0] < b[0] ? -1 : 1)));
    return JSON.stringify({ format: FORMAT, version: VERSION, cards: sorted(progress.cards), settings: sorted(progress.settings) }, null, indent);
  }

  const FORBIDDEN = "This browser does not let the page store anything: progress is kept until you close the page. Save it to a file to keep it.";

  /** The progress as it is now, other windows' changes included. @returns {Progress} */
  function current() {
    let text;
    try { text = window.localStorage.getItem(KEY); } catch { note(FORBIDDEN); unsaved = true; return memory; }
    if (unsaved) { return memory; }
    const known = !!handbook.bank.data;
    if (text === readFrom && followed === known) { return memory; }
    readFrom = text;
    followed = known;
    if (text === null) { memory = empty(); return memory; }
    let whole = false;
    try { ({ progress: memory, whole } = parsed(text, false)); } catch { memory = empty(); }
    if (!whole) { setAside(text); }
    return memory;
  }

  /** Keep a stored text that could not be read, so that the next rating does not overwrite it. @param {string} text */
  function setAside(text) {
    let newer = false;
    try { newer = JSON.parse(text).version > VERSION; } catch { /* Not even JSON. */ }
    try {
      if (newer) { throw new Error("not ours to move"); }
      window.localStorage.setItem(DAMAGED + Date.now(), text);
      window.localStorage.setItem(KEY, textOf(memory));
      readFrom = textOf(memory);
      note("Part of the stored progress was damaged. What could be read is used; the rest was set aside and can be saved on the page Your progress.");
    } catch {
      unsaved = blocked = true;
      note(newer ? "The stored progress is of a newer version of the handbook and is left as it is; what you do now is kept until you close the page."
        : "The stored progress is damaged and is left as it is; what you do now is kept until you close the page.");
    }
  }

  /** Before storing is tried again: add what storage still holds. @param {Progress} progress */
  function takeBack(progress) {
    try { add(progress, parsed(window.localStorage.getItem(KEY) || "", false).progress); } catch { /* Nothing that can be read. */ }
  }

  /** Add progress to progress. @param {Progress} mine @param {Progress} other @returns {number} How many questions are new. */
  function add(mine, other) {
    let added = 0;
    for (const [id, card] of other.cards) {
      const own = mine.cards.get(id);
      if (!own) { added += 1; }
      mine.cards.set(id, own ? schedule.merged(own, card) : card);
    }
    for (const [name, value] of other.settings) { if (!mine.settings.has(name)) { mine.settings.set(name, value); } }
    return added;
  }

  /** Change the progress and store it. @param {(progress: Progress) => void} change */
  function update(change) {
    const progress = current();
    if (unsaved && !blocked) { takeBack(progress); }
    change(progress);
    memory = progress;
    try {
      if (blocked) { throw new Error("storage holds something else"); }
      const text = textOf(progress);
      window.localStorage.setItem(KEY, text);
      readFrom = text;
      unsaved = false;
    } catch {
      if (!unsaved) { note("The browser's storage is full or closed: what you do now is kept until you close the page. Save it to a file to keep it."); }
      unsaved = true;
    }
    changed();
  }

  /** Take over what a card's or setting's owner must not change from outside. @template T @param {T} value @returns {T} */
  function copy(value) { return value === undefined ? value : JSON.parse(JSON.stringify(value)); }

  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) { changed(); } });

  return {
    KEY,

    /** @param {string} id @returns {Card | null} Null when it was never rated. */
    card(id) { return copy(current().cards.get(handbook.bank.currentId(id)) || null); },

    /** Every card by id, also of questions that this edition does not have. @returns {Map<string, Card>} */
    cards() { return new Map(current().cards); },

    /** Rate a question now. @param {string} id @param {Rating} rating @returns {Card} The card as it is afterwards. */
    rate(id, rating) {
      const now = handbook.bank.currentId(id);
      /** @type {Card} */
      let card = schedule.rated(current().cards.get(now) || null, rating);
      update((progress) => {
        card = schedule.rated(progress.cards.get(now) || null, rating);
        progress.cards.set(now, card);
      });
      return copy(card);
    },

    /**
     * Something small to remember for a tool, as JSON. It may come from an imported file: look at it before you trust it.
     * @param {string} name Words joined by hyphens. @returns {any} Undefined when there is none.
     */
    setting(name) { return copy(current().settings.get(name)); },

    /** @param {string} name @param {any} value Undefined forgets it. */
    set(name, value) {
      if (value === undefined) { update((progress) => { progress.settings.delete(name); }); return; }
      if (!isSetting(name, value)) { throw new TypeError(`setting ${name} is misnamed or too large`); }
      update((progress) => { progress.settings.set(name, copy(value)); });
    },

    /** The file to save: its name and its text. */
    file() { return { name: `mlops-handbook-progress-${schedule.day()}.json`, text: `${textOf(current(), 1)}\n` }; },

    /**
     * Take in a saved file: all of it, or nothing. Of each question every rating of both sides is kept and the later one
     * decides; settings that are here stay; nothing that is here goes.
     * @param {string} text @returns {{ok: true, questions: number, added: number} | {ok: false, reason: string}}
     */
    take(text) {
      let progress;
      try { ({ progress } = parsed(text, true)); } catch (error) {
        if (error instanceof Refused) { return { ok: false, reason: error.message }; }
        throw error;
      }
      let added = 0;
      update((mine) => { added = add(mine, progress); });
      return { ok: true, questions: progress.cards.size, added };
    },

    /** Texts that were set aside because they were damaged. @returns {string[]} */
    damaged() {
      try {
        return Object.keys(window.localStorage).filter((key) => key.startsWith(DAMAGED)).sort().map((key) => window.localStorage.getItem(key) || "");
      } catch { return []; }
    },

    /** Forget everything, what was set aside included. Ask the reader first. */
    reset() {
      memory = empty();
      try {
        Object.keys(window.localStorage).filter((key) => key === KEY || key.startsWith(DAMAGED)).forEach((key) => window.localStorage.removeItem(key));
        readFrom = null;
        unsaved = blocked = false;
      } catch { unsaved = true; }
      changed();
    },

    /** Call with every note so far and every one to come. @param {(note: string) => void} listener */
    onNote(listener) { notes.forEach(listener); noteListeners.push(listener); },

    /** Call after every change, those in other windows included. @param {() => void} listener */
    onChange(listener) { changeListeners.push(listener); },

    /** A place where notes appear, for the top of a tool. @returns {HTMLElement} */
    noteBar() {
      const bar = handbook.dom.make("div", { "class": "q-tool-notes", role: "status" });
      current();
      this.onNote((text) => bar.append(handbook.dom.make("p", {}, [text])));
      return bar;
    },
  };
})();
