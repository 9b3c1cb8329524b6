/**
 * Practice: a session of questions, one at a time. Think, look at the summary, then at answer and trap, and rate yourself;
 * what was missed comes back sooner. A session that was left can be gone on with.
 */
"use strict";

window.handbook?.tool?.("cards", (root, data) => {
  const { make, html, counted } = handbook.dom;
  const { bank, progress, schedule, state } = handbook;
  const SETTING = "session";
  const RATINGS = /** @type {[Rating, string][]} */ ([[1, "Missed it"], [2, "Partly"], [3, "Knew it"]]);
  /**
   * @typedef {{queue: string[], done: [string, Rating][], minutes: number, spent: number, set: string}} Session  `minutes` is 0
   *   for a session that ends with its queue; `spent` are seconds; `set` is the address's state that it was chosen with.
   */
  const main = make("div", { "class": "q-practice" });
  root.replaceChildren(progress.noteBar(), main);

  // ------------------------------------------------------------------ the session that is kept

  /** @returns {Session | null} */
  function kept() {
    const found = progress.setting(SETTING);
    const right = found && typeof found === "object" && Array.isArray(found.queue) && Array.isArray(found.done) &&
      found.queue.every((/** @type {any} */ id) => typeof id === "string") &&
      found.done.every((/** @type {any} */ entry) => Array.isArray(entry) && typeof entry[0] === "string" && [1, 2, 3].includes(entry[1]));
    if (!right) { return null; }
    /** @type {string[]} */
    const queue = found.queue.map(bank.currentId).filter(bank.question);
    const done = found.done.filter((/** @type {[string, Rating]} */ entry) => bank.question(entry[0]));
    return queue.length ? { queue: Array.from(new Set(queue)), done, minutes: Number(found.minutes) || 0, spent: Number(found.spent) || 0, set: String(found.set || "") } : null;
  }

  /** @param {Session | null} session */
  function keep(session) {
    try { progress.set(SETTING, session || undefined); } catch { /* Too large to keep: then it cannot be gone on with. */ }
  }

  // ------------------------------------------------------------------ choosing

  function choose() {
    const asked = state.read();
    const left = kept();
    const said = make("p", { "class": "q-practice-said", role: "status" });
    const facets = handbook.facets({ data, state: asked, text: true, open: ["level", "topic"], changed: show });
    const lengths = [["5", "5 questions"], ["10", "10 questions"], ["20", "20 questions"], ["all", "All of them"], ["10m", "10 minutes"], ["20m", "20 minutes"], ["45m", "45 minutes"]];
    const orders = [["due", "Due first, then new"], ["site", "In the order of the site"], ["random", "Shuffled"]];
    const length = select("q-practice-length", lengths, asked.get("length") || "10");
    const order = select("q-practice-order", orders, asked.get("order") || "due");
    const start = make("button", { type: "button", "class": "md-button md-button--primary", click: begin }, ["Start"]);
    const unfold = facets.state().toString() !== "";

    main.replaceChildren(
      ...(left ? [make("div", { "class": "q-practice-left" }, [
        make("p", {}, [`You stopped in a session: ${left.done.length} rated, ${counted(left.queue.length, "question")} left.`]),
        make("p", { "class": "q-tool-bar" }, [
          make("button", { type: "button", "class": "md-button md-button--primary", click: () => run(left) }, ["Go on"]),
          make("button", { type: "button", "class": "md-button", click: () => { keep(null); choose(); focusFirst(); } }, ["Drop it"]),
        ]),
      ])] : []),
      make("h2", { tabindex: -1, "class": "q-practice-title" }, ["Choose a session"]),
      make("details", { "class": "q-fold q-practice-set", open: unfold }, [make("summary", {}, ["Which questions"]), facets.node]),
      facets.chips,
      make("p", { "class": "q-practice-fields" }, [
        make("label", { "for": length.id }, ["How long"]), length, make("label", { "for": order.id }, ["In which order"]), order,
      ]),
      said, make("p", { "class": "q-tool-bar" }, [start]),
      make("p", { "class": "q-note" }, [schedule.EXPLAINED]),
      make("details", { "class": "q-fold" }, [make("summary", {}, ["How you stand"]), handbook.standing(data)]),
    );

    /** @param {string} id @param {string[][]} options @param {string} value */
    function select(id, options, value) {
      const made = make("select", { id, change: show }, options.map(([key, title]) => make("option", { value: key, selected: key === value }, [title])));
      return made;
    }

    function ids() {
      const chosen = facets.chosen().map((q) => q.id);
      if (order.value === "due") { return schedule.order(chosen, progress.cards()); }
      return order.value === "random" ? handbook.seeded(handbook.newSeed()).shuffled(chosen) : chosen;
    }

    function show() {
      const chosen = facets.chosen();
      const cards = progress.cards();
      const due = chosen.filter((q) => schedule.isDue(cards.get(q.id))).length;
      const fresh = chosen.filter((q) => !cards.has(q.id)).length;
      said.textContent = chosen.length ? `${counted(chosen.length, "question")}: ${due ? `${due} due` : "none due today"}, ${fresh} not rated yet.`
        : "No question fits all of this. Take one choice away.";
      start.disabled = !chosen.length;
      const now = facets.state();
      if (length.value !== "10") { now.set("length", length.value); }
      if (order.value !== "due") { now.set("order", order.value); }
      state.write(now);
    }

    function begin() {
      const queue = ids();
      const minutes = length.value.endsWith("m") ? parseInt(length.value, 10) : 0;
      const count = minutes || length.value === "all" ? queue.length : Number(length.value);
      run({ queue: queue.slice(0, count), done: [], minutes, spent: 0, set: state.read().toString() });
    }

    show();
  }

  function focusFirst() { /** @type {HTMLElement} */ (main.querySelector(".q-practice-title")).focus(); }

  // ------------------------------------------------------------------ one question after the other

  /** @param {Session} session */
  function run(session) {
    let since = Date.now();
    keep(session);

    function tick() {
      // A pause of more than five minutes was no practice.
      session.spent += Math.min(300, (Date.now() - since) / 1000);
      since = Date.now();
    }

    function next() {
      const timeUp = session.minutes > 0 && session.spent >= session.minutes * 60;
      if (!session.queue.length || timeUp) { finish(session, timeUp); return; }
      keep(session);
      card(session, (rating) => {
        tick();
        progress.rate(session.queue[0], rating);
        session.done.push([session.queue[0], rating]);
        session.queue = schedule.advanced(session.queue, rating);
        next();
      }, () => { tick(); keep(session); choose(); focusFirst(); });
    }

    next();
  }

  /** @param {Session} session @param {(rating: Rating) => void} rate @param {() => void} stop */
  function card(session, rate, stop) {
    const question = /** @type {Question} */ (bank.question(session.queue[0]));
    const again = session.done.some(([id]) => id === question.id);
    const before = progress.card(question.id);
    const left = Math.max(1, Math.ceil(session.minutes - session.spent / 60));
    const where = session.minutes ? `${counted(session.done.length, "question")} done, ${left} min left` : `${session.done.length} done, ${session.queue.length} to go`;
    const asked = make("h2", { tabindex: -1, "class": "q-practice-title q-question" }, [html(question.question)]);
    const given = make("div", { "class": "q-given", hidden: !question.hasGiven });
    const body = make("div", { "class": "q-practice-body" });
    const more = make("button", { type: "button", "class": "md-button md-button--primary", click: reveal }, ["Show the summary"]);
    const ratings = make("div", { "class": "q-practice-rate", role: "group", "aria-label": "How was your answer?", hidden: true },
      RATINGS.map(([rating, words]) => make("button", { type: "button", "class": `md-button q-rate-${rating}`, click: () => rate(rating) }, [
        make("kbd", { "aria-hidden": true }, [String(rating)]), " ", words,
      ])));
    let shown = 0;

    main.replaceChildren(
      make("p", { "class": "q-practice-where" }, [make("span", {}, [where]), make("button", { type: "button", "class": "q-chip", click: stop }, ["Stop here"])]),
      asked,
      make("p", { "class": "q-contents-facts" }, [[data.topics[question.topic], data.levels[question.level], data.kinds[question.kind], `${question.minutes} min`,
        again ? "again" : before ? `box ${before.box}` : "new"].join(" · ")]),
      given, make("p", { "class": "q-practice-hint" }, ["Say your answer aloud first."]), body,
      make("div", { "class": "q-practice-bar" }, [more, ratings]),
      make("p", { "class": "q-note q-practice-keys" }, ["Keys: Space shows the next part; then 1, 2 and 3 rate your answer."]),
    );
    keys = (key) => {
      if (key === " " && shown < 2) { reveal(); return true; }
      if (shown > 0 && /^[123]$/.test(key)) { rate(/** @type {Rating} */ (Number(key))); return true; }
      return false;
    };
    asked.focus();
    if (question.hasGiven) { fill(given, (details) => [make("h3", {}, ["On the table"]), html(details.given)]); }

    function reveal() {
      shown += 1;
      const title = make("h3", { tabindex: -1 }, [shown === 1 ? "In one sentence" : "Answer"]);
      const part = make("div", { "class": "q-practice-part" }, [title]);
      body.append(part);
      if (shown === 1) {
        part.append(make("p", { "class": "q-summary" }, [html(question.summary)]));
        more.textContent = "Show answer and trap";
        more.classList.remove("md-button--primary");
        ratings.hidden = false;
      } else {
        more.hidden = true;
        const answer = make("div", { "class": "q-answer" });
        part.append(answer);
        fill(answer, (details) => [html(details.answer)]);
        part.append(trap(question), make("h3", {}, ["What a strong answer contains"]),
          make("ol", { "class": "q-rubric" }, question.strong.map((text) => make("li", {}, [html(text)]))),
          make("h3", {}, ["What they ask next"]), make("ul", {}, question.follow.map((follow) => make("li", {}, [html(follow.question)]))),
          make("p", {}, [make("a", { href: bank.address(question.id) }, ["Read it on its page"]), ", with examples and references."]));
      }
      title.focus();
    }

    /** Fill a place with what is long of the question, or say why that is not possible. @param {HTMLElement} place @param {(details: Details) => Node[]} parts */
    async function fill(place, parts) {
      place.replaceChildren(make("p", { "class": "q-muted" }, ["Loading …"]));
      try { place.replaceChildren(...parts(await bank.details(question.id))); } catch (error) {
        const retry = make("button", { type: "button", "class": "q-chip", click: () => fill(place, parts) }, ["Try again"]);
        place.replaceChildren(make("p", { role: "alert" }, [`${/** @type {Error} */ (error).message} `, retry]));
      }
    }
  }

  /** @param {Question} question */
  function trap(question) {
    const row = (/** @type {string} */ name, /** @type {string} */ label, /** @type {(Node | string)[]} */ text) =>
      make("div", { "class": `q-trap-${name}` }, [make("dt", {}, [label]), make("dd", {}, text)]);
    return make("div", { "class": "q-trap" }, [make("h3", { "class": "q-trap-title" }, ["Trap to avoid"]), make("dl", {}, [
      row("tempting", "Tempting", ["“", html(question.tempting), "”"]), row("why", "Why it fails", [html(question.why)]),
      row("say", "Say instead", ["“", html(question.say), "”"]),
    ])]);
  }

  // ------------------------------------------------------------------ the end

  /** @param {Session} session @param {boolean} timeUp */
  function finish(session, timeUp) {
    keep(null);
    keys = () => false;
    /** @type {Map<string, Rating>} */
    const first = new Map();
    for (const [id, rating] of session.done) { if (!first.has(id)) { first.set(id, rating); } }
    const of = (/** @type {Rating} */ rating) => Array.from(first).filter((entry) => entry[1] === rating).map(([id]) => id);
    const weak = [...of(1), ...of(2)];
    const cards = progress.cards();
    const title = make("h2", { tabindex: -1, "class": "q-practice-title" }, [timeUp ? "Time is up" : "The session is done"]);
    main.replaceChildren(
      title,
      make("p", {}, [`${counted(first.size, "question")} in ${counted(Math.max(1, Math.round(session.spent / 60)), "minute")}: ${of(3).length} known, ${of(2).length} partly, ${of(1).length} missed at first sight.`]),
      ...(weak.length ? [make("h3", {}, ["To read again"]), make("ul", { "class": "q-list" }, weak.map((id) => {
        const question = /** @type {Question} */ (bank.question(id)), card = cards.get(id);
        return make("li", {}, [make("a", { href: bank.address(id) }, [question.title]), " ",
          make("span", { "class": "q-contents-facts" }, [`${first.get(id) === 1 ? "missed" : "partly"}${card ? ` · back ${card.due}` : ""}`])]);
      }))] : []),
      make("p", { "class": "q-tool-bar" }, [
        make("button", { type: "button", "class": "md-button md-button--primary", click: () => { choose(); focusFirst(); } }, ["Another session"]),
        ...(weak.length ? [make("button", { type: "button", "class": "md-button", click: () => run({ queue: weak, done: [], minutes: 0, spent: 0, set: session.set }) }, ["Practice these again"])] : []),
      ]),
      handbook.standing(data),
    );
    title.focus();
  }

  /** What the question on the page does with a key; true when it took it. @type {(key: string) => boolean} */
  let keys = () => false;
  main.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea")) { return; }
    if (event.key === " " && target.closest("button, a, summary")) { return; }
    if (keys(event.key)) { event.preventDefault(); }
  });

  choose();
});
