/**
 * Questions far down a long page are laid out when they come near, so that its first sight does not wait for them. As soon as the
 * reader moves in the page, all are laid out one by one while the browser has time, and who comes back to a place gets them at
 * once: only with true heights is the place where it was.
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
  addEventListener("scroll", function () { requestIdleCallback(next); }, { once: true, passive: true });
}());
