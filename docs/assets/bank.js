/**
 * What the practice tools share: the questions (made by bank/practice.py), putting trusted HTML on a page, seeded chance, and
 * the state of a tool in the page's address. A page names this script first, then progress.js, questions.js and its tool.
 */
"use strict";

var handbook = window.handbook || {};
window.handbook = handbook;

/**
 * @typedef {{question: string, see?: string}} FollowUp
 * @typedef {{id: string, topic: string, level: string, kind: string, priority: string, minutes: number, roles: string[],
 *   companies: string[], added: string, reviewed: string, title: string, question: string, summary: string, tempting: string,
 *   why: string, say: string, strong: string[], follow: FollowUp[], related: string[], near: string[], hasCode: boolean,
 *   hasGiven: boolean, aliases: string[], terms: string[]}} Question  Title, aliases and dates are text; the other texts are HTML.
 * @typedef {{given: string, asking: string, answer: string, mistakes: string[], follow: string[]}} Details  HTML; `follow` is in
 *   the order of the question's own, empty where another question answers.
 * @typedef {Object<string, string>} Titles  Titles by id, in the order in which they are shown.
 * @typedef {{edition: string, topics: Titles, levels: Titles, kinds: Titles, priorities: Titles, roles: Titles,
 *   companies: Titles, terms: Titles, redirects: Object<string, string>, questions: Question[]}} Data
 */

handbook.dom = (() => {
  /**
   * Make an element. An attribute that is false or null is left out, true is empty, a function listens to that event.
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} name
   * @param {Object<string, string | number | boolean | null | ((event: any) => void)>} [attributes]
   * @param {(Node | string)[]} [children]
   * @returns {HTMLElementTagNameMap[T]}
   */
  function make(name, attributes = {}, children = []) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") { node.addEventListener(key, value); }
      else if (value !== false && value !== null) { node.setAttribute(key, value === true ? "" : String(value)); }
    }
    node.append(...children);
    return node;
  }

  /** HTML of our own build as nodes, its links to questions resolved. @param {string} markup @returns {DocumentFragment} */
  function html(markup) {
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    for (const link of holder.content.querySelectorAll('a[href^="q:"]')) {
      const address = handbook.bank.address(/** @type {string} */ (link.getAttribute("href")).slice(2));
      if (address) { link.setAttribute("href", address); } else { link.replaceWith(...link.childNodes); }
    }
    // Code scrolls by itself; without a mouse only what has the focus can be scrolled.
    for (const code of holder.content.querySelectorAll("pre > code")) { code.setAttribute("tabindex", "0"); }
    return document.importNode(holder.content, true);
  }

  /** The text of HTML of our own build. @param {string} markup @returns {string} */
  function text(markup) {
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    return holder.content.textContent || "";
  }

  /** "1 question", "2 questions". @param {number} count @param {string} noun @param {string} [many] */
  function counted(count, noun, many = `${noun}s`) { return `${count} ${count === 1 ? noun : many}`; }

  return { make, html, text, counted };
})();

