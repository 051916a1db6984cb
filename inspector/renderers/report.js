"use strict";
// Search, sort, filter and page the prompts; copy buttons; permalinks. Without script the page shows the first prompts and CSS filters them.
(() => {
  const PAGE = 50;
  document.documentElement.classList.add("scripted");
  for (const pre of document.querySelectorAll("pre.command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "copy";
    button.setAttribute("aria-label", "copy the command " + pre.textContent.trim().slice(0, 60));
    button.addEventListener("click", () => {
      const done = () => { button.textContent = "copied"; setTimeout(() => { button.textContent = "copy"; }, 1500); };
      const select = () => {
        const range = document.createRange();
        range.selectNodeContents(pre);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        if (document.execCommand("copy")) done();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(pre.textContent).then(done, select); else select();
    });
    pre.before(button);
  }
  const table = document.getElementById("prompt-table");
  if (!table) return;

  const rows = [...table.tBodies].map((body) => ({
    id: body.id, cause: body.dataset.cause, time: Number(body.dataset.time), stage: body.dataset.stage, session: body.dataset.session,
    text: body.textContent.toLowerCase(), body,
  }));
  const more = document.getElementById("more-prompts");
  if (more) {
    for (const [id, cause, time, stage, session, text, html] of JSON.parse(more.textContent)) rows.push({ id, cause, time, stage, session, text, html });
  }
  const bodyOf = (row) => {
    if (!row.body) {
      const holder = document.createElement("table");
      holder.innerHTML = row.html; // made by the same template, every value escaped
      row.body = holder.tBodies[0];
    }
    return row.body;
  };
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const pager = document.getElementById("pager");
  const state = { words: "", cause: "", sort: "", down: false, page: 0 };
  let shown = rows;
  const compare = (a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
  const draw = () => {
    for (const body of [...table.tBodies]) body.remove();
    const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
    state.page = Math.min(state.page, last);
    table.append(...shown.slice(state.page * PAGE, (state.page + 1) * PAGE).map(bodyOf));
    const from = shown.length ? state.page * PAGE + 1 : 0;
    const to = Math.min((state.page + 1) * PAGE, shown.length);
    found.textContent = !shown.length ? "No prompt matches." : `${from.toLocaleString("en")} to ${to.toLocaleString("en")} of ${shown.length.toLocaleString("en")} prompts`;
    pager.hidden = last === 0;
    pager.firstElementChild.disabled = state.page === 0;
    pager.lastElementChild.disabled = state.page === last;
  };
  const pick = () => {
    const words = state.words.toLowerCase().split(/\s+/).filter(Boolean);
    shown = rows.filter((row) => (!state.cause || row.cause === state.cause) && words.every((word) => row.text.includes(word)));
    if (state.sort) {
      const sign = state.down ? -1 : 1;
      shown = shown.map((row, at) => [row, at]).sort(([a, x], [b, y]) => sign * compare(a[state.sort], b[state.sort]) || x - y).map(([row]) => row);
    }
    state.page = 0;
    draw();
  };
  search.addEventListener("input", () => { state.words = search.value; pick(); });
  for (const input of document.querySelectorAll("input.filter")) {
    input.addEventListener("change", () => { state.cause = input.value; pick(); });
  }
  for (const head of table.tHead.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      state.down = state.sort === head.dataset.sort && !state.down;
      state.sort = head.dataset.sort;
      for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      pick();
    });
  }
  pager.firstElementChild.addEventListener("click", () => { state.page -= 1; draw(); });
  pager.lastElementChild.addEventListener("click", () => { state.page += 1; draw(); });
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (!wanted) return;
    const at = rows.findIndex((row) => row.id === wanted || row.session === wanted);
    if (at < 0) return;
    search.value = state.words = "";
    state.cause = state.sort = "";
    document.getElementById("f-all").checked = true;
    pick();
    state.page = Math.floor(shown.indexOf(rows[at]) / PAGE);
    draw();
    const body = bodyOf(rows[at]);
    for (const details of body.querySelectorAll("details")) details.open = true;
    for (const other of table.querySelectorAll(".target")) other.classList.remove("target");
    body.classList.add("target");
    body.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => { for (const body of [...table.tBodies]) body.remove(); table.append(...shown.slice(0, 500).map(bodyOf)); });
  addEventListener("afterprint", draw);
  pick();
  follow();
})();
