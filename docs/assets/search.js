/**
 * Search for questions: a button in the header, `/` from anywhere, arrows and Enter in the list, Escape to leave.
 * The index (bank/search.py) is a script of its own that is fetched when the search is first opened; it holds the rules by
 * which words are cut, so that a query is cut as the index was.
 */
"use strict";

var handbook = window.handbook || {};
window.handbook = handbook;

handbook.search = (function () {
  /**
   * @typedef {{rules: [string, string][][], stop: string[], levels: Object<string, string>, topics: [string, string][],
   *   questions: [string, number, string, string, string][], forms: Object<string, string>, acronyms: Object<string, string>, words: Object<string, number[]>}} Index
   * @typedef {{id: string, topic: string, level: string, title: string, question: string, score: number, words: string[]}} Hit
   */
  var HITS = 12;
  var here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  var site = new URL("../", here).href;
  /** @type {Index | null} */
  var index = null;
  /** @type {string[]} */
  var vocabulary = [];
  /** @type {Set<string>} */
  var formWords = new Set();
  var rules = /** @type {[RegExp, string][][]} */ ([]);
  var longest = 1;
  /** @type {(() => void)[]} */
  var waiting = [];
  var asked = false;

  /** Called by the index when it has arrived. @param {Index} data */
  function load(data) {
    index = data;
    rules = data.rules.map(function (list) {
      return list.map(function (rule) { return [new RegExp(rule[0]), rule[1]]; });
    });
    Object.keys(data.forms).forEach(function (form) {
      var words = form.split(" ");
      longest = Math.max(longest, words.length);
      words.forEach(function (word) { formWords.add(word); });
    });
    Object.keys(data.acronyms).forEach(function (word) { formWords.add(word); });
    vocabulary = Array.from(new Set(Object.keys(data.words).filter(function (w) { return w[0] !== "#"; }).concat(Array.from(formWords))));
    waiting.splice(0).forEach(function (then) { then(); });
  }

  /** Fetch the index once, then go on. @param {() => void} then */
  function ready(then) {
    if (index) { then(); return; }
    waiting.push(then);
    if (asked) { return; }
    asked = true;
    var script = document.createElement("script");
    script.src = new URL("search-index.js", here).href;
    script.onerror = function () { asked = false; waiting = []; say("The search index did not arrive. Reload the page to try again."); };
    document.head.appendChild(script);
  }

  /** @param {string} word */
  function stem(word) {
    if (word.length < 4 || /[0-9]/.test(word)) { return word; }
    rules.forEach(function (list) {
      for (var i = 0; i < list.length; i++) {
        if (list[i][0].test(word)) {
          var changed = word.replace(list[i][0], list[i][1]);
          if (changed.length >= 3) { word = changed; }
          return;
        }
      }
    });
    return word;
  }

  /** @param {string} text */
  function tokens(text) {
    return text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().match(/[a-z0-9]+/g) || [];
  }

  /** Whether two words are one edit apart: a letter left out, doubled, wrong, or two swapped. @param {string} a @param {string} b */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1 || a === b) { return false; }
    var i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) { i++; }
    var restA = a.slice(i), restB = b.slice(i);
    if (a.length === b.length) {
      return restA.slice(1) === restB.slice(1) || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
    }
    return a.length > b.length ? restA.slice(1) === restB : restA === restB.slice(1);
  }

  /**
   * The words of the bank that a typed word may mean, each with how sure that is.
   * @param {string} typed @param {boolean} unfinished @returns {Object<string, number>}
   */
  function meant(typed, unfinished) {
    var data = /** @type {Index} */ (index);
    var word = stem(typed);
    /** @type {Object<string, number>} */
    var found = {};
    if (data.words[word] || formWords.has(word)) { found[word] = 1; }
    vocabulary.forEach(function (known) {
      if (known === word) { return; }
      if (unfinished && typed.length >= 2 && (known.startsWith(typed) || known.startsWith(word))) {
        found[known] = Math.max(found[known] || 0, 0.5 + 0.4 * (word.length / known.length));
      }
    });
    if (found[word] !== 1 && word.length >= 4) {
      vocabulary.forEach(function (known) {
        if (known.length < 4 || /[0-9]/.test(known)) { return; }
        if (near(word, known) || near(typed, known)) {
          found[known] = Math.max(found[known] || 0, known[0] === word[0] ? 0.8 : 0.6);
        } else if (known.length >= 5 && typed.length - known.length <= 4 && typed.startsWith(known)) {
          found[known] = Math.max(found[known] || 0, 0.7); // the slip is in the ending, which the index has cut off
        }
      });
    }
    return found;
  }

  /** Find questions. @param {string} query @returns {Hit[]} */
  function find(query) {
    var data = index;
    if (!data) { return []; }
    var open = !/\s$/.test(query);
    var words = tokens(query);
    var telling = words.filter(function (word) { return data.stop.indexOf(stem(word)) < 0; });
    if (telling.length) { words = telling; }
    var meanings = words.map(function (word, i) { return meant(word, open && i === words.length - 1); });
    var best = meanings.map(function (meaning) {
      return Object.keys(meaning).sort(function (a, b) { return meaning[b] - meaning[a]; })[0] || "";
    });
    // Terms of the field: runs of words that name one, whatever the spelling.
    /** @type {[string, number][]} */
    var terms = [];
    var typed = tokens(query);
    [[typed.map(stem), typed], [best, words]].forEach(function (pair) {
      var list = pair[0];
      for (var i = 0; i < list.length; i++) {
        for (var n = Math.min(longest, list.length - i); n > 0; n--) {
          var id = data.forms[list.slice(i, i + n).join(" ")] || (n === 1 ? data.acronyms[pair[1][i]] : undefined);
          if (id) { terms.push(["#" + id, n]); i += n - 1; break; }
        }
      }
    });
    var scores = /** @type {Object<string, number>} */ ({});
    var matched = /** @type {Object<string, Set<number>>} */ ({});
    var why = /** @type {Object<string, Set<string>>} */ ({});
    /** @param {string} word @param {number} sure @param {number} slot @param {Object<string, number>} into */
    function add(word, sure, slot, into) {
      var list = data && data.words[word];
      for (var i = 0; list && i < list.length; i += 2) {
        var rarity = Math.log(1 + 2 * /** @type {Index} */ (data).questions.length / (list.length / 2));
        var worth = sure * list[i + 1] * rarity;
        if (worth > (into[list[i]] || 0)) { into[list[i]] = worth; }
        if (slot >= 0) { (matched[list[i]] = matched[list[i]] || new Set()).add(slot); }
        (why[list[i]] = why[list[i]] || new Set()).add(word);
      }
    }
    meanings.forEach(function (meaning, slot) {
      var into = /** @type {Object<string, number>} */ ({});
      Object.keys(meaning).forEach(function (word) { add(word, meaning[word], slot, into); });
      Object.keys(into).forEach(function (doc) { scores[doc] = (scores[doc] || 0) + into[doc]; });
    });
    var seen = new Set();
    terms.forEach(function (term) {
      if (seen.has(term[0])) { return; }
      seen.add(term[0]);
      var into = /** @type {Object<string, number>} */ ({});
      add(term[0], 1.2 * term[1], -1, into);
      Object.keys(into).forEach(function (doc) {
        scores[doc] = (scores[doc] || 0) + into[doc];
        // A question about the term answers for all the words that name it.
        var set = (matched[doc] = matched[doc] || new Set());
        for (var k = 0; k < term[1]; k++) { set.add(1000 + set.size); }
      });
    });
    var most = Math.max(1, words.length);
    return Object.keys(scores).map(function (doc) {
      var row = data.questions[Number(doc)];
      var share = Math.min(1, (matched[doc] ? matched[doc].size : 0) / most);
      return {
        id: row[0], topic: data.topics[row[1]][0], level: data.levels[row[2]], title: row[3], question: row[4],
        score: scores[doc] * share * share, words: Array.from(why[doc] || []),
      };
    }).filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score || (a.id < b.id ? -1 : 1); });
  }

  /** The terms of the field that a text names, by their ids, in the order of the text; the index must have arrived. @param {string} text @returns {string[]} */
  function terms(text) {
    var data = index;
    if (!data) { return []; }
    var typed = tokens(text), stems = typed.map(stem);
    var found = new Set();
    for (var i = 0; i < stems.length; i++) {
      for (var n = Math.min(longest, stems.length - i); n > 0; n--) {
        var id = data.forms[stems.slice(i, i + n).join(" ")] || (n === 1 ? data.acronyms[typed[i]] : undefined);
        if (id) { found.add(id); i += n - 1; break; }
      }
    }
    return Array.from(found);
  }

  // ------------------------------------------------------------------ the dialog

  /** @type {HTMLDialogElement} */ var dialog;
  /** @type {HTMLInputElement} */ var input;
  /** @type {HTMLElement} */ var list;
  /** @type {HTMLElement} */ var status;

  /** @param {string} text */
  function say(text) { if (status) { status.textContent = text; } }

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} name @param {Object<string, string>} attributes @param {(Node | string)[]} [children] @returns {HTMLElementTagNameMap[T]}
   */
  function make(name, attributes, children) {
    var node = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { node.append(child); });
    return node;
  }

  /** A text with the words marked that were looked for. @param {string} text @param {Set<string>} words @param {Set<string>} shown */
  function marked(text, words, shown) {
    return text.split(/([A-Za-z0-9]+)/).map(function (part) {
      var word = tokens(part).map(stem)[0];
      if (!word || !words.has(word)) { return part; }
      shown.add(word);
      return make("mark", {}, [part]);
    });
  }

  /** @param {Hit} hit */
  function row(hit) {
    var words = new Set(hit.words);
    hit.words.filter(function (word) { return word[0] === "#"; }).forEach(function (term) {
      var forms = /** @type {Index} */ (index).forms;
      Object.keys(forms).forEach(function (form) {
        if (forms[form] === term.slice(1)) { form.split(" ").forEach(function (word) { words.add(word); }); }
      });
    });
    var shown = new Set();
    var title = marked(hit.title, words, shown), question = marked(hit.question, words, shown);
    var other = hit.words.filter(function (word) { return word[0] !== "#" && !shown.has(word); }).slice(0, 4);
    var facts = [hit.level];
    if (!shown.size && other.length) { facts.push("in the text: " + other.join(", ")); }
    return make("li", {}, [
      make("a", { href: site + "topics/" + hit.topic + ".html#" + hit.id }, [
        make("strong", {}, title), " ", make("span", { "class": "q-search-level" }, [facts.join(" · ")]),
        make("span", { "class": "q-search-question" }, question),
      ]),
    ]);
  }

  function show() {
    var query = input.value;
    if (!tokens(query).length) {
      list.replaceChildren();
      say("Type a topic, a tool, an acronym or a question.");
      return;
    }
    ready(function () {
      if (query !== input.value) { return; }
      var hits = find(query);
      list.replaceChildren.apply(list, hits.slice(0, HITS).map(row));
      say(hits.length ? hits.length + (hits.length === 1 ? " question" : " questions") + (hits.length > HITS ? ", the best " + HITS + " are shown" : "")
        : "No question matches. Try fewer or other words, or browse the topics.");
    });
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    // A search field takes the first Escape to empty itself; leaving is what the reader wants.
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" && event.key !== "Enter") { return; }
    var links = Array.from(list.querySelectorAll("a"));
    var at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    if (event.key === "Enter") {
      if (at < 0 && links.length) { event.preventDefault(); links[0].click(); }
      return;
    }
    event.preventDefault();
    var next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) { input.focus(); } else if (next < links.length) { links[next].focus(); }
  }

  function build() {
    input = make("input", { type: "search", id: "q-search-input", autocomplete: "off", spellcheck: "false", "aria-describedby": "q-search-status", placeholder: "data drift, k8s, undo a release …" });
    status = make("p", { id: "q-search-status", role: "status" });
    list = make("ol", { "aria-label": "Questions found" });
    var close = make("button", { type: "button", "class": "q-search-close" }, ["Close"]);
    var topics = make("a", { href: site + "topics/index.html" }, ["All topics"]);
    dialog = make("dialog", { "class": "q-search", "aria-label": "Search for questions" }, [
      make("div", { "class": "q-search-bar" }, [make("label", { "for": "q-search-input" }, ["Search for questions"]), input, close]),
      status, list, make("p", { "class": "q-search-foot" }, [topics, make("span", {}, [" ↑ ↓ to move, Enter to open, Esc to leave"])]),
    ]);
    document.body.append(dialog);
    input.addEventListener("input", show);
    dialog.addEventListener("keydown", move);
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("click", function (event) {
      var target = /** @type {HTMLElement} */ (event.target);
      if (target === dialog || target.closest("ol a")) { dialog.close(); }
    });
  }

  function open() {
    if (!dialog) { build(); }
    if (!dialog.open) { dialog.showModal(); }
    input.select();
    ready(show);
    show();
  }

  function start() {
    var header = document.querySelector(".md-header__inner");
    if (!header || typeof HTMLDialogElement === "undefined") { return; }
    var button = make("button", { type: "button", "class": "q-search-open", "aria-keyshortcuts": "/" }, [
      "Search", make("kbd", { "aria-hidden": "true" }, ["/"]),
    ]);
    button.addEventListener("click", open);
    header.insertBefore(button, header.querySelector(".md-header__source"));
    document.addEventListener("keydown", function (event) {
      var target = /** @type {HTMLElement} */ (event.target);
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) { return; }
      if (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName)) { return; }
      event.preventDefault();
      open();
    });
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
  return { load: load, find: find, ready: ready, terms: terms };
}());
