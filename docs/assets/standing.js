/**
 * A picture of the reader's progress: a bar for every topic and level, with the same in words.
 */
"use strict";

/** @param {Data} data @returns {HTMLElement} */
handbook.standing = (data) => {
  const { make, counted } = handbook.dom;
  const { progress, schedule } = handbook;
  const PARTS = /** @type {[string, string, number][]} */ ([["firm", "firm (box 5 and 6)", 5], ["growing", "growing (box 3 and 4)", 3], ["begun", "begun (box 1 and 2)", 1]]);
  const SVG = "http://www.w3.org/2000/svg";
  const cards = progress.cards();

  /** @param {string} name @param {Object<string, string | number>} attributes */
  function draw(name, attributes) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) { node.setAttribute(key, String(value)); }
    return node;
  }

  /** @param {string} title @param {Question[]} questions */
  function row(title, questions) {
    const own = questions.map((q) => cards.get(q.id)).filter((card) => !!card);
    const counts = PARTS.map(([name, words, least], i) => ({ name, words, count: own.filter((card) => card.box >= least && card.box < (i ? PARTS[i - 1][2] : 99)).length }));
    const due = own.filter((card) => schedule.isDue(card)).length;
    const bar = draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", "class": "q-bar" });
    bar.append(draw("rect", { "class": "q-bar-new", width: 100, height: 10 }));
    let from = 0;
    for (const { name, count } of counts) {
      const width = (100 * count) / questions.length;
      if (width) { bar.append(draw("rect", { "class": `q-bar-${name}`, x: from, width, height: 10 })); }
      from += width;
    }
    const words = counts.filter((part) => part.count).map((part) => `${part.count} ${part.name}`);
    return make("li", {}, [
      make("span", { "class": "q-standing-title" }, [title]), bar,
      make("span", { "class": "q-standing-words" }, [
        `${own.length} of ${questions.length} rated${words.length ? `: ${words.join(", ")}` : ""}${due ? `; ${due} due` : ""}`,
      ]),
    ]);
  }

  /** @param {string} title @param {Object<string, string>} titles @param {(q: Question) => string} of */
  function group(title, titles, of) {
    const rows = Object.entries(titles).map(([id, name]) => /** @type {[string, Question[]]} */ ([name, data.questions.filter((q) => of(q) === id)]))
      .filter(([, questions]) => questions.length).map(([name, questions]) => row(name, questions));
    return [make("h3", {}, [title]), make("ul", { "class": "q-standing" }, rows)];
  }

  const key = make("p", { "class": "q-standing-key" }, PARTS.map(([name, words]) => {
    const sample = draw("svg", { viewBox: "0 0 10 10", "aria-hidden": "true", "class": "q-bar-sample" });
    sample.append(draw("rect", { "class": `q-bar-${name}`, width: 10, height: 10 }));
    return make("span", {}, [sample, words]);
  }));
  const rated = data.questions.filter((q) => cards.has(q.id)).length;
  return make("section", { "class": "q-standings", "aria-label": "Your progress" }, [
    make("p", {}, [`${rated} of ${counted(data.questions.length, "question")} rated.`]), key,
    ...group("By level", data.levels, (q) => q.level), ...group("By topic", data.topics, (q) => q.topic),
  ]);
};
