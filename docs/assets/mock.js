/**
 * Mock interview: a seeded set of questions that a link repeats, alone with a timer, as the interviewer with rubric and
 * scorecard, or as the candidate without answers. `handbook.mock` decides and shows nothing.
 */
"use strict";

/**
 * @typedef {{level: string, role: string, count: number, minutes: number}} Wish  `role` empty for any.
 * @typedef {{question: Question, seconds: number}} Item  The time that a question gets, its follow-ups included.
 * @typedef {{ticks: Object<string, number[]>, notes: Object<string, string>, asked: string[]}} Card  Ticked points by question (from 0).
 */

if (window.handbook) { handbook.mock = (() => {
  const WEIGHT = /** @type {Object<string, number>} */ ({ core: 4, common: 2, deep: 1 });
  // From what warms up to what takes long; a story comes last, when both know each other.
  const ORDER = ["concept", "comparison", "tooling", "how-to", "debugging", "scenario", "design", "behavioral"];
  /** How much longer a question takes with its follow-ups than its answer alone. */
  const WITH_FOLLOW_UPS = 1.5;

  /** Whether asking one gives the other away, or asks it again. @param {Question} a @param {Question} b */
  function close(a, b) {
    return a.near.includes(b.id) || b.near.includes(a.id) ||
      a.follow.some((follow) => follow.see === b.id) || b.follow.some((follow) => follow.see === a.id);
  }

  /**
   * The questions of an interview, in the order in which they are asked; the same for the same wish, seed and edition.
   * At most `count`, fewer where the time or the bank has no more. Topics and kinds are spread, core comes more often, and no
   * two are near-duplicates or follow-ups of each other.
   * @param {Question[]} questions @param {Wish} wish @param {string} seed @returns {Item[]}
   */
  function pick(questions, wish, seed) {
    const chance = handbook.seeded([seed, wish.level, wish.role, wish.count, wish.minutes].join(" "));
    const pool = questions.filter((question) => question.level === wish.level).sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((question) => ({ question, luck: chance.next() }));
    /** @type {Question[]} */
    const chosen = [];
    let left = wish.minutes;
    /** @param {string} name @param {"topic" | "kind"} field */
    const used = (name, field) => chosen.filter((question) => question[field] === name).length;
    /** @param {{question: Question, luck: number}} entry */
    const worth = ({ question, luck }) => {
      const role = !wish.role || question.roles.includes(wish.role) ? 1 : 0.05;
      const spread = 6 ** used(question.topic, "topic") * 2 ** used(question.kind, "kind");
      return role * WEIGHT[question.priority] * luck / spread;
    };
    while (chosen.length < wish.count) {
      const open = pool.filter(({ question }) => question.minutes * WITH_FOLLOW_UPS <= left && !chosen.includes(question) &&
        !chosen.some((other) => close(question, other)));
      if (!open.length) { break; }
      const { question } = open.reduce((best, entry) => (worth(entry) > worth(best) ? entry : best));
      chosen.push(question);
      left -= question.minutes * WITH_FOLLOW_UPS;
    }
    chosen.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : 1));
    const need = chosen.reduce((sum, question) => sum + question.minutes, 0);
    return chosen.map((question) => ({ question, seconds: Math.round(wish.minutes * 60 * question.minutes / need) }));
  }

  /** What ticks are worth. Without the first two points an answer does not pass. @param {Question} question @param {number[]} ticks */
  function judged(question, ticks) {
    return { passed: ticks.includes(0) && ticks.includes(1), points: ticks.length, of: question.strong.length };
  }

  /**
   * What to read next: what did not pass, then its neighbors, which were not asked.
   * @param {Question[]} asked @param {Object<string, number[]>} ticks @param {number} most @returns {string[]}
   */
  function readNext(asked, ticks, most) {
    const failed = asked.filter((question) => !judged(question, ticks[question.id] || []).passed);
    const known = new Set(asked.map((question) => question.id));
    const beside = failed.flatMap((question) => question.related.filter((id) => !known.has(id) && handbook.bank.question(id)));
    return Array.from(new Set([...failed.map((question) => question.id), ...beside])).slice(0, Math.max(most, failed.length));
  }

  return { pick, judged, readNext, close, WITH_FOLLOW_UPS };
})(); }

