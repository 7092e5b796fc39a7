// The side panel: overview, a node, an event's who-says-what table, a line's statements, and the article beside them.

// An element; strings become text, never markup.
function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key === "color") element.style.setProperty("--tone", `rgb(${value.join(",")})`);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}
const many = (n, one, more = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;
// Names come from anybody: isolate their direction, so that a right-to-left mark cannot reorder the page.
const name = (text) => h("bdi", {}, text);

class Panel {
  constructor(model, view, body, article, on) {
    this.model = model; this.view = view; this.body = body; this.article = article; this.on = on;
    this.shown = 40;
  }

  fill(...children) { this.body.replaceChildren(...children.flat(Infinity).filter(Boolean)); this.body.scrollTop = 0; }

  nodeButton(index, extra) {
    const node = this.model.nodes[index];
    return h("button", { class: "node-link", type: "button", onclick: () => this.on.node(index) },
      h("i", { class: `dot ${node.kind}`, color: this.view.families[node.family] }), name(node.label), extra && h("span", { class: "count" }, extra));
  }

  // ------------------------------------------------------------------ overview
  overview() {
    const { model } = this;
    const top = model.nodes.filter((n) => n.kind === "entity" && n.visible).sort((a, b) => b.size - a.size).slice(0, 8);
    const told = model.statements.filter((s) => model.passing[s.index]);
    const speakers = new Map();
    for (const s of told) for (const who of s.holders) if (who >= 0) {
      const sum = speakers.get(who) || { all: 0, denied: 0 };
      sum.all += 1; sum.denied += s.neg ? 1 : 0;
      speakers.set(who, sum);
    }
    const ranked = [...speakers].sort((a, b) => b[1].all - a[1].all || a[0] - b[0]).slice(0, 8);
    const disputes = model.links.filter((l) => l.kind === "contradicts" || l.kind === "denies" || l.kind === "supersedes").slice(0, 12);
    const contested = this.contested().slice(0, 10);
    const bars = STATUS.map((status, i) => [status, told.filter((s) => s.status === i).length]);
    const sum = bars.reduce((n, b) => n + b[1], 0) || 1;
    this.fill(
      h("section", {},
        h("h2", {}, "Who vouches for what"),
        h("div", { class: "meter", role: "img", "aria-label": bars.map(([s, n]) => `${n} ${s}`).join(", ") },
          bars.filter((b) => b[1]).map(([status, n]) => { const part = h("span", { class: status, title: `${n} ${status}` }); part.style.flexGrow = n / sum; return part; })),
        h("div", { class: "meter-key" }, bars.filter((b) => b[1]).map(([status, n]) => h("span", {}, h("b", {}, `${Math.round((n / sum) * 100)}%`), ` ${status}`)))),
      contested.length > 0 && h("section", {}, h("h2", {}, "Where sources disagree"),
        h("ul", { class: "plain" }, contested.map(([node, pro, con]) => h("li", {}, this.nodeButton(node, `${pro} say so · ${con} deny`))))),
      disputes.length > 0 && h("section", {}, h("h2", {}, "Contradicted and corrected"),
        h("ul", { class: "plain disputes" }, disputes.map((link) => h("li", {},
          h("button", { type: "button", class: "dispute", onclick: () => this.on.statements([link.a, link.b], LINK_TITLES[link.kind] || link.kind) },
            this.line(model.statements[link.a]), h("em", {}, LINK_WORDS[link.kind] || link.kind), this.line(model.statements[link.b])))))),
      h("section", {}, h("h2", {}, "Most attended"), h("ul", { class: "plain" }, top.map((n) => h("li", {}, this.nodeButton(n.index, many(n.statements.size, "statement")))))),
      ranked.length > 0 && h("section", {}, h("h2", {}, "Who speaks"),
        h("ul", { class: "plain" }, ranked.map(([who, sums]) => h("li", {}, this.nodeButton(who, many(sums.all, "claim") + (sums.denied ? ` · ${sums.denied} denied` : "")))))),
      h("section", {}, h("h2", {}, "Articles"),
        h("ul", { class: "plain" }, model.documents.slice(0, 60).map((d) => h("li", {},
          h("button", { type: "button", class: "doc-link", onclick: () => this.read(d.index, []) },
            name(titleOf(d)), h("span", { class: "count" }, name(d.outlets.join(", ")), d.published ? ` · ${d.published}` : "")))))));
  }

  // Events told both positively and negatively: [node, holders for, holders against].
  contested() {
    const sides = new Map();
    for (const s of this.model.statements) {
      if (s.event === null || !this.model.passing[s.index] || !this.model.nodes[s.event].visible) continue;
      const side = sides.get(s.event) || [new Set(), new Set()];
      for (const who of s.holders) side[s.neg ? 1 : 0].add(who);
      sides.set(s.event, side);
    }
    return [...sides].filter(([, [pro, con]]) => pro.size && con.size)
      .map(([node, [pro, con]]) => [node, pro.size, con.size]).sort((a, b) => (b[1] + b[2]) - (a[1] + a[2]));
  }

  line(s) {
    return h("span", { class: "dispute-line" }, h("b", {}, name(s.holders.map((w) => this.model.holderName(w)).join(", "))), ": ", name(this.clause(s)));
  }

  clause(s) {
    return [s.subj, s.neg ? "not" : "", s.pred, s.obj, ...s.args.map(([role, text]) => `${role.replaceAll("_", " ")} ${text}`)].filter(Boolean).join(" ");
  }

  // ------------------------------------------------------------------ a node
  node(index) {
    const { model } = this, node = model.nodes[index];
    const told = [...node.statements].filter((s) => model.passing[s]).map((s) => model.statements[s]);
    const says = told.filter((s) => s.holders.includes(index));
    const about = told.filter((s) => !s.holders.includes(index));
    const focused = model.filter.focus === index;
    const head = h("header", { class: "node-head" },
      h("p", { class: "kind" }, h("i", { class: `dot ${node.kind}`, color: this.view.families[node.family] }),
        node.kind === "event" ? `Event${/^[A-Z]+$/.test(node.type) ? ` · ${node.type.toLowerCase()}` : ""}` : node.type.replace(/([a-z])([A-Z])/g, "$1 $2"),
        node.anonymous && h("span", { class: "chip warn" }, "not identified")),
      h("h2", { tabindex: "-1", class: "title" }, name(node.label)),
      node.aliases.length > 0 && h("p", { class: "aliases" }, "also ", node.aliases.slice(0, 8).map((a, i) => [i ? ", " : "", name(a)])),
      node.note && h("p", { class: "aliases" }, name(node.note)),
      node.links.filter((q) => /^Q\d+$/.test(q)).map((q) => h("p", { class: "aliases" }, "Wikidata ", h("a", { href: `https://www.wikidata.org/wiki/${q}`, target: "_blank", rel: "noopener noreferrer" }, q))),
      h("div", { class: "actions" },
        h("button", { type: "button", "aria-pressed": String(focused), onclick: () => this.on.focus(focused ? null : index), title: "Show only its neighbourhood (f)" }, focused ? "Show everything" : "Focus"),
        focused && h("button", { type: "button", onclick: () => this.on.depth(model.filter.depth === 1 ? 2 : 1) }, model.filter.depth === 1 ? "Two steps" : "One step"),
        this.on.expand && h("button", { type: "button", onclick: () => this.on.expand(index), title: "Load what the store knows around it (e)" }, "Expand"),
        says.length > 0 && h("button", { type: "button", onclick: () => this.on.onlyHolder(index) }, "Only what it says")));
    const parts = [head];
    if (node.kind === "event") parts.push(this.table(told.filter((s) => s.event === index), "Who says what"));
    parts.push(this.neighbours(index));
    if (says.length) parts.push(this.cards(says, `Says · ${says.length}`));
    const rest = node.kind === "event" ? told.filter((s) => s.event !== index && !s.holders.includes(index)) : about;
    const own = node.kind === "event" ? told.filter((s) => s.event === index) : [];
    if (rest.length || own.length) parts.push(this.cards(own.concat(rest), node.kind === "event" ? "In the words of the articles" : `Said of it · ${rest.length}`));
    this.fill(parts);
    const first = own[0] || says[0] || about[0];
    if (first) this.mark(first); else this.closeArticle();
  }

  neighbours(index) {
    const { model } = this, sums = new Map();
    for (const e of model.nodes[index].edges) {
      const edge = model.edges[e];
      if (!edge.visible) continue;
      const other = edge.s === index ? edge.t : edge.s;
      const sum = sums.get(other) || { edges: [], labels: new Map(), n: 0 };
      sum.edges.push(e); sum.n += edge.statements.length;
      const label = (edge.s === index ? "" : "← ") + wording(edge);
      sum.labels.set(label, edge);
      sums.set(other, sum);
    }
    const list = [...sums].sort((a, b) => b[1].n - a[1].n || model.nodes[b[0]].size - model.nodes[a[0]].size || a[0] - b[0]);
    if (!list.length) return null;
    return h("section", {}, h("h3", {}, `Connected to · ${list.length}`),
      h("ul", { class: "plain links" }, list.slice(0, this.shown).map(([other, sum]) => h("li", {},
        h("button", { type: "button", class: "edge-link", onclick: () => this.on.edge(sum.edges) },
          [...sum.labels].slice(0, 3).map(([label, edge]) => h("span", { class: `verb ${STATUS[edge.status]}` }, name(label)))),
        this.nodeButton(other)))),
      list.length > this.shown && h("p", { class: "aliases" }, `and ${list.length - this.shown} more`));
  }

  // ------------------------------------------------------------------ who says what
  table(statements, title) {
    if (!statements.length) return null;
    const rows = [...statements].sort((a, b) => (a.day ?? 0) - (b.day ?? 0) || a.index - b.index);
    return h("section", {}, h("h3", {}, title),
      h("div", { class: "scroll" }, h("table", { class: "ledger" },
        h("thead", {}, h("tr", {}, ["Holder", "Says", "Outlet", "Words"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows.slice(0, 200).map((s) => h("tr", {},
          h("td", {}, h("i", { class: "bar", color: this.view.holderColor(s.holders[0]) }), this.chain(s)),
          h("td", {}, this.chips(s)),
          h("td", {}, s.doc === undefined ? "" : [name(this.model.documents[s.doc].outlets.join(", ")), h("br"), h("small", {}, this.model.documents[s.doc].published || "")]),
          h("td", {}, h("button", { type: "button", class: "words", onclick: () => this.mark(s) }, name(this.quote(s))))))))));
  }

  quote(s, limit = 220) {
    if (s.doc === undefined || !s.ev.length) return this.clause(s);
    const text = characters(this.model.documents[s.doc]).slice(s.ev[0][0], s.ev[0][1]).join("");
    return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  }

  chain(s) {
    if (!s.chain.length) return h("span", { class: "chain" }, h("span", { class: "holder article" }, "the article"));
    return h("span", { class: "chain" }, s.chain.map((link, i) => [i ? h("span", { class: "step", "aria-label": "citing" }, " › ") : null,
      link.holders.length ? link.holders.map((w, j) => [j ? " & " : "", h("button", { type: "button", class: "holder", color: this.view.holderColor(w), onclick: () => this.on.node(w) }, name(this.model.holderName(w)))])
        : h("span", { class: "holder" }, "unnamed source"),
      link.cue && h("span", { class: "cue" }, ` ${link.cue}`)]));
  }

  chips(s) {
    return h("span", { class: "chips" },
      s.neg ? h("span", { class: "chip negated" }, "✕ denies") : s.cert === "certain" && !s.future && h("span", { class: "chip" }, "says so"),
      s.cert !== "certain" && h("span", { class: "chip hedged" }, s.cert),
      s.future && h("span", { class: "chip future" }, "future"),
      s.qty && h("span", { class: "chip" }, name(s.qty)),
      s.type && h("span", { class: "chip" }, s.type.toLowerCase()));
  }

  // ------------------------------------------------------------------ statements behind a line
  edge(indexes) {
    const { model } = this, edges = indexes.map((i) => model.edges[i]);
    const told = [...new Set(edges.flatMap((e) => e.statements))].filter((s) => model.passing[s]).map((s) => model.statements[s]);
    const first = edges[0], pair = new Set(edges.flatMap((e) => [e.s, e.t]));
    const head = h("header", { class: "node-head" }, h("p", { class: "kind" }, many(told.length, "statement")),
      h("h2", { tabindex: "-1", class: "title edge-title" },
        pair.size === 2 ? [this.nodeButton(first.s), h("span", { class: `verb ${STATUS[first.status]}` }, edges.length === 1 ? wording(first) : "—"), this.nodeButton(first.t)]
          : [...pair].slice(0, 6).map((n) => this.nodeButton(n))));
    this.fill(head, told.length > 2 && this.table(told, "Who says what"), this.cards(told, "Statements"));
    if (told.length) this.mark(told[0]); else this.closeArticle();
  }

  statements(indexes, title) {
    const told = indexes.map((s) => this.model.statements[s]);
    this.fill(h("header", { class: "node-head" }, h("h2", { tabindex: "-1", class: "title" }, title)), this.cards(told, "Statements"));
    if (told.length) this.mark(told[0]);
  }

  cards(statements, title) {
    const list = h("div", { class: "cards" });
    const section = h("section", {}, h("h3", {}, title), list);
    let drawn = 0;
    const more = h("button", { type: "button", class: "more", onclick: () => grow() }, "Show more");
    const grow = () => {
      statements.slice(drawn, drawn + this.shown).forEach((s) => list.append(this.card(s)));
      drawn = Math.min(statements.length, drawn + this.shown);
      if (drawn < statements.length) section.append(more); else more.remove();
    };
    grow();
    return section;
  }

  card(s) {
    const doc = s.doc === undefined ? null : this.model.documents[s.doc];
    return h("article", { class: `card ${STATUS[s.status]}`, "data-statement": s.id, color: this.view.holderColor(s.holders[0]) },
      h("p", { class: "by" }, this.chain(s), s.chain.length > 0 && s.chain[s.chain.length - 1].mode && h("span", { class: "cue" }, ` (${s.chain[s.chain.length - 1].mode.replaceAll("_", " ")})`)),
      h("p", { class: "clause" }, name(s.subj), " ", h("b", {}, s.neg && h("span", { class: "not" }, "not "), name(s.pred)), " ", name(s.obj),
        s.args.map(([role, text]) => [h("span", { class: "role" }, ` ${role.replaceAll("_", " ")} `), name(text)])),
      this.chips(s),
      s.links.length > 0 && h("p", { class: "relations" }, s.links.slice(0, 4).map((l) => h("button", { type: "button", class: "relation", onclick: () => this.on.statements([s.index, l.other], LINK_TITLES[l.kind] || l.kind) },
        `${l.out ? "" : "← "}${LINK_WORDS[l.kind] || l.kind} `, name(this.clause(this.model.statements[l.other]).slice(0, 60))))),
      h("p", { class: "where" },
        h("button", { type: "button", class: "read", onclick: () => this.mark(s), title: s.rule ? `read by rule ${s.rule}` : null }, name(`“${this.quote(s)}”`)),
        doc && h("span", { class: "count" }, name(doc.outlets.join(", ")), doc.published ? ` · ${doc.published}` : "", s.time ? [" · about ", name(s.time)] : "")));
  }

  // ------------------------------------------------------------------ the article
  mark(s) {
    this.body.querySelectorAll(".card.current").forEach((c) => c.classList.remove("current"));
    const card = this.body.querySelector(`[data-statement="${CSS.escape(s.id)}"]`);
    if (card) card.classList.add("current");
    if (s.doc !== undefined) this.read(s.doc, s.ev, s);
  }

  closeArticle() { this.article.hidden = true; this.article.replaceChildren(); }

  // The article with the words of one statement marked; every other statement's words can be clicked.
  read(index, spans, current = null) {
    const doc = this.model.documents[index], chars = characters(doc);
    const front = frontLength(doc), cuts = new Set([0, front, chars.length]);
    const others = doc.statements.map((s) => this.model.statements[s]).filter((s) => s !== current);
    for (const [a, b] of spans) { cuts.add(a); cuts.add(b); }
    for (const s of others) for (const [a, b] of s.ev) { cuts.add(a); cuts.add(b); }
    const points = [...cuts].filter((c) => c >= 0 && c <= chars.length).sort((a, b) => a - b);
    const head = h("div", { class: "front" }), body = h("div", {});
    let target = null;
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [a, b] = [points[i], points[i + 1]], words = chars.slice(a, b).join(""), text = b <= front ? head : body;
      if (spans.some(([x, y]) => x <= a && b <= y)) {
        const element = h("mark", {}, words);
        target ||= element;
        text.append(element);
        continue;
      }
      const covering = others.filter((s) => s.ev.some(([x, y]) => x <= a && b <= y));
      if (!covering.length) { text.append(words); continue; }
      const least = covering.reduce((m, s) => (s.ev[0][1] - s.ev[0][0] < m.ev[0][1] - m.ev[0][0] ? s : m));
      text.append(h("span", { class: `told ${STATUS[least.status]}`, title: this.clause(least), onclick: () => this.on.statements([least.index], "Statement") }, words));
    }
    // Fields before the text (title, date, outlet …) stand folded: the headline above says most of them.
    const fields = front > 0 && h("details", { open: spans.some(([a]) => a < front) }, h("summary", {}, "Fields of the file"), head);
    const text = h("div", { class: "text", tabindex: "0", dir: "auto" }, fields, body);
    const link = /^https?:\/\//i.test(doc.url || "") ? h("a", { href: doc.url, target: "_blank", rel: "noopener noreferrer" }, "original") : null;
    this.article.hidden = false;
    this.article.replaceChildren(
      h("header", {}, h("div", {}, h("p", { class: "by" }, name(doc.outlets.join(", ")), doc.published ? ` · ${doc.published}` : "", link && " · ", link),
        h("h3", {}, name(titleOf(doc)))),
      h("button", { type: "button", class: "close", "aria-label": "Close the article", onclick: () => this.closeArticle() }, "✕")), text);
    if (target) text.scrollTop = Math.max(0, target.offsetTop - text.offsetTop - text.clientHeight / 3);
  }
}

// The headline, else the first line of the text.
function titleOf(doc) {
  const line = (doc.headline || (doc.text || "").trim().split("\n", 1)[0] || "untitled").trim();
  return line.length > 110 ? `${line.slice(0, 109)}…` : line;
}

// Offsets count characters as Python does; JavaScript strings count UTF-16 units.
function characters(doc) {
  if (!doc.chars) doc.chars = Array.from(doc.text || "");
  return doc.chars;
}

// How many characters fields between two lines of three hyphens take at the beginning, with the empty lines after them.
function frontLength(doc) {
  const found = /^\ufeff?---[ \t]*\r?\n(?:[^]*?\r?\n)?---[ \t]*(?:\r?\n|$)\s*/.exec(doc.text || "");
  return found ? Array.from(found[0]).length : 0;
}

const LINK_WORDS = {
  contradicts: "contradicts", denies: "denies", supports: "supports", supersedes: "replaces the figure of", causes: "causes",
  motivates: "leads to", purposeOf: "is the purpose of", conditionOf: "is a condition of", contrasts: "contrasts with",
  precedes: "comes before", elaborates: "elaborates",
};
const LINK_TITLES = { contradicts: "Contradiction", denies: "Denial", supersedes: "Corrected figure", supports: "Support", causes: "Cause", motivates: "Motive" };
