/**
 * Keeps the handbook readable without a network: registers the service worker where there is one (a copy opened from disk
 * needs none), and says when a newer version has been fetched whole and waits to be taken.
 */
"use strict";

(function () {
  var here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  var site = new URL("../", here).href;
  if (!/^https?:$/.test(location.protocol) || !navigator.serviceWorker) { return; }

  var link = document.createElement("link");
  link.rel = "manifest";
  link.href = new URL("manifest.webmanifest", site).href;
  document.head.appendChild(link);

  /** Say that a worker with a newer version waits, and let the reader take it. @param {ServiceWorker} worker */
  function offer(worker) {
    if (document.querySelector(".q-offline")) { return; }
    var bar = document.createElement("div");
    bar.className = "q-offline";
    bar.setAttribute("role", "status");
    var take = document.createElement("button");
    take.type = "button";
    take.textContent = "Take it now";
    take.addEventListener("click", function () {
      navigator.serviceWorker.addEventListener("controllerchange", function () { location.reload(); });
      worker.postMessage("take");
    });
    var later = document.createElement("button");
    later.type = "button";
    later.textContent = "Later";
    later.addEventListener("click", function () { bar.remove(); });
    bar.append("A newer version of the handbook is ready. ", take, " ", later);
    document.body.appendChild(bar);
  }

  /** @param {ServiceWorkerRegistration} registration */
  function watch(registration) {
    if (registration.waiting && navigator.serviceWorker.controller) { offer(registration.waiting); }
    registration.addEventListener("updatefound", function () {
      var coming = registration.installing;
      if (!coming) { return; }
      coming.addEventListener("statechange", function () {
        if (coming.state === "installed" && navigator.serviceWorker.controller) { offer(coming); }
      });
    });
  }

  window.addEventListener("load", function () {
    // What the reader came for is first: fetching the rest of the site can wait for a moment.
    setTimeout(register, 2500);
  });

  function register() {
    navigator.serviceWorker.register(new URL("sw.js", site).href, { updateViaCache: "none" }).then(watch, function () {
      // A server without the worker, or storage that is forbidden: the pages work as they are.
    });
  }
})();
