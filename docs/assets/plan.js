/**
 * Plan: from a job description or topics, the day of the interview and the time a day, to what to study on which day. The
 * pasted text is read in the browser only and goes into no link. `handbook.plan` decides and shows nothing.
 */
"use strict";

/**
 * @typedef {{level: string, topics: string[], terms: string[], from: string, until: string, minutes: number}} Aim  Days as YYYY-MM-DD;
 *   `until` is the day of the interview, `minutes` the time a day.
 * @typedef {{day: string, repeat: Question[], learn: Question[], minutes: number}} PlanDay
 */

if (window.handbook) { handbook.plan = (() => {
  // A question is read, said out loud and compared (bank/paths.py has the same number); repeating it takes a minute.
  const STUDY = 3, REPEAT = 1;
  const PRIORITY = /** @type {Object<string, number>} */ ({ core: 2, common: 1, deep: 0 });
  const MOST_DAYS = 60;

  /** The days of study: from today to the day before the interview, or today alone. @param {string} from @param {string} until @returns {string[]} */
  function days(from, until) {
    const { later, between } = handbook.schedule;
    const count = Math.max(1, Math.min(MOST_DAYS, between(from, until)));
    return Array.from({ length: count }, (_, i) => later(from, i));
  }

  /**
   * The questions that matter for an aim, what matters most first: core before common before deep, and within those what
   * shares most with the job, rare terms counting more. Levels above the candidate's are left out; without any term or topic all count.
   * @param {Data} data @param {Aim} aim @returns {Question[]}
   */
  function ranked(data, aim) {
    const levels = Object.keys(data.levels), own = levels.indexOf(aim.level);
    /** @param {string} term */
    const rarity = (term) => Math.log(1 + data.questions.length / (1 + data.questions.filter((question) => question.terms.includes(term)).length));
    const worth = new Map(aim.terms.map((term) => [term, rarity(term)]));
    const all = !aim.terms.length && !aim.topics.length;
    return data.questions.map((question, place) => {
      const shared = question.terms.reduce((sum, term) => sum + (worth.get(term) || 0), 0) + (aim.topics.includes(question.topic) ? 3 : 0);
      const below = own - levels.indexOf(question.level);
      return { question, place, below, shared: all ? 1 : shared };
    }).filter((entry) => entry.below >= 0 && entry.shared > 0).sort((a, b) =>
      PRIORITY[b.question.priority] - PRIORITY[a.question.priority] || b.shared / (1 + b.below / 2) - a.shared / (1 + a.below / 2) || a.place - b.place
    ).map((entry) => entry.question);
  }

  /**
   * Days with what to learn and what to repeat of the day before. A day is never longer than its minutes.
   * @param {Question[]} questions Most important first. @param {Aim} aim @returns {{days: PlanDay[], left: Question[]}}
   */
  function spread(questions, aim) {
    const waiting = questions.slice();
    /** @type {PlanDay[]} */
    const made = [];
    for (const day of days(aim.from, aim.until)) {
      const before = made.length ? made[made.length - 1].learn : [];
      const repeat = before.slice(0, Math.floor(aim.minutes / 4 / REPEAT));
      let minutes = repeat.length * REPEAT;
      /** @type {Question[]} */
      const learn = [];
      for (let i = 0; i < waiting.length;) {
        const need = waiting[i].minutes * STUDY;
        if (minutes + need > aim.minutes) { i += 1; continue; }
        minutes += need;
        learn.push(...waiting.splice(i, 1));
      }
      made.push({ day, repeat, learn, minutes });
    }
    return { days: made, left: waiting };
  }

  return { days, ranked, spread, STUDY, REPEAT, MOST_DAYS };
})(); }

