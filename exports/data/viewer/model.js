// The scene's values and what is visible of them. No drawing and no page here.

const ARTICLE = -1, UNNAMED = -2;
const STATUS = ["asserted", "claimed", "negated", "future", "hedged"];
const STATUS_WORDS = {
  asserted: "the article vouches for it", claimed: "a source says so", negated: "said not to be so",
  future: "has not happened yet", hedged: "not certain",
};
const FAMILIES = {
  Person: "Person", Organization: "Organization", Government: "Organization", Party: "Organization",
  Company: "Organization", ArmedForce: "Organization", Court: "Organization", Media: "Organization",
  IntergovernmentalOrganization: "Organization", Group: "Group", Country: "Place", Location: "Place",
  Facility: "Place", Event: "Event", Document: "Document", Law: "Document", Measure: "Document",
};
const FAMILY_ORDER = ["Person", "Organization", "Group", "Place", "Event", "Document", "Thing"];
const family = (node) => node.kind === "event" ? "Event" : FAMILIES[node.type] || "Thing";

// Days since 1970 of the first ISO day, month or year in an EDTF text; null without one.
function dayOf(text) {
  const found = /(?:^|[^0-9X])(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(" " + (text || ""));
  if (!found) return null;
  const day = Date.UTC(+found[1], (found[2] || 1) - 1, +(found[3] || 1)) / 86400000;
  return Number.isFinite(day) ? day : null;
}
const isoDay = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
// What a line says: its label with "not" where it is negated; who denies something says it, without "not".
const wording = (edge) => (edge.status === 2 && edge.role !== "voice" ? "not " : "") + (edge.label || edge.role);
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

class Model {
  constructor(scene) {
    this.title = scene.title;
    this.nodes = []; this.edges = []; this.statements = []; this.documents = []; this.links = [];
    this.byId = new Map(); this.statementById = new Map(); this.documentById = new Map(); this.edgeByKey = new Map();
    this.filter = {
      statuses: new Set(STATUS), families: new Set(FAMILY_ORDER), holders: null, outlets: null,
      from: null, to: null, voices: true, focus: null, depth: 1,
    };
    this.merge(scene);
  }

  // Adds another scene (a neighbourhood of the same store): nodes, statements and documents are known by their ids.
  merge(scene) {
    const node = [], document = [], statement = [];
    const fresh = [];
    scene.nodes.forEach((n, i) => {
      let at = this.byId.get(n.id);
      if (at === undefined) {
        at = this.nodes.length;
        this.byId.set(n.id, at);
        this.nodes.push({
          id: n.id, label: n.label, kind: n.kind, type: n.type, size: n.size || 0, x: n.x || 0, y: n.y || 0,
          aliases: n.aliases || [], links: n.links || [], anonymous: !!n.anonymous, note: n.note || "",
          statements: new Set(), edges: [], index: at, family: "", key: fold([n.label, ...(n.aliases || [])].join("\n")),
        });
        this.nodes[at].family = family(this.nodes[at]);
        fresh.push(at);
      } else if ((n.size || 0) > this.nodes[at].size) this.nodes[at].size = n.size;
      node[i] = at;
    });
    scene.documents.forEach((d, i) => {
      let at = this.documentById.get(d.id);
      if (at === undefined) {
        at = this.documents.length;
        this.documentById.set(d.id, at);
        this.documents.push({ ...d, index: at, day: dayOf(d.published), statements: [], outlets: d.outlets || ["outlet not known"] });
      }
      document[i] = at;
    });
    scene.statements.forEach((s, i) => {
      let at = this.statementById.get(s.id);
      if (at === undefined) {
        at = this.statements.length;
        this.statementById.set(s.id, at);
        const doc = document[s.doc];
        const chain = (s.chain || []).map(([holders, cue, mode]) => ({ holders: holders.map((h) => node[h]), cue, mode }));
        const inner = chain.length ? chain[chain.length - 1].holders : [];
        const value = {
          id: s.id, index: at, doc, subj: s.subj || "", pred: s.pred, obj: s.obj || "", args: s.args || [], neg: !!s.neg,
          cert: s.cert || "certain", future: !!s.future, chain, time: s.time || "", type: s.type || "", qty: s.qty || "",
          rule: s.rule || "", ev: s.ev || [], status: s.status || 0, event: s.event === undefined ? null : node[s.event],
          holders: chain.length ? (inner.length ? inner : [UNNAMED]) : [ARTICLE], links: [],
          day: dayOf(s.time) ?? (doc === undefined ? null : this.documents[doc].day),
        };
        this.statements.push(value);
        if (doc !== undefined) this.documents[doc].statements.push(at);
      } else if (this.statements[at].event === null && s.event !== undefined) this.statements[at].event = node[s.event];
      statement[i] = at;
    });
    scene.nodes.forEach((n, i) => (n.statements || []).forEach((s) => this.nodes[node[i]].statements.add(statement[s])));
    for (const [source, target, label, status, holder, role, told] of scene.edges) {
      const s = node[source], t = node[target], h = holder < 0 ? holder : node[holder];
      const key = [s, t, label, status, h, role].join("\u0001");
      let edge = this.edgeByKey.get(key);
      if (!edge) {
        edge = { s, t, label, status, holder: h, role, statements: [], bend: 0, index: this.edges.length, visible: true };
        this.edgeByKey.set(key, edge);
        this.edges.push(edge);
        this.nodes[s].edges.push(edge.index);
        this.nodes[t].edges.push(edge.index);
      }
      for (const told1 of told) if (!edge.statements.includes(statement[told1])) edge.statements.push(statement[told1]);
    }
    for (const [a, kind, b] of scene.links || []) {
      const link = { a: statement[a], kind, b: statement[b] };
      this.links.push(link);
      this.statements[link.a].links.push({ kind, other: link.b, out: true });
      this.statements[link.b].links.push({ kind, other: link.a, out: false });
    }
    this.fanOut();
    this.rankHolders();
    return fresh;
  }

  // Lines between the same two nodes are bent apart; a lone line is bent a little when another runs the other way.
  fanOut() {
    const groups = new Map();
    for (const edge of this.edges) {
      const key = edge.s < edge.t ? edge.s * 1e7 + edge.t : edge.t * 1e7 + edge.s;
      const group = groups.get(key);
      if (group) group.push(edge); else groups.set(key, [edge]);
    }
    for (const group of groups.values()) {
      const step = group.length > 8 ? 1.2 / group.length : 0.16;
      group.forEach((edge, i) => {
        const offset = (i - (group.length - 1) / 2) * step;
        edge.bend = edge.s < edge.t ? offset : -offset;
        // "A warns of it" is a line of its own: the voice beside it would only repeat it.
        edge.twin = edge.role === "voice" ? group.find((o) => o.role !== "voice" && o.s === edge.s && o.label === edge.label && o.status === 0) : null;
      });
    }
  }

  rankHolders() {
    const count = new Map();
    for (const s of this.statements) for (const h of s.holders) count.set(h, (count.get(h) || 0) + 1);
    this.holderCount = count;
    this.holders = [...count.keys()].filter((h) => h >= 0)
      .sort((a, b) => count.get(b) - count.get(a) || (this.nodes[a].id < this.nodes[b].id ? -1 : 1));
    this.holderRank = new Map(this.holders.map((h, i) => [h, i]));
    this.outletNames = [...new Set(this.documents.flatMap((d) => d.outlets))].sort();
    const days = this.statements.map((s) => s.day).filter((d) => d !== null);
    days.sort((a, b) => a - b);
    this.days = days;
  }

  holderName(h) {
    return h === ARTICLE ? "the article" : h === UNNAMED ? "an unnamed source" : this.nodes[h].label;
  }

  statementPasses(s) {
    const f = this.filter;
    if (!f.statuses.has(STATUS[s.status])) return false;
    if (f.holders && !s.holders.some((h) => f.holders.has(h))) return false;
    if (f.outlets && (s.doc === undefined || !this.documents[s.doc].outlets.some((o) => f.outlets.has(o)))) return false;
    if (f.from !== null && (s.day === null || s.day < f.from || s.day > f.to)) return false;
    return true;
  }

  // Marks what passes the filter; an event or entity is shown while a visible line touches it.
  apply() {
    const f = this.filter;
    const passing = this.statements.map((s) => this.statementPasses(s));
    const narrowed = f.holders || f.outlets || f.from !== null || f.statuses.size < STATUS.length;
    const allowed = f.focus === null ? null : this.neighbourhood(f.focus, f.depth);
    const shown = this.nodes.map(() => false);
    const families = this.nodes.map((n) => f.families.has(n.family));
    let edges = 0;
    for (const e of this.edges) {
      e.visible = families[e.s] && families[e.t] && (f.voices || e.role !== "voice")
        && (!allowed || (allowed.has(e.s) && allowed.has(e.t))) && e.statements.some((s) => passing[s]);
    }
    for (const e of this.edges) {
      if (e.twin && e.twin.visible) e.visible = false;
      if (e.visible) { shown[e.s] = shown[e.t] = true; edges += 1; }
    }
    let nodes = 0;
    this.nodes.forEach((n, i) => {
      n.visible = shown[i] || (i === f.focus) || (!narrowed && !allowed && families[i] && n.edges.length === 0);
      if (n.visible) nodes += 1;
    });
    this.passing = passing;
    const told = allowed ? new Set(this.edges.filter((e) => e.visible).flatMap((e) => e.statements.filter((s) => passing[s]))).size
      : passing.reduce((sum, p) => sum + (p ? 1 : 0), 0);
    return { nodes, edges, statements: told };
  }

  neighbourhood(start, depth) {
    let front = new Set([start]);
    const all = new Set(front);
    for (let step = 0; step < depth; step += 1) {
      const next = new Set();
      for (const n of front) for (const e of this.nodes[n].edges) {
        const edge = this.edges[e];
        if (!this.filter.voices && edge.role === "voice") continue;
        for (const end of [edge.s, edge.t]) if (!all.has(end)) { all.add(end); next.add(end); }
      }
      front = next;
    }
    return all;
  }

  // Nodes whose label or alias holds every word: entities before events, where a name begins with the text first, then
  // by attention.
  search(text, limit = 30) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = this.nodes.filter((n) => words.every((w) => n.key.includes(w)));
    const begins = fold(text.trim());
    const rank = (n) => (n.kind === "entity" ? 2 : 0) + (n.key.split("\n").some((name) => name.startsWith(begins)) ? 1 : 0);
    return found.sort((a, b) => rank(b) - rank(a) || b.size - a.size || (a.id < b.id ? -1 : 1)).slice(0, limit);
  }
}
