/**
 * The trap drill: one statement at a time, either what is tempting to say or what to say instead. Which of the two a seed
 * decides, and the seed is in the address, so that a link gives the same drill.
 */
"use strict";

/**
 * Draw statements: as many tempting as sound ones, each of another question. They are drawn in pairs, one tempting and one
 * sound, that are as alike as the bank allows in length and in marks of style, so that these tell nothing.
 * @param {Question[]} questions @param {number} count @param {string} seed
 * @returns {{id: string, tempting: boolean, text: string}[]}
 */
handbook.statements = (questions, count, seed) => {
  /** What a writer does more often on one side than on the other; a pair should share it. A difference counts as so many letters. */
  const STYLE = [/;/, /\bso\b/, /\b(not|no|never|nothing)\b/, /\d/, /\b(I|we|our|my)\b/i, /\b(all|every|any|each|always)\b/i];
  const APART = 6;
  /** Of how many statements the best pair is taken; more would make the drills resemble each other. */
  const LOOKED = 4;
  const random = handbook.seeded(seed);
  /** Without links, which the two sides may not have alike, and with a full stop at the end. @param {string} markup */
  const even = (markup) => markup.replace(/<\/?a\b[^>]*>/g, "").replace(/\s*[.;]?\s*$/, ".").replace(/([?!…])\.$/, "$1");
  /** @param {string} markup */
  const side = (markup) => {
    const text = even(markup), plain = handbook.dom.text(text);
    return { text, length: plain.length, style: STYLE.map((mark) => mark.test(plain)) };
  };
  const pool = random.shuffled(questions.map((q) => ({ id: q.id, sides: [side(q.tempting), side(q.say)] })));
  const drawn = [];
  while (pool.length > 1 && drawn.length + 1 < count) {
    let best = [0, 1, 0], least = Infinity;
    for (let i = 0; i < Math.min(LOOKED, pool.length); i++) {
      const which = random.below(2), one = pool[i].sides[which];
      for (let j = 0; j < pool.length; j++) {
        if (j === i) { continue; }
        const other = pool[j].sides[1 - which];
        const far = Math.abs(one.length - other.length) + APART * one.style.filter((mark, k) => mark !== other.style[k]).length;
        if (far < least) { least = far; best = [i, j, which]; }
      }
    }
    const [i, j, which] = best;
    drawn.push({ id: pool[i].id, tempting: which === 0, text: pool[i].sides[which].text }, { id: pool[j].id, tempting: which === 1, text: pool[j].sides[1 - which].text });
    pool.splice(Math.max(i, j), 1);
    pool.splice(Math.min(i, j), 1);
  }
  if (pool.length && drawn.length < count) {
    const which = random.below(2);
    drawn.push({ id: pool[0].id, tempting: which === 0, text: pool[0].sides[which].text });
  }
  return random.shuffled(drawn);
};

