"""The pages' content security policy is enforced, on a server and from disk, and nothing that they do runs into it."""

from browsing import Reader

# Each way to run or fetch something, the directive that must stop it, and what leads there.
ATTACKS = {
    "script-src-elem inline": "const s = document.createElement('script'); s.textContent = 'ran = true'; document.body.append(s)",
    "script-src-elem https://example.org/x.js": "const s = document.createElement('script'); s.src = 'https://example.org/x.js'; document.body.append(s)",
    "script-src-elem data": "const s = document.createElement('script'); s.src = 'data:text/javascript,ran=true'; document.body.append(s)",
    "script-src-elem blob": "const s = document.createElement('script'); s.src = URL.createObjectURL(new Blob(['ran=true'])); document.body.append(s)",
    "script-src-attr inline": "document.body.insertAdjacentHTML('beforeend', '<details open ontoggle=\"ran=true\">')",
    "script-src eval": "setTimeout('ran = true')",
    "style-src-attr inline": "document.body.setAttribute('style', 'color: red')",
    "style-src-elem inline": "const s = document.createElement('style'); s.textContent = 'p{}'; document.body.append(s)",
    "img-src https://example.org/x.png": "new Image().src = 'https://example.org/x.png'",
    "connect-src https://example.org/": "fetch('https://example.org/').catch(() => null)",
    "frame-src https://example.org": "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"https://example.org/\">')",
    "object-src https://example.org": "document.body.insertAdjacentHTML('beforeend', '<object data=\"https://example.org/\">')",
    "worker-src blob": "new Worker(URL.createObjectURL(new Blob([''])))",
    "form-action https://example.org/": "document.body.insertAdjacentHTML('beforeend', '<form id=\"f\" action=\"https://example.org/\">'); document.getElementById('f').submit()",
    "base-uri https://example.org/": "document.head.insertAdjacentHTML('afterbegin', '<base href=\"https://example.org/\">')",
}  # fmt: skip

_WATCHED = """(wanted) => new Promise((done) => {
  document.addEventListener("securitypolicyviolation",
    (event) => `${event.effectiveDirective} ${event.blockedURI}`.startsWith(wanted) && done(true));
  setTimeout(done, 20000, false);
  %s;
})"""


def test_what_an_injection_would_do_is_refused_and_seen_by_the_tests(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/cards.html")
    assert reader.faults == []
    failed = {}
    reader.context.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
    assert [wanted for wanted, attack in ATTACKS.items() if not page.evaluate(_WATCHED % attack, wanted)] == []
    told = "\n".join(reader.faults)
    assert [wanted for wanted in ATTACKS if f"policy: {wanted.replace(' ', ' refused ', 1)}" not in told] == []
    assert page.evaluate("typeof ran") == "undefined"
    assert {url: why for url, why in failed.items() if why != "csp"} == {}
    reader.faults.clear()