window.handbook?.tool?.("mock", (root, data) => {
  const { make, html, text, counted } = handbook.dom;
  const { mock, progress } = handbook;
  const VIEWS = /** @type {Object<string, string>} */ ({ alone: "Alone", interviewer: "Interviewer", candidate: "Candidate" });
  const SETTING = "mock";
  const READ_NEXT = 6;
  /** Pauses the clock that runs: only one does. */
  let pause = () => {};

  const said = make("p", { "class": "q-hidden", role: "status" });
  const stage = make("div", {});
  root.replaceChildren(progress.noteBar(), said, stage);
  show();
  window.addEventListener("popstate", show);

  // ------------------------------------------------------------------ state

  /** @param {string | null} value @param {number} least @param {number} most @param {number} usual */
  function whole(value, least, most, usual) {
    const number = Number(value);
    return value && Number.isInteger(number) ? Math.min(most, Math.max(least, number)) : usual;
  }

  /** @returns {{wish: Wish, seed: string, view: string, edition: string}} */
  function asked() {
    const state = handbook.state.read();
    const level = state.get("level") || "", role = state.get("role") || "", view = state.get("view") || "";
    return {
      wish: {
        level: level in data.levels ? level : "intermediate", role: role in data.roles ? role : "",
        count: whole(state.get("n"), 1, 12, 5), minutes: whole(state.get("minutes"), 5, 180, 45),
      },
      seed: (state.get("seed") || "").slice(0, 40), view: view in VIEWS ? view : "alone", edition: state.get("edition") || data.edition,
    };
  }

  /** @param {Wish} wish @param {string} seed @param {string} view */
  function link(wish, seed, view) {
    return new URLSearchParams({
      level: wish.level, ...(wish.role ? { role: wish.role } : {}), n: String(wish.count), minutes: String(wish.minutes), seed, view, edition: data.edition,
    });
  }

  /** What was ticked and noted in this set so far. @param {string} key @returns {Card} */
  function kept(key) {
    const found = progress.setting(SETTING);
    const same = found && found.key === key && found.card;
    const whole = same && [same.ticks, same.notes].every((part) => typeof part === "object" && part !== null) && Array.isArray(same.asked);
    return whole ? same : { ticks: {}, notes: {}, asked: [] };
  }

  /** @param {string} key @param {Card} card */
  function keep(key, card) {
    try { progress.set(SETTING, { key, card }); } catch { said.textContent = "The notes are too long to be remembered; print or save them."; }
  }

  function show() {
    pause();
    const { wish, seed, view, edition } = asked();
    if (!seed) { setUp(wish); return; }
    const items = mock.pick(data.questions, wish, seed);
    if (!items.length) {
      stage.replaceChildren(make("p", { "class": "q-tool-fault" }, ["No question of this level fits into the time. Give it more minutes."]), again(wish));
      return;
    }
    const head = [facts(wish, items, edition), views(wish, seed, view)];
    if (view === "alone") { alone(head, items, wish, seed); } else if (view === "interviewer") { interviewer(head, items, wish, seed); } else { candidate(head, items); }
  }

  // ------------------------------------------------------------------ setting up

  /** @param {string} label @param {HTMLElement} field @param {string} id */
  function field(label, field, id) {
    field.id = id;
    return make("p", { "class": "q-field" }, [make("label", { for: id }, [label]), field]);
  }

  /** @param {Titles} titles @param {string} chosen @param {string} [any] */
  function select(titles, chosen, any) {
    const options = Object.entries(any === undefined ? titles : { "": any, ...titles });
    return make("select", {}, options.map(([value, title]) => make("option", { value, selected: value === chosen }, [title])));
  }

  /** @param {Wish} wish */
  function setUp(wish) {
    const level = select(data.levels, wish.level), role = select(data.roles, wish.role, "Any role");
    const count = make("input", { type: "number", min: 1, max: 12, value: wish.count, required: true });
    const minutes = make("input", { type: "number", min: 5, max: 180, value: wish.minutes, required: true });
    const start = make("form", { "class": "q-tool-form", submit: (event) => {
      event.preventDefault();
      const made = { level: level.value, role: role.value, count: Number(count.value), minutes: Number(minutes.value) };
      history.pushState(null, "", handbook.state.address(link(made, handbook.newSeed(), "alone")));
      show();
      focusHeading();
    } }, [
      field("Level", level, "q-mock-level"), field("Role", role, "q-mock-role"), field("Questions, at most", count, "q-mock-count"),
      field("Minutes in all", minutes, "q-mock-minutes"),
      make("p", { "class": "q-tool-bar" }, [make("button", { type: "submit", "class": "md-button md-button--primary" }, ["Draw the questions"])]),
    ]);
    stage.replaceChildren(start);
  }

  /** @param {Wish} wish */
  function again(wish) {
    return make("button", { type: "button", "class": "md-button", click: () => {
      history.pushState(null, "", handbook.state.address(new URLSearchParams()));
      pause();
      setUp(wish);
    } }, ["Another interview"]);
  }

  function focusHeading() {
    const heading = /** @type {HTMLElement | null} */ (stage.querySelector("h2"));
    if (heading) { heading.tabIndex = -1; heading.focus(); }
  }

  /** @param {Wish} wish @param {Item[]} items @param {string} edition */
  function facts(wish, items, edition) {
    const words = [data.levels[wish.level], ...(wish.role ? [data.roles[wish.role]] : []), counted(items.length, "question"), `${wish.minutes} min`];
    const fewer = items.length < wish.count ? ` More do not fit into ${wish.minutes} minutes without repeating a subject.` : "";
    const other = edition === data.edition ? "" : ` The link was made with edition ${edition}; this is ${data.edition}, so its questions may differ.`;
    return make("p", { "class": "q-mock-facts" }, [words.join(" · ") + "." + fewer + other]);
  }

  /** @param {Wish} wish @param {string} seed @param {string} now */
  function views(wish, seed, now) {
    const links = Object.entries(VIEWS).map(([view, title]) =>
      make("a", { href: handbook.state.address(link(wish, seed, view)), "aria-current": view === now ? "page" : null }, [title]));
    return make("nav", { "class": "q-mock-views", "aria-label": "View of this interview" }, [...links, again(wish)]);
  }

  // ------------------------------------------------------------------ parts of a question

  /** @param {number} seconds */
  function clock(seconds) {
    const rest = Math.abs(seconds);
    return `${seconds < 0 ? "−" : ""}${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
  }

  /** A timer that can be paused; past its end it counts on. @param {number} seconds @param {boolean} started */
  function timer(seconds, started) {
    let left = seconds, on = false, begun = false, ticking = 0;
    const shown = make("span", { "class": "q-mock-clock", role: "timer", "aria-label": "Time left" }, [clock(left)]);
    const toggle = make("button", { type: "button", "class": "md-button", click: () => turn(!on) }, []);
    /** @param {boolean} to */
    function turn(to) {
      if (to) { pause(); pause = () => turn(false); }
      on = to;
      begun = begun || on;
      toggle.textContent = on ? "Pause" : begun ? "Go on" : "Start the clock";
      window.clearInterval(ticking);
      if (on) { ticking = window.setInterval(tick, 1000); }
    }
    function tick() {
      left -= 1;
      shown.textContent = clock(left);
      shown.classList.toggle("q-mock-over", left < 0);
      if (left === 60 && seconds > 120) { said.textContent = "One minute left."; }
      if (left === 0) { said.textContent = "Time is up. Finish your sentence."; }
    }
    turn(started);
    return make("p", { "class": "q-tool-bar q-mock-timer" }, [shown, toggle]);
  }

  /** What is on the table, fetched with its topic. @param {Question} question @param {(details: Details) => (Node | string)[]} then */
  function later(question, then) {
    const place = make("div", {});
    function fetchIt() {
      handbook.bank.details(question.id).then((details) => place.replaceChildren(...then(details)), (error) => place.replaceChildren(
        make("p", { "class": "q-tool-fault", role: "alert" }, [error.message, " ", make("button", { type: "button", "class": "md-button", click: fetchIt }, ["Try again"])]),
      ));
    }
    fetchIt();
    return place;
  }

  /** @param {Question} question */
  function given(question) {
    return question.hasGiven ? later(question, (details) => [make("div", { "class": "q-given" }, [make("h3", {}, ["On the table"]), html(details.given)])]) : "";
  }

  /** @param {Question} question */
  function asks(question) {
    return make("p", { "class": "q-question" }, [html(question.question)]);
  }

  /** @param {Question} question */
  function label(question) {
    return `${data.topics[question.topic]} · ${data.kinds[question.kind]} · ${question.minutes} min`;
  }

  /**
   * The points to tick. @param {Question} question @param {Card} card @param {() => void} changed
   */
  function rubric(question, card, changed) {
    const verdict = make("p", { "class": "q-mock-verdict", role: "status" });
    function tell() {
      const { passed, points, of } = mock.judged(question, card.ticks[question.id] || []);
      verdict.textContent = `${points} of ${of} points: ${passed ? "passes" : "does not pass without the first two"}.`;
    }
    const boxes = question.strong.map((point, i) => {
      const box = make("input", { type: "checkbox", checked: (card.ticks[question.id] || []).includes(i), change: () => {
        const ticks = new Set(card.ticks[question.id] || []);
        if (box.checked) { ticks.add(i); } else { ticks.delete(i); }
        card.ticks[question.id] = Array.from(ticks).sort((a, b) => a - b);
        tell();
        changed();
      } });
      return make("li", {}, [make("label", {}, [box, make("span", {}, [html(point), i < 2 ? make("strong", {}, [" (needed)"]) : ""])])]);
    });
    tell();
    return make("fieldset", { "class": "q-mock-rubric" }, [make("legend", {}, ["Tick what was said"]), make("ol", {}, boxes), verdict]);
  }

  /** @param {Question} question */
  function trap(question) {
    return make("details", { "class": "q-fold" }, [make("summary", {}, ["Trap to listen for"]),
      make("p", {}, [make("em", {}, ["“", html(question.tempting), "”"])]), make("p", {}, [html(question.why)]), make("p", {}, ["Better: “", html(question.say), "”"])]);
  }

  /** @param {Question} question */
  function answer(question) {
    return make("details", { "class": "q-fold" }, [make("summary", {}, ["Worked answer"]), later(question, (details) => [html(details.answer)]),
      make("p", {}, [make("a", { href: handbook.bank.address(question.id) }, ["The question on its page"])])]);
  }

  /**
   * What to ask next: a follow-up with its answer, or another question of the bank that is asked at once, with its own points.
   * @param {Question} question @param {Card} card @param {() => void} changed
   */
  function followUps(question, card, changed) {
    return make("ul", { "class": "q-mock-follow" }, question.follow.map((follow, i) => {
      const other = follow.see ? handbook.bank.question(follow.see) : undefined;
      if (!other) {
        return make("li", {}, [make("details", { "class": "q-fold" }, [make("summary", {}, [html(follow.question)]), later(question, (details) => [html(details.follow[i])])])]);
      }
      const place = make("div", {});
      const branch = make("button", { type: "button", "class": "md-button", click: open }, ["Ask it"]);
      function open() {
        if (other && !card.asked.includes(other.id)) { card.asked.push(other.id); changed(); }
        branch.remove();
        if (other) { place.append(rubric(other, card, changed), answer(other)); }
      }
      if (card.asked.includes(other.id)) { open(); }
      return make("li", {}, [make("p", {}, [html(follow.question), " ", branch]), place]);
    }));
  }

  // ------------------------------------------------------------------ the three views

  /** @param {(Node | string)[]} head @param {Item[]} items @param {Wish} wish @param {string} seed */
  function alone(head, items, wish, seed) {
    const key = link(wish, seed, "").toString(), card = kept(key);
    const changed = () => keep(key, card);
    let at = 0;
    const place = make("div", { "class": "q-mock-card" });
    stage.replaceChildren(...head, place);
    next();

    function next() {
      pause();
      if (at === items.length) { place.replaceChildren(...result(items, card)); focusHeading(); return; }
      const { question, seconds } = items[at];
      const reveal = make("div", { hidden: true }, [
        make("p", { "class": "q-summary" }, [make("span", { "class": "q-label" }, ["In one sentence"]), html(question.summary)]), rubric(question, card, changed),
        make("h3", {}, ["Follow-ups"]), followUps(question, card, changed), trap(question), answer(question),
      ]);
      const done = make("button", { type: "button", "class": "md-button md-button--primary", click: () => {
        pause();
        reveal.hidden = false;
        done.hidden = true;
        onward.hidden = false;
        /** @type {HTMLElement} */ (reveal.querySelector("input")).focus();
      } }, ["I have answered: show the points"]);
      const onward = make("button", { type: "button", "class": "md-button md-button--primary", hidden: true, click: () => { at += 1; next(); } },
        [at + 1 < items.length ? "Next question" : "Result"]);
      place.replaceChildren(
        make("h2", {}, [`Question ${at + 1} of ${items.length}`]), make("p", { "class": "q-contents-facts" }, [label(question)]), asks(question), given(question),
        timer(seconds, true), make("p", { "class": "q-tool-bar" }, [done]), reveal, make("p", { "class": "q-tool-bar" }, [onward]),
      );
      if (at) { focusHeading(); }
    }
  }

  /** @param {Item[]} items @param {Card} card @returns {Node[]} */
  function result(items, card) {
    const branches = /** @type {Question[]} */ (card.asked.map((id) => handbook.bank.question(id)).filter((question) => question));
    const all = [...items.map((item) => item.question), ...branches];
    /** @type {Object<string, {passed: number, of: number}>} */
    const topics = {};
    for (const question of all) {
      const topic = topics[question.topic] = topics[question.topic] || { passed: 0, of: 0 };
      topic.of += 1;
      topic.passed += mock.judged(question, card.ticks[question.id] || []).passed ? 1 : 0;
    }
    const passed = Object.values(topics).reduce((sum, topic) => sum + topic.passed, 0);
    const rows = Object.entries(topics).map(([id, topic]) => make("tr", {}, [make("th", { scope: "row" }, [data.topics[id]]), make("td", {}, [`${topic.passed} of ${topic.of}`])]));
    const next = mock.readNext(all, card.ticks, READ_NEXT).map((id) => /** @type {Question} */ (handbook.bank.question(id)));
    const count = make("button", { type: "button", "class": "md-button", click: () => {
      for (const question of all) { progress.rate(question.id, mock.judged(question, card.ticks[question.id] || []).passed ? 3 : 1); }
      count.disabled = true;
      said.textContent = "Counted in your progress.";
      count.textContent = "Counted in your progress";
    } }, ["Count this in my progress"]);
    return [
      make("h2", {}, [`${passed} of ${all.length} answers pass`]),
      make("div", { "class": "q-table", tabindex: 0, role: "group", "aria-label": "Result by topic" }, [make("table", { "class": "q-t" }, [
        make("thead", {}, [make("tr", {}, [make("th", { scope: "col" }, ["Topic"]), make("th", { scope: "col" }, ["Passed"])])]), make("tbody", {}, rows)])]),
      ...(next.length ? [make("h3", {}, ["Read next"]), make("ul", {}, next.map((question) => make("li", {}, [
        make("a", { href: handbook.bank.address(question.id) }, [question.title]), ": ", text(question.summary)])))] : [make("p", {}, ["Nothing to catch up on. Try a level higher."])]),
      make("p", { "class": "q-tool-bar" }, [count]),
    ];
  }

  /** @param {(Node | string)[]} head @param {Item[]} items @param {Wish} wish @param {string} seed */
  function interviewer(head, items, wish, seed) {
    const key = link(wish, seed, "").toString(), card = kept(key);
    const score = make("div", { "class": "q-mock-score" });
    const changed = () => { keep(key, card); tally(); };
    const address = handbook.state.address(link(wish, seed, "candidate"));
    const parts = items.map(({ question, seconds }, i) => {
      const notes = make("textarea", { rows: 3, input: () => { card.notes[question.id] = notes.value; keep(key, card); } });
      notes.value = card.notes[question.id] || "";
      return make("section", { "class": "q-mock-card" }, [
        make("h2", {}, [`${i + 1}. `, question.title]), make("p", { "class": "q-contents-facts" }, [label(question)]), asks(question), given(question), timer(seconds, false),
        later(question, (details) => [make("p", { "class": "q-asking" }, [make("span", { "class": "q-label" }, ["What you are really asking"]), html(details.asking)])]),
        rubric(question, card, changed), make("h3", {}, ["Ask next"]), followUps(question, card, changed), trap(question), answer(question),
        field("Notes", notes, `q-mock-notes-${i + 1}`),
      ]);
    });
    function tally() { score.replaceChildren(...result(items, card).slice(0, 2)); }
    tally();
    stage.replaceChildren(...head,
      make("p", {}, ["Send the candidate the ", make("a", { href: address }, ["link without answers"]), "."]), ...parts,
      make("section", { "class": "q-mock-card" }, [score, make("p", { "class": "q-tool-bar" }, [
        make("button", { type: "button", "class": "md-button md-button--primary", click: () => window.print() }, ["Print the scorecard"]),
        make("button", { type: "button", "class": "md-button", click: () => save(items, wish, card) }, ["Save it as text"]),
      ])]));
  }

  /** @param {Item[]} items @param {Wish} wish @param {Card} card */
  function save(items, wish, card) {
    const lines = [`# Scorecard: ${data.levels[wish.level]}${wish.role ? `, ${data.roles[wish.role]}` : ""}`, "", handbook.state.address(handbook.state.read()), ""];
    for (const { question } of items) {
      const ticks = card.ticks[question.id] || [], { passed, points, of } = mock.judged(question, ticks);
      lines.push(`## ${question.title}: ${passed ? "passes" : "does not pass"} (${points} of ${of})`, "", text(question.question), "");
      question.strong.forEach((point, i) => lines.push(`- [${ticks.includes(i) ? "x" : " "}] ${text(point)}${i < 2 ? " (needed)" : ""}`));
      lines.push("", ...(card.notes[question.id] ? [card.notes[question.id], ""] : []));
    }
    const file = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/markdown" }));
    make("a", { href: file, download: "scorecard.md" }).click();
    window.setTimeout(() => URL.revokeObjectURL(file), 60000);
    said.textContent = "Saved as scorecard.md, where your browser puts downloads.";
  }

  /** @param {(Node | string)[]} head @param {Item[]} items */
  function candidate([facts], items) {
    stage.replaceChildren(facts, ...items.map(({ question, seconds }, i) => make("section", { "class": "q-mock-card" }, [
      make("h2", {}, [`Question ${i + 1}`]), make("p", { "class": "q-contents-facts" }, [label(question)]), asks(question), given(question), timer(seconds, false),
    ])));
  }
});