handbook.bank = (() => {
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const site = new URL("../", here).href;
  /** @type {Map<string, Question>} */
  const byId = new Map();
  /** @type {Map<string, Object<string, Details>>} */
  const arrived = new Map();
  /** @type {Map<string, Promise<void>>} */
  const coming = new Map();

  const bank = {
    /** Address of the site's root, with a slash at its end. */
    site,
    /** @type {Data | null} Null until questions.js has run; null for good when it did not arrive. */
    data: null,

    /** Called by questions.js. @param {Data} data */
    load(data) {
      bank.data = data;
      byId.clear();
      for (const question of data.questions) { byId.set(question.id, question); }
    },

    /** Called by the script of a topic. @param {string} topic @param {Object<string, Details>} details */
    loadTopic(topic, details) { arrived.set(topic, details); },

    /** What an id is now called, also after a record was renamed, retired or merged. @param {string} id @returns {string} */
    currentId(id) {
      const redirects = bank.data ? bank.data.redirects : {};
      return !byId.has(id) && Object.prototype.hasOwnProperty.call(redirects, id) ? redirects[id] : id;
    },

    /** The question of an id, by its former ids, too. @param {string} id @returns {Question | undefined} */
    question(id) { return byId.get(bank.currentId(id)); },

    /** Where a question is read, or the empty string. @param {string} id @returns {string} */
    address(id) {
      const question = bank.question(id);
      return question ? `${site}topics/${question.topic}.html#${question.id}` : "";
    },

    /**
     * What is long of a question; fetched with its topic when first asked for. Rejected with an Error to show when it does
     * not arrive; the next call tries again.
     * @param {string} id @returns {Promise<Details>}
     */
    async details(id) {
      const question = bank.question(id);
      if (!question) { throw new Error(`This edition has no question “${id}”.`); }
      const { topic } = question;
      if (!arrived.has(topic)) {
        if (!coming.has(topic)) { coming.set(topic, script(`practice/${topic}.js`).finally(() => coming.delete(topic))); }
        await coming.get(topic);
      }
      const found = (arrived.get(topic) || {})[question.id];
      if (!found) { throw new Error("This part of the questions is of another edition. Reload the page."); }
      return found;
    },
  };

  /** Run a script of the assets folder. @param {string} path @returns {Promise<void>} */
  function script(path) {
    return new Promise((done, failed) => {
      const node = document.createElement("script");
      node.src = new URL(path, here).href;
      node.addEventListener("load", () => done());
      node.addEventListener("error", () => {
        node.remove();
        failed(new Error("This part of the questions did not arrive. Try again, or read the question on its page."));
      });
      document.head.append(node);
    });
  }

  return bank;
})();

/**
 * Start a tool in the element with its name: `<div data-tool="browse">`. What is in the element is for readers without
 * scripts; the tool replaces it or builds on it. Without questions it stays, and a message says why.
 * @param {string} name @param {(root: HTMLElement, data: Data) => void} begin
 */
handbook.tool = (name, begin) => {
  const root = /** @type {HTMLElement | null} */ (document.querySelector(`[data-tool="${name}"]`));
  if (!root) { return; }
  const { data } = handbook.bank;
  root.classList.add("q-started");  // from here on it is as high as what it holds
  if (data && data.questions.length) { begin(root, data); return; }
  root.before(handbook.dom.make("p", { "class": "q-tool-fault", role: "alert" }, [
    data ? "There is no question in this edition yet."
      : "The questions did not arrive, so this page can only show what works without them. Reload it to try again.",
  ]));
};

/**
 * Chance that a seed repeats: the same seed gives the same numbers in every browser (mulberry32, seeded by FNV-1a).
 * @param {string} seed
 */
handbook.seeded = (seed) => {
  let state = 2166136261;
  for (let i = 0; i < seed.length; i++) { state = Math.imul(state ^ seed.charCodeAt(i), 16777619); }
  /** A number from 0 up to, not including, 1. @returns {number} */
  function next() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  /** A whole number from 0 up to, not including, `count`. @param {number} count */
  function below(count) { return Math.floor(next() * count); }
  /** A shuffled copy. @template T @param {T[]} list @returns {T[]} */
  function shuffled(list) {
    const made = list.slice();
    for (let i = made.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [made[i], made[j]] = [made[j], made[i]];
    }
    return made;
  }
  return { next, below, shuffled };
};

/** A seed nobody chose: six letters and digits that are not mistaken for one another. @returns {string} */
handbook.newSeed = () => {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from({ length: 6 }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
};

/** The state of a tool in the page's address, so that a link shares it. */
handbook.state = {
  /** @returns {URLSearchParams} */
  read() { return new URLSearchParams(location.search); },

  /** The page's address with this state. @param {URLSearchParams} state @returns {string} */
  address(state) {
    const words = state.toString().replace(/%2C/g, ",");
    return location.href.replace(/[?#].*$/, "") + (words ? `?${words}` : "");
  },

  /** Put a state into the address, without a step in the history. @param {URLSearchParams} state */
  write(state) {
    try { history.replaceState(history.state, "", handbook.state.address(state)); } catch { /* Then the address stays as it is. */ }
  },
};