window.handbook?.tool?.("drill", (root, data) => {
  const { make, html, counted } = handbook.dom;
  const { bank, state } = handbook;
  const main = make("div", { "class": "q-practice" });
  root.replaceChildren(main);
  /** @type {(key: string) => boolean} */
  let keys = () => false;

  function choose() {
    keys = () => false;
    const asked = state.read();
    asked.delete("seed");
    const said = make("p", { role: "status" });
    const facets = handbook.facets({ data, state: asked, text: false, own: false, open: ["level", "topic"], changed: show });
    const size = make("select", { id: "q-drill-size", change: show }, ["10", "20", "40"].filter((n) => n === "10" || Number(n) * 2 <= data.questions.length).map((n) => make("option", { value: n, selected: n === asked.get("n") }, [`${n} statements`])));
    const start = make("button", { type: "button", "class": "md-button md-button--primary", click: () => begin(handbook.newSeed()) }, ["Start"]);
    const title = make("h2", { tabindex: -1, "class": "q-practice-title" }, ["Choose a drill"]);
    main.replaceChildren(
      title, make("details", { "class": "q-fold q-practice-set", open: facets.state().toString() !== "" }, [make("summary", {}, ["Which questions"]), facets.node]),
      facets.chips, make("p", { "class": "q-practice-fields" }, [make("label", { "for": size.id }, ["How many"]), size]), said,
      make("p", { "class": "q-tool-bar" }, [start]),
    );

    function words() {
      const made = facets.state();
      if (size.value !== "10") { made.set("n", size.value); }
      return made;
    }

    function show() {
      const n = facets.chosen().length;
      said.textContent = n > 1 ? `Drawn from ${counted(n, "question")}.` : "Too few questions fit all of this. Take one choice away.";
      start.disabled = n < 2;
      state.write(words());
    }

    /** @param {string} seed */
    function begin(seed) {
      const made = words();
      made.set("seed", seed);
      state.write(made);
      run(handbook.statements(facets.chosen(), Number(size.value), seed));
    }

    show();
    return { begin, title };
  }

  /** @param {{id: string, tempting: boolean, text: string}[]} statements */
  function run(statements) {
    /** @type {boolean[]} */
    const right = [];

    function next() {
      if (right.length === statements.length) { finish(); return; }
      const { id, tempting, text } = statements[right.length];
      const question = /** @type {Question} */ (bank.question(id));
      const title = make("h2", { tabindex: -1, "class": "q-practice-title q-drill-statement" }, [html(text)]);
      const answer = make("div", { "class": "q-practice-body" });
      const given = make("div", { "class": "q-given", hidden: !question.hasGiven });
      const buttons = make("div", { "class": "q-practice-rate", role: "group", "aria-label": "What is this statement?" }, [
        make("button", { type: "button", "class": "md-button", click: () => say(true) }, [make("kbd", { "aria-hidden": true }, ["1"]), " A trap"]),
        make("button", { type: "button", "class": "md-button", click: () => say(false) }, [make("kbd", { "aria-hidden": true }, ["2"]), " Sound"]),
      ]);
      keys = (key) => { if (key === "1" || key === "2") { say(key === "1"); return true; } return false; };
      main.replaceChildren(
        make("p", { "class": "q-practice-where" }, [make("span", {}, [`Statement ${right.length + 1} of ${statements.length}`]),
          make("button", { type: "button", "class": "q-chip", click: () => { choose().title.focus(); } }, ["Stop here"])]),
        make("p", { "class": "q-drill-asked" }, [make("span", { "class": "q-label" }, ["Asked"]), html(question.question)]), given,
        make("p", { "class": "q-label" }, ["A candidate says"]), title, buttons, answer,
        make("p", { "class": "q-note" }, ["Keys: 1 for a trap, 2 for sound; then Space or Enter for the next one."]),
      );
      title.focus();
      if (question.hasGiven) {
        bank.details(id).then((details) => given.replaceChildren(make("h3", {}, ["On the table"]), html(details.given)),
          (error) => given.replaceChildren(make("p", { role: "alert" }, [error.message])));
      }

      /** @param {boolean} trap */
      function say(trap) {
        const good = trap === tempting;
        right.push(good);
        const last = right.length === statements.length;
        const on = make("button", { type: "button", "class": "md-button md-button--primary", click: next }, [last ? "See the result" : "Next"]);
        const verdict = make("p", { tabindex: -1, "class": `q-drill-verdict ${good ? "q-drill-right" : "q-drill-wrong"}` }, [
          make("strong", {}, [good ? "Right. " : "No. "]), tempting ? "This is the trap." : "This is what to say.",
        ]);
        const row = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ markup) =>
          make("div", { "class": `q-trap-${name}` }, [make("dt", {}, [label]), make("dd", {}, [html(markup)])]);
        answer.replaceChildren(verdict, make("div", { "class": "q-trap" }, [make("dl", {}, [
          ...(tempting ? [] : [row("tempting", "The tempting answer", question.tempting)]), row("why", tempting ? "Why it fails" : "Why that fails", question.why),
          ...(tempting ? [row("say", "Say instead", question.say)] : []),
        ])]), make("p", { "class": "q-tool-bar" }, [on, make("a", { href: bank.address(id) }, ["Read the question"])]));
        buttons.hidden = true;
        keys = (key) => { if (key === " " || key === "Enter") { next(); return true; } return false; };
        verdict.focus();
      }
    }

    function finish() {
      keys = () => false;
      const good = right.filter((one) => one).length;
      const wrong = statements.filter((_, i) => !right[i]);
      const fell = wrong.filter((one) => one.tempting).length;
      const title = make("h2", { tabindex: -1, "class": "q-practice-title" }, [`${good} of ${statements.length} right`]);
      main.replaceChildren(
        title,
        make("p", {}, [wrong.length ? `${counted(fell, "trap")} taken for sound, ${counted(wrong.length - fell, "sound answer")} taken for a trap.` : "No trap caught you."]),
        ...(wrong.length ? [make("h3", {}, ["To read again"]), make("ul", { "class": "q-list" }, wrong.map(({ id, tempting }) => {
          const question = /** @type {Question} */ (bank.question(id));
          return make("li", {}, [make("a", { href: bank.address(id) }, [question.title]), " ",
            make("span", { "class": "q-contents-facts" }, [`${data.topics[question.topic]} · ${tempting ? "you took the trap" : "you doubted what is right"}`])]);
        }))] : []),
        make("p", { "class": "q-tool-bar" }, [
          make("button", { type: "button", "class": "md-button md-button--primary", click: () => { choose().begin(handbook.newSeed()); } }, ["New drill"]),
          make("button", { type: "button", "class": "md-button", click: () => run(statements) }, ["The same again"]),
          make("button", { type: "button", "class": "md-button", click: () => { choose().title.focus(); } }, ["Choose another"]),
        ]),
        make("p", { "class": "q-note" }, ["The address of this page gives the same drill to someone else."]),
      );
      title.focus();
    }

    next();
  }

  main.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea")) { return; }
    if ((event.key === " " || event.key === "Enter") && target.closest("button, a, summary")) { return; }
    if (keys(event.key)) { event.preventDefault(); }
  });

  const seed = state.read().get("seed");
  const chooser = choose();
  if (seed) { chooser.begin(seed); }
});
