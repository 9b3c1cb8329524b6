/**
 * Printing some of a page's questions: tick them in the contents list. Without this script the page prints as a whole.
 */
"use strict";

(function () {
  var list = document.querySelector("ol.q-contents");
  if (!list || !window.print) { return; }

  /** @param {string} text @param {() => void} act */
  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "md-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  /** @type {HTMLInputElement[]} */
  var boxes = [];
  var bar = document.createElement("p");
  bar.className = "q-print-bar";
  var choose = button("Choose questions to print", function () { show(true); boxes[0].focus(); });
  var print = button("", printTicked);
  var all = button("Tick all", function () {
    var on = boxes.some(function (box) { return !box.checked; });
    boxes.forEach(function (box) { box.checked = on; });
    count();
  });
  var cancel = button("Cancel", function () { show(false); choose.focus(); });

  Array.from(list.children).forEach(function (item) {
    var link = /** @type {HTMLAnchorElement} */ (item.querySelector("a"));
    var box = document.createElement("input");
    box.type = "checkbox";
    box.className = "q-print-box";
    box.value = link.hash.slice(1);
    box.setAttribute("aria-label", "Print: " + link.textContent);
    box.addEventListener("change", count);
    item.insertBefore(box, link);
    boxes.push(box);
  });
  bar.append(choose, print, all, cancel);
  list.after(bar);
  show(false);

  /** @param {boolean} on */
  function show(on) {
    boxes.forEach(function (box) { box.hidden = !on; });
    choose.hidden = on;
    print.hidden = all.hidden = cancel.hidden = !on;
    count();
  }

  function count() {
    var ticked = boxes.filter(function (box) { return box.checked; }).length;
    print.textContent = ticked ? "Print " + ticked + (ticked === 1 ? " question" : " questions") : "Print ticked questions";
    print.disabled = !ticked;
    all.textContent = ticked === boxes.length ? "Tick none" : "Tick all";
  }

  function printTicked() {
    boxes.forEach(function (box) {
      var heading = document.getElementById(box.value);
      var entry = heading && heading.nextElementSibling;
      [heading, entry].forEach(function (part) { if (part) { part.classList.toggle("q-print-not", !box.checked); } });
    });
    document.body.classList.add("q-print-some");
    window.addEventListener("afterprint", function () { document.body.classList.remove("q-print-some"); }, { once: true });
    window.print();
  }
})();
