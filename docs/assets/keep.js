/**
 * The page Your progress: save it to a file, load a file, start again.
 */
"use strict";

window.handbook?.tool?.("progress", (root, data) => {
  const { make, counted } = handbook.dom;
  const { progress, schedule } = handbook;

  const count = make("p", { "class": "q-lead" });
  const said = make("p", { "class": "q-tool-said", role: "status" });
  const picture = make("div");
  const input = make("input", { type: "file", accept: ".json,application/json", id: "q-keep-file", hidden: true, change: load });
  const save = make("button", { type: "button", "class": "md-button md-button--primary", click: () => download(progress.file()) }, ["Save to a file"]);
  const open = make("button", { type: "button", "class": "md-button", click: () => input.click() }, ["Load a file"]);
  const reset = make("button", { type: "button", "class": "md-button", click: ask }, ["Reset"]);
  const rescue = make("button", { type: "button", "class": "md-button", click: () => progress.damaged().forEach((text, i) =>
    download({ name: `mlops-handbook-progress-damaged-${i + 1}.txt`, text })) }, ["Save what was set aside"]);

  /** @param {{name: string, text: string}} file */
  function download(file) {
    const address = URL.createObjectURL(new Blob([file.text], { type: "application/json" }));
    make("a", { href: address, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    said.textContent = `Saved as ${file.name}, where your browser puts downloads.`;
  }

  async function load() {
    const file = input.files && input.files[0];
    if (!file) { return; }
    let text;
    try { text = await file.text(); } catch { said.textContent = "The file could not be read. Nothing was changed."; return; }
    const result = progress.take(text);
    input.value = ""; // or the same file could not be chosen again
    said.textContent = result.ok ? `Loaded ${counted(result.questions, "question")}, ${result.added} of them new here.`
      : `${result.reason} Nothing was changed.`;
  }

  const sure = make("dialog", { "class": "q-tool-dialog", "aria-labelledby": "q-keep-sure" }, [
    make("h2", { id: "q-keep-sure" }, ["Forget all progress?"]),
    make("p", {}, ["Every rating in this browser goes. It cannot be brought back, unless you saved it to a file."]),
    make("p", { "class": "q-tool-bar" }, [
      make("button", { type: "button", "class": "md-button", autofocus: true, click: () => sure.close() }, ["Keep it"]),
      make("button", { type: "button", "class": "md-button md-button--primary", click: forget }, ["Forget it"]),
    ]),
  ]);

  function ask() { sure.showModal(); }

  function forget() {
    sure.close();
    progress.reset();
    said.textContent = "All progress is forgotten.";
    open.focus();
  }

  function show() {
    const cards = Array.from(progress.cards().values());
    const due = cards.filter((card) => schedule.isDue(card)).length;
    count.textContent = cards.length ? `You have rated ${counted(cards.length, "question")}. ${due ? `${due} ${due === 1 ? "is" : "are"} due today.` : "None is due today."}`
      : "You have not rated a question yet.";
    reset.disabled = !cards.length && !progress.damaged().length;
    rescue.hidden = !progress.damaged().length;
    picture.replaceChildren(...(cards.length ? [make("h2", {}, ["How you stand"]), handbook.standing(data)] : []));
  }

  root.replaceChildren(progress.noteBar(), count, make("p", { "class": "q-tool-bar" }, [save, open, reset, rescue]), said, input, sure, picture);
  progress.onChange(show);
  show();
});
