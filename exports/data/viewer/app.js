// Puts the page together: filters, search, keys, theme; static scenes and live stores alike.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

function start(scene, config) {
  const $ = (id) => document.getElementById(id);
  const saved = (() => { try { return localStorage.getItem("newsgraph-theme"); } catch { return null; } })();
  if (saved) document.documentElement.dataset.theme = saved;
  const model = new Model(scene);
  const say = (text) => { $("live").textContent = text; };
  let panel = null, view = null;

  const on = {
    node: (index, fly = true) => choose({ kind: "node", index }, fly),
    edge: (edges) => choose({ kind: "edge", edges }),
    statements: (list, title) => {
      const edges = model.edges.filter((e) => e.visible && e.statements.some((s) => list.includes(s))).map((e) => e.index);
      view.select(edges.length ? { kind: "edge", edges } : null);
      panel.statements(list, title);
      openSide();
    },
    focus: (index) => { model.filter.focus = index; model.filter.depth = 1; refilter(); view.fit(); },
    depth: (depth) => { model.filter.depth = depth; refilter(); view.fit(); },
    onlyHolder: (index) => { model.filter.holders = new Set([index]); drawHolders(); refilter(); view.fit(); },
    expand: config.live ? (index) => expand(index) : null,
  };
  // A page inside a sandboxed frame has no address of its own to change.
  const remember = (hash) => { try { history.replaceState(null, "", hash || location.pathname + location.search); } catch { /* nothing to remember */ } };
  const openSide = () => document.body.classList.add("side-open");

  function choose(pick, fly = false) {
    view.select(pick);
    if (!pick) { panel.closeArticle(); panel.overview(); say("Nothing selected"); remember(""); return; }
    openSide();
    if (pick.kind === "node") {
      const node = model.nodes[pick.index];
      panel.node(pick.index);
      say(`${node.label}, ${node.type}, ${many(node.edges.filter((e) => model.edges[e].visible).length, "connection")}`);
      if (fly) view.center(pick.index);
      remember(`#node=${encodeURIComponent(node.id)}`);
    } else {
      panel.edge(pick.edges);
      const e = model.edges[pick.edges[0]];
      say(`${model.nodes[e.s].label} ${wording(e)} ${model.nodes[e.t].label}, ${STATUS[e.status]}`);
    }
  }

  function refilter() {
    const sums = model.apply();
    $("sums").textContent = `${many(sums.nodes, "node")} · ${many(sums.edges, "line")} · ${many(sums.statements, "statement")} · ${many(model.documents.length, "article")}`;
    const f = model.filter;
    $("reset").hidden = !(f.holders || f.outlets || f.from !== null || f.focus !== null || f.statuses.size < STATUS.length || f.families.size < FAMILY_ORDER.length);
    if (view) {
      view.refresh();
      const pick = view.selected;
      if (!pick) panel.overview();
      else if (pick.kind === "node") panel.node(pick.index);
      else panel.edge(pick.edges);
    }
    drawCounts();
  }

  // ---------------------------------------------------------------- filters
  function toggles(box, entries, set, after) {
    box.replaceChildren(...entries.map(([value, label, mark, title]) => {
      const input = h("input", { type: "checkbox", checked: set().has(value) });
      input.addEventListener("change", () => { if (input.checked) set().add(value); else set().delete(value); after(); });
      return h("label", { class: "toggle", title }, input, mark, h("span", {}, label), h("span", { class: "count", "data-count": value }));
    }));
  }

  const lineSample = (status) => h("i", { class: `line ${status}`, "aria-hidden": "true" });
  function drawStatuses() {
    toggles($("statuses"), STATUS.map((s) => [s, s, lineSample(s), STATUS_WORDS[s]]), () => model.filter.statuses, refilter);
    toggles($("families"), FAMILY_ORDER.map((f) => [f, f, h("i", { class: `dot ${f === "Event" ? "event" : ""}`, color: view.families[f] }), null]), () => model.filter.families, refilter);
  }

  function drawCounts() {
    const statuses = STATUS.map(() => 0);
    model.statements.forEach((s) => { statuses[s.status] += 1; });
    STATUS.forEach((s, i) => { $("statuses").querySelector(`[data-count="${s}"]`).textContent = statuses[i].toLocaleString("en"); });
    FAMILY_ORDER.forEach((f) => { $("families").querySelector(`[data-count="${f}"]`).textContent = model.nodes.filter((n) => n.family === f).length.toLocaleString("en"); });
  }

  function drawHolders() {
    const words = fold($("holder-search").value.trim());
    const all = [...(model.holderCount.has(ARTICLE) ? [ARTICLE] : []), ...(model.holderCount.has(UNNAMED) ? [UNNAMED] : []), ...model.holders];
    const chosen = model.filter.holders;
    const list = all.filter((w) => !words || fold(model.holderName(w)).includes(words)).slice(0, words ? 40 : 12);
    if (chosen) for (const w of chosen) if (!list.includes(w)) list.unshift(w);
    $("holders").replaceChildren(...list.map((w) => {
      const pressed = Boolean(chosen && chosen.has(w));
      return h("button", { type: "button", class: "pick", "aria-pressed": String(pressed), color: view.holderColor(w), onclick: () => {
        const next = new Set(model.filter.holders || []);
        if (pressed) next.delete(w); else next.add(w);
        model.filter.holders = next.size ? next : null;
        drawHolders(); refilter();
      } }, h("i", { class: "swatch" }), name(model.holderName(w)), h("span", { class: "count" }, (model.holderCount.get(w) || 0).toLocaleString("en")));
    }));
  }

  function drawOutlets() {
    const chosen = model.filter.outlets;
    $("outlets").replaceChildren(...model.outletNames.slice(0, 60).map((outlet) => {
      const pressed = Boolean(chosen && chosen.has(outlet));
      return h("button", { type: "button", class: "pick", "aria-pressed": String(pressed), onclick: () => {
        const next = new Set(model.filter.outlets || []);
        if (pressed) next.delete(outlet); else next.add(outlet);
        model.filter.outlets = next.size ? next : null;
        drawOutlets(); refilter();
      } }, name(outlet), h("span", { class: "count" }, model.documents.filter((d) => d.outlets.includes(outlet)).length.toLocaleString("en")));
    }));
  }

  function reset() {
    Object.assign(model.filter, { statuses: new Set(STATUS), families: new Set(FAMILY_ORDER), holders: null, outlets: null, from: null, to: null, focus: null, depth: 1 });
    timeline.range = null; timeline.draw();
    $("holder-search").value = "";
    drawStatuses(); drawHolders(); drawOutlets(); refilter(); view.fit();
  }

  // ---------------------------------------------------------------- search
  const box = $("search"), results = $("results");
  let found = [], at = -1;
  function showResults(list, text) {
    found = list; at = list.length ? 0 : -1;
    results.replaceChildren(...list.map((n, i) => h("li", { role: "option", id: `hit-${i}`, "aria-selected": String(i === at), onpointerdown: (event) => { event.preventDefault(); take(i); } },
      h("i", { class: `dot ${n.kind}`, color: view.families[n.family] }), name(n.label), h("span", { class: "count" }, n.kind === "event" ? "event" : n.type))));
    if (text && !list.length) results.replaceChildren(h("li", { class: "none" }, "Nothing by that name"));
    results.hidden = !text;
    box.setAttribute("aria-expanded", String(Boolean(text)));
    box.setAttribute("aria-activedescendant", at >= 0 ? `hit-${at}` : "");
  }
  function take(i) {
    const node = found[i];
    results.hidden = true; box.setAttribute("aria-expanded", "false"); box.blur();
    if (!node) return;
    if (node.index === undefined) { load(node.id).then((index) => index !== undefined && on.node(index)); return; }
    if (!node.visible) { model.filter.focus = null; refilter(); }
    on.node(node.index);
  }
  box.addEventListener("input", async () => {
    const text = box.value;
    const local = model.search(text);
    showResults(local, text.trim());
    if (config.live && text.trim().length > 1) {
      const answer = await fetch(`${config.live}/search?q=${encodeURIComponent(text)}`).then((r) => r.json()).catch(() => ({ nodes: [] }));
      if (box.value !== text || document.activeElement !== box) return;
      const more = answer.nodes.filter((n) => !model.byId.has(n.id)).map((n) => ({ ...n, family: family(n) }));
      showResults(local.concat(more).slice(0, 30), text.trim());
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!found.length) return;
      at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      [...results.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
      results.children[at].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", `hit-${at}`);
    } else if (event.key === "Enter") { event.preventDefault(); take(at); } else if (event.key === "Escape") { box.value = ""; results.hidden = true; box.blur(); }
    event.stopPropagation();
  });
  box.addEventListener("blur", () => { results.hidden = true; });
  box.addEventListener("focus", () => { if (box.value.trim()) results.hidden = false; });

  // ---------------------------------------------------------------- live store
  async function load(id) {
    say("Loading…");
    const answer = await fetch(`${config.live}/neighbourhood?node=${encodeURIComponent(id)}`).then((r) => (r.ok ? r.json() : null)).catch(() => null);
    if (!answer) { say("The store did not answer"); $("sums").textContent = "The store did not answer"; return undefined; }
    const center = model.byId.get(id);
    const fresh = model.merge(answer);
    settle(model, fresh, center);
    drawHolders(); drawOutlets(); timeline.draw(); refilter();
    return model.byId.get(id);
  }
  async function expand(index) {
    const before = model.nodes.length;
    await load(model.nodes[index].id);
    on.node(index, false);
    view.fit(model.neighbourhood(index, 1));
    say(`${many(model.nodes.length - before, "new node")}`);
  }

  // ---------------------------------------------------------------- page
  view = new View(model, $("graph"), $("names-layer"), $("overlay"), {
    pick: (pick) => {
      $("overlay").focus({ preventScroll: true });
      choose(pick);
    },
    open: (index) => (on.expand ? expand(index) : on.focus(model.filter.focus === index ? null : index)),
    hover: (pick, point) => {
      const tip = $("tip");
      if (!pick || !point) { tip.hidden = true; return; }
      const edge = pick.kind === "edge" ? model.edges[pick.edges[0]] : null;
      const node = edge ? null : model.nodes[pick.index];
      tip.replaceChildren(...(edge
        ? [h("b", {}, name(model.nodes[edge.s].label), edge.role === "subject" ? (edge.status === 2 ? " not " : " ") : [" ", name(wording(edge)), " "], name(model.nodes[edge.t].label)), h("span", {}, `${STATUS[edge.status]} · `, name(model.holderName(edge.holder)), ` · ${many(edge.statements.length, "statement")}`)]
        : [h("b", {}, name(node.label)), h("span", {}, `${node.kind === "event" ? "event" : node.type} · ${many(node.statements.size, "statement")}`)]));
      tip.hidden = false;
      tip.style.transform = `translate(${Math.min(point[0] + 14, view.width - 250)}px, ${Math.min(point[1] + 16, view.height - 60)}px)`;
    },
    frame: () => {
      if (window.newsgraphViewer.firstFrame === null) window.newsgraphViewer.firstFrame = performance.now();
    },
  });
  panel = new Panel(model, view, $("panel"), $("article"), on);
  const timeline = new Timeline(model, $("timeline"), $("range"), (range) => {
    [model.filter.from, model.filter.to] = range || [null, null];
    refilter();
  });
  document.title = `${model.title} · newsgraph`;
  $("title").textContent = model.title;
  drawStatuses(); drawHolders(); drawOutlets();
  model.apply();
  view.refresh();
  view.fit(null, false);
  refilter();
  timeline.draw();

  $("holder-search").addEventListener("input", drawHolders);
  $("reset").addEventListener("click", reset);
  $("voices").addEventListener("change", (event) => { model.filter.voices = event.target.checked; refilter(); });
  $("names").addEventListener("change", (event) => { view.labels = event.target.checked; view.draw(); });
  document.querySelectorAll('input[name="color"]').forEach((input) => input.addEventListener("change", () => { view.colorBy = input.value; document.body.dataset.color = input.value; view.refresh(); }));
  $("fit").addEventListener("click", () => view.fit());
  $("zoom-in").addEventListener("click", () => view.zoom(1.4));
  $("zoom-out").addEventListener("click", () => view.zoom(1 / 1.4));
  $("home").addEventListener("click", () => choose(null));
  $("help-button").addEventListener("click", () => $("help").showModal());
  $("picture").addEventListener("click", () => {
    view.painter.draw(view.camera, view.theme);
    const sheet = h("canvas"); sheet.width = $("graph").width; sheet.height = $("graph").height;
    const ink = sheet.getContext("2d");
    ink.drawImage($("graph"), 0, 0); ink.drawImage($("names-layer"), 0, 0);
    const link = h("a", { download: "newsgraph.png", href: sheet.toDataURL("image/png") });
    link.click();
  });
  function toggleTheme() {
    const dark = getComputedStyle(document.documentElement).getPropertyValue("color-scheme").includes("dark");
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("newsgraph-theme", document.documentElement.dataset.theme); } catch { /* a page opened from disk may have no storage */ }
    restyle();
  }
  function restyle() { view.readTheme(); drawStatuses(); drawCounts(); drawHolders(); view.refresh(); timeline.draw(); if (!view.selected) panel.overview(); }
  $("theme").addEventListener("click", toggleTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);

  // ---------------------------------------------------------------- keys
  function step(direction) {
    const pick = view.selected;
    if (!pick || pick.kind !== "node") {
      const first = model.nodes.filter((n) => n.visible).sort((a, b) => b.size - a.size)[0];
      if (first) on.node(first.index);
      return;
    }
    const origin = walk && walk.ring.includes(pick.index) ? walk : (walk = { center: pick.index, at: -1, ring: [...model.neighbourhood(pick.index, 1)].filter((n) => n !== pick.index && model.nodes[n].visible).sort((a, b) => model.nodes[b].size - model.nodes[a].size) });
    if (!origin.ring.length) return;
    origin.at = (origin.at + direction + origin.ring.length) % origin.ring.length;
    on.node(origin.ring[origin.at]);
  }
  let walk = null;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "radio";
    if (typing) return;
    const onGraph = event.target === $("overlay") || event.target === document.body;
    const keys = {
      "/": () => { box.focus(); box.select(); }, Escape: () => { walk = null; choose(null); }, "0": () => view.fit(),
      "+": () => view.zoom(1.3), "=": () => view.zoom(1.3), "-": () => view.zoom(1 / 1.3), t: toggleTheme,
      f: () => { if (view.selected && view.selected.kind === "node") on.focus(model.filter.focus === view.selected.index ? null : view.selected.index); },
      e: () => { if (on.expand && view.selected && view.selected.kind === "node") expand(view.selected.index); },
      n: () => step(1), p: () => step(-1), "?": () => $("help").showModal(),
      c: () => { const next = view.colorBy === "holder" ? "status" : "holder"; document.querySelector(`input[name="color"][value="${next}"]`).click(); },
      Enter: onGraph && (() => { const title = $("panel").querySelector(".title"); if (title) title.focus(); }),
      ArrowLeft: onGraph && (() => view.pan(60, 0)), ArrowRight: onGraph && (() => view.pan(-60, 0)),
      ArrowUp: onGraph && (() => view.pan(0, 60)), ArrowDown: onGraph && (() => view.pan(0, -60)),
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  const wanted = /[#&]node=([^&]+)/.exec(location.hash);
  if (wanted) {
    const index = model.byId.get(decodeURIComponent(wanted[1]));
    if (index !== undefined) on.node(index);
  }
  Object.assign(window.newsgraphViewer, { model, view, panel, timeline, select: on.node, selectEdge: on.edge, painter: view.painter.name });
}

// Places new nodes around what they are connected to and lets them push each other apart; known nodes stay.
function settle(model, fresh, center) {
  const moving = new Set(fresh), origin = center === undefined ? { x: 0, y: 0 } : model.nodes[center];
  fresh.forEach((index, i) => {
    const node = model.nodes[index], angle = i * 2.399963, reach = 60 + 16 * Math.sqrt(i);
    const fixed = node.edges.map((e) => model.edges[e]).map((e) => (e.s === index ? e.t : e.s)).filter((n) => !moving.has(n));
    const base = fixed.length ? model.nodes[fixed[0]] : origin;
    node.x = base.x + Math.cos(angle) * reach; node.y = base.y + Math.sin(angle) * reach;
  });
  const near = model.nodes.length > 3000 ? model.nodes.filter((n) => Math.hypot(n.x - origin.x, n.y - origin.y) < 1500) : model.nodes;
  for (let round = 0; round < 60; round += 1) {
    for (const index of fresh) {
      const node = model.nodes[index];
      let dx = 0, dy = 0;
      for (const other of near) {
        if (other === node) continue;
        const x = node.x - other.x, y = node.y - other.y, d = Math.hypot(x, y) || 1;
        if (d < 90) { dx += (x / d) * (90 - d) * 0.25; dy += (y / d) * (90 - d) * 0.25; }
      }
      for (const e of node.edges) {
        const edge = model.edges[e], other = model.nodes[edge.s === index ? edge.t : edge.s];
        const x = other.x - node.x, y = other.y - node.y, d = Math.hypot(x, y) || 1;
        if (d > 80) { dx += (x / d) * (d - 80) * 0.08; dy += (y / d) * (d - 80) * 0.08; }
      }
      node.x += Math.max(-20, Math.min(20, dx)); node.y += Math.max(-20, Math.min(20, dy));
    }
  }
}

window.newsgraphViewer = { firstFrame: null, failed: null };
(function boot() {
  const config = JSON.parse(document.getElementById("config").textContent);
  const embedded = document.getElementById("scene");
  if (config.live) {
    fetch(`${config.live}/scene${location.search}`).then((r) => r.json()).then((scene) => start(scene, config))
      .catch((error) => { document.getElementById("sums").textContent = `The store did not answer: ${error.message}`; });
    return;
  }
  const scene = JSON.parse(embedded.textContent);
  embedded.remove();
  start(scene, config);
})();