window.handbook?.tool?.("plan", (root, data) => {
  const { make, text, counted } = handbook.dom;
  const { plan, progress, schedule } = handbook;
  const KNOWN_BOX = 4;
  const today = schedule.day();
  const state = handbook.state.read();
  const listed = (/** @type {string} */ name, /** @type {Titles} */ titles) => (state.get(name) || "").split(",").filter((id) => id in titles);
  /** @type {Set<string>} */
  const terms = new Set(listed("terms", data.terms)), topics = new Set(listed("topics", data.topics));
  const given = state.get("date") || "";

  const job = make("textarea", { id: "q-plan-job", rows: 5, "aria-describedby": "q-plan-job-note" });
  const read = make("button", { type: "button", "class": "md-button", click: match }, ["Find its terms"]);
  const level = make("select", { id: "q-plan-level", change: show }, Object.entries(data.levels).map(([value, title]) =>
    make("option", { value, selected: value === (state.get("level") || "intermediate") }, [title])));
  const date = make("input", { type: "date", id: "q-plan-date", min: today, value: /^\d{4}-\d\d-\d\d$/.test(given) && given >= today ? given : schedule.later(today, 7), change: show });
  const minutes = make("input", { type: "number", id: "q-plan-minutes", min: 10, max: 600, step: 5, value: Number(state.get("minutes")) || 60, change: show });
  const skip = make("input", { type: "checkbox", id: "q-plan-skip", change: show });
  const chips = make("ul", { "class": "q-plan-chips", "aria-label": "Terms of the job" });
  const addition = make("input", { id: "q-plan-add", list: "q-plan-terms", autocomplete: "off", keydown: (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } } });
  const said = make("p", { "class": "q-tool-said", role: "status" });
  const days = make("div", { "class": "q-plan-days" });
  const ids = new Map(Object.entries(data.terms).map(([id, title]) => [title.toLowerCase(), id]));

  /** @param {string} label @param {HTMLElement} input @param {(Node | string)[]} [more] */
  function field(label, input, more = []) { return make("p", { "class": "q-field" }, [make("label", { for: input.id }, [label]), input, ...more]); }

  root.replaceChildren(progress.noteBar(), make("div", { "class": "q-plan-form" }, [
    field("Job description, if you have one", job, [make("span", { id: "q-plan-job-note", "class": "q-contents-facts" }, ["It is read in your browser, sent nowhere, and stored nowhere."])]),
    make("p", { "class": "q-tool-bar" }, [read]), said, chips,
    make("p", { "class": "q-field" }, [make("label", { for: addition.id }, ["Add a term"]), addition, " ", make("button", { type: "button", "class": "md-button", click: add }, ["Add"])]),
    make("datalist", { id: "q-plan-terms" }, Object.values(data.terms).map((value) => make("option", { value }))),
    make("fieldset", { "class": "q-plan-topics" }, [make("legend", {}, ["Topics to cover in any case"]), ...Object.entries(data.topics).map(([id, title]) =>
      make("label", {}, [make("input", { type: "checkbox", value: id, checked: topics.has(id), change: (event) => {
        if (event.target.checked) { topics.add(id); } else { topics.delete(id); }
        show();
      } }), " ", title]))]),
    make("div", { "class": "q-tool-form" }, [field("Level", level), field("Day of the interview", date), field("Minutes a day", minutes),
      make("p", { "class": "q-field" }, [make("label", {}, [skip, " Leave out what I know already"])])]),
  ]), days);
  show();

  /** Read the job description for terms of the field. */
  function match() {
    const description = job.value;
    if (!description.trim()) { said.textContent = "Paste the job description first."; job.focus(); return; }
    handbook.search.ready(() => {
      const found = handbook.search.terms(description).filter((id) => id in data.terms);
      found.forEach((id) => terms.add(id));
      said.textContent = found.length ? `${counted(found.length, "term")} of the field found. Remove what does not matter, add what is missing.`
        : "No term of the field was found in it. Add terms or choose topics.";
      show();
    });
  }

  function add() {
    const id = ids.get(addition.value.trim().toLowerCase());
    if (!id) { said.textContent = addition.value.trim() ? `“${addition.value.trim()}” is no term of a question here. Choose one from the list.` : "Type a term first."; return; }
    terms.add(id);
    addition.value = "";
    said.textContent = `${data.terms[id]} added.`;
    show();
  }

  /** @param {string} id */
  function remove(id) {
    terms.delete(id);
    said.textContent = `${data.terms[id]} removed.`;
    show();
    addition.focus();
  }

  /** @param {string} day */
  function named(day) {
    return new Date(`${day}T12:00:00Z`).toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });
  }

  /** @param {Question} question @param {number} need */
  function row(question, need) {
    return make("li", {}, [make("a", { href: handbook.bank.address(question.id) }, [question.title]), ` ${need} min`,
      question.priority === "core" ? make("strong", {}, [" core"]) : "", make("span", { "class": "q-contents-question" }, [text(question.question)])]);
  }

  function show() {
    const time = Math.min(600, Math.max(10, Math.round(Number(minutes.value)) || 60));
    const until = date.value >= today ? date.value : today;
    const aim = { level: level.value, topics: Array.from(topics), terms: Array.from(terms), from: today, until, minutes: time };
    handbook.state.write(new URLSearchParams({ level: aim.level, date: until, minutes: String(time), ...(topics.size ? { topics: aim.topics.join() } : {}), ...(terms.size ? { terms: aim.terms.join() } : {}) }));
    chips.replaceChildren(...aim.terms.map((id) => make("li", {}, [data.terms[id], " ", make("button", { type: "button", "aria-label": `Remove ${data.terms[id]}`, click: () => remove(id) }, ["×"])])));
    const cards = progress.cards();
    const wanted = plan.ranked(data, aim).filter((question) => !(skip.checked && (cards.get(question.id)?.box || 0) >= KNOWN_BOX));
    if (!wanted.length) {
      days.replaceChildren(make("h2", {}, ["Your plan"]), make("p", {}, ["No question matches. Remove a term, choose more topics, or take a higher level."]));
      return;
    }
    const made = plan.spread(wanted, aim);
    const learned = made.days.reduce((sum, day) => sum + day.learn.length, 0);
    const core = made.left.filter((question) => question.priority === "core").length;
    const busy = made.days.filter((day) => day.learn.length || day.repeat.length);
    const free = made.days.length - busy.length;
    days.replaceChildren(
      make("h2", {}, ["Your plan"]),
      make("p", { role: "status" }, [`${counted(learned, "question")} in ${counted(busy.length, "day")}, at most ${time} minutes a day.`,
        made.left.length ? ` ${counted(made.left.length, "question")} ${made.left.length === 1 ? "does" : "do"} not fit${core ? `, ${core} of them core: take more minutes a day` : ""}.` : " Everything that matches fits.",
        free ? ` ${counted(free, "day")} ${free === 1 ? "is" : "are"} free for mock interviews.` : ""]),
      make("p", { "class": "q-tool-bar" }, [make("button", { type: "button", "class": "md-button", click: () => window.print() }, ["Print the plan"])]),
      ...busy.map((day) => make("section", {}, [
        make("h3", {}, [`${named(day.day)}: ${day.minutes} min`]),
        ...(day.repeat.length ? [make("p", {}, ["First repeat, trap and summary only: ", ...day.repeat.flatMap((question, i) => [i ? ", " : "", make("a", { href: handbook.bank.address(question.id) }, [question.title])]), "."])] : []),
        make("ol", { "class": "q-plan-list" }, day.learn.map((question) => row(question, question.minutes * plan.STUDY))),
      ])),
      make("p", {}, [`${named(until)}: the interview. In the morning only `, make("a", { href: `${handbook.bank.site}traps.html` }, ["the traps"]), "."]),
    );
  }
});
