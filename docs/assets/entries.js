/**
 * Lays out the questions of a long page one by one when the page is there and the browser has time, so that its first sight does
 * not wait for all of them. Who comes back to a place in the page needs the true heights at once.
 */
"use strict";

(function () {
  var how = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType("navigation")[0]);
  if (!how || how.type !== "navigate" || !window.requestIdleCallback) {
    document.documentElement.classList.add("q-whole");
    return;
  }

  function next() {
    var far = document.querySelector(".q-entry:not(.q-near)");
    if (!far) { return; }
    far.classList.add("q-near");
    requestIdleCallback(next);
  }
  addEventListener("load", function () { requestIdleCallback(next); });
}());
