// The picture: camera, colours, labels, picking and the pointer. Knows the model; tells the page through `on`.

const parseColor = (text) => {
  const hex = /^#([0-9a-f]{6})$/i.exec(text.trim());
  return hex ? [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16)) : [128, 128, 128];
};

class View {
  constructor(model, canvas, names, overlay, on) {
    this.model = model; this.canvas = canvas; this.names = names; this.overlay = overlay; this.on = on;
    this.ink = names.getContext("2d");
    this.painter = (!location.hash.includes("plain-canvas") && GlPainter.make(canvas)) || new PlainPainter(canvas);
    this.painter.onrestore = () => this.refresh();
    this.camera = { x: 0, y: 0, k: 1, ratio: 1, grow: 1, thick: 1, marks: true };
    this.selected = null; this.hovered = null; this.colorBy = "holder"; this.labels = true;
    this.fitted = null; this.shownNodes = 0; this.slow = false; this.measured = 0; this.drawn = null; this.whole = true; this.widths = new Map(); this.frames = 0; this.pending = false;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.readTheme();
    this.pointer();
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement);
    this.resize();
  }

  readTheme() {
    const style = getComputedStyle(document.documentElement);
    const rgb = (name) => parseColor(style.getPropertyValue(name));
    const unit = (name) => rgb(name).map((part) => part / 255);
    this.theme = { ground: unit("--ground"), deny: unit("--negated"), accent: unit("--accent") };
    this.colors = {
      text: style.getPropertyValue("--ink").trim(), ground: style.getPropertyValue("--ground").trim(),
      soft: style.getPropertyValue("--soft").trim(), accent: style.getPropertyValue("--accent").trim(),
    };
    this.families = Object.fromEntries(FAMILY_ORDER.map((f) => [f, rgb(`--node-${f.toLowerCase()}`)]));
    this.voices = Array.from({ length: 10 }, (_, i) => rgb(`--voice-${i}`));
    this.rest = rgb("--voice-rest"); this.article = rgb("--voice-article");
    this.statusColors = STATUS.map((s) => rgb(`--${s}`));
  }

  holderColor(h) {
    if (h === ARTICLE) return this.article;
    const rank = this.model.holderRank.get(h);
    return rank === undefined || rank >= this.voices.length ? this.rest : this.voices[rank];
  }

  edgeColor(edge) {
    return this.colorBy === "holder" ? this.holderColor(edge.holder) : this.statusColors[edge.status];
  }

  radius(node) { return (node.kind === "event" ? 4.2 : 4.5) + (node.kind === "event" ? 7 : 15) * Math.sqrt(node.size); }

  resize() {
    const box = this.canvas.parentElement.getBoundingClientRect();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    for (const layer of [this.canvas, this.names]) {
      layer.width = Math.max(1, Math.round(box.width * ratio));
      layer.height = Math.max(1, Math.round(box.height * ratio));
    }
    this.camera.ratio = ratio; this.width = box.width; this.height = box.height;
    this.draw();
  }

  // Hands the visible lines and nodes to the painter; after a change of filter, selection or theme.
  refresh() {
    const { nodes, edges } = this.model;
    const chosen = this.chosen();
    const many = edges.length > 8000, few = edges.length < 1500;
    const rows = [], lit = [];
    for (const e of edges) {
      if (!e.visible) continue;
      const a = nodes[e.s], b = nodes[e.t];
      const on = chosen && chosen.edges.has(e.index);
      // Thousands of faint lines behind a selection are a grey veil that tells nothing.
      if (chosen && !on && many) continue;
      const color = this.edgeColor(e);
      const strength = chosen ? (on ? 255 : 16) : e.role === "voice" ? (many ? 60 : few ? 170 : 110) : many ? 120 : few ? 235 : 200;
      const dash = e.status === 3 ? 2 : e.role === "voice" || e.status === 1 || e.status === 4 || (e.status === 2 && e.holder !== ARTICLE) ? 1 : 0;
      const width = (e.role === "voice" ? 1 : 1.5) + 0.55 * Math.log2(e.statements.length) + (on ? 0.7 : 0);
      (on ? lit : rows).push({
        x1: a.x, y1: a.y, x2: b.x, y2: b.y, bend: e.bend, width, r1: this.radius(a), r2: this.radius(b),
        color: [...color, strength], dash, denied: e.status === 2 && e.role !== "voice" ? 1 : 0,
      });
    }
    this.painter.setEdges(rows.concat(lit));
    const order = nodes.filter((n) => n.visible).sort((a, b) => a.size - b.size);
    this.painter.setNodes(order.map((n) => ({
      x: n.x, y: n.y, radius: this.radius(n), diamond: n.kind === "event" ? 1 : 0,
      ring: (this.selected && this.selected.kind === "node" && this.selected.index === n.index)
        || (this.hovered && this.hovered.kind === "node" && this.hovered.index === n.index) ? 1 : 0,
      color: [...this.families[n.family], chosen && !chosen.nodes.has(n.index) ? 50 : 255],
    })));
    this.order = order.reverse();
    this.shownNodes = order.length;
    this.measured = 0;
    this.draw();
  }

  // Nodes and lines that belong to the selection (or to the hovered node); null when all are equal.
  chosen() {
    const pick = this.hovered && this.hovered.kind === "node" && !this.selected ? this.hovered : this.selected;
    if (!pick) return null;
    const found = { nodes: new Set(), edges: new Set() };
    const take = (e) => {
      const edge = this.model.edges[e];
      if (!edge.visible) return;
      found.edges.add(e); found.nodes.add(edge.s); found.nodes.add(edge.t);
    };
    if (pick.kind === "node") {
      found.nodes.add(pick.index);
      this.model.nodes[pick.index].edges.forEach(take);
    } else pick.edges.forEach(take);
    return found;
  }

  select(pick) { this.selected = pick; this.refresh(); }

  toScreen(x, y) {
    const c = this.camera;
    return [(x - c.x) * c.k + this.width / 2, (y - c.y) * c.k + this.height / 2];
  }

  toWorld(x, y) {
    const c = this.camera;
    return [(x - this.width / 2) / c.k + c.x, (y - this.height / 2) / c.k + c.y];
  }

  // Camera that shows these nodes (all visible ones by default).
  fit(indexes, glide = true) {
    const nodes = (indexes ? [...indexes].map((i) => this.model.nodes[i]) : this.model.nodes).filter((n) => n.visible);
    if (!nodes.length) return;
    // A few stragglers must not shrink the whole picture.
    const cut = indexes || nodes.length < 200 ? 0 : 0.004;
    const span = (values) => { values.sort((a, b) => a - b); return [values[Math.floor(cut * (values.length - 1))], values[Math.ceil((1 - cut) * (values.length - 1))]]; };
    const [x0, x1] = span(nodes.map((n) => n.x)), [y0, y1] = span(nodes.map((n) => n.y));
    // Room for names on the right, for the timeline below.
    const right = indexes ? 170 : 130, below = indexes ? 160 : 118, edge = indexes ? 64 : 34;
    const k = Math.max(0.004, Math.min(2.2, (this.width - right - edge) / (x1 - x0 + 20), (this.height - below - edge) / (y1 - y0 + 20)));
    if (!indexes) this.fitted = k;
    this.glide({ x: (x0 + x1) / 2 + (right - edge) / 2 / k, y: (y0 + y1) / 2 + (below - edge) / 2 / k, k }, glide);
  }

  center(index) {
    const n = this.model.nodes[index];
    this.glide({ x: n.x, y: n.y, k: Math.max(this.camera.k, (this.fitted || 0.5) * 1.5) });
  }

  glide(goal, slow = true) {
    cancelAnimationFrame(this.gliding);
    const from = { x: this.camera.x, y: this.camera.y, k: this.camera.k };
    if (!slow || this.calm) { Object.assign(this.camera, goal); this.draw(); return; }
    const start = performance.now();
    const step = (now) => {
      const t = Math.min(1, (now - start) / 320), ease = 1 - (1 - t) ** 3;
      this.camera.x = from.x + (goal.x - from.x) * ease;
      this.camera.y = from.y + (goal.y - from.y) * ease;
      this.camera.k = from.k * (goal.k / from.k) ** ease;
      this.draw(false);
      if (t < 1) this.gliding = requestAnimationFrame(step);
    };
    this.gliding = requestAnimationFrame(step);
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const [wx, wy] = this.toWorld(x, y);
    const k = Math.min(12, Math.max(0.004, this.camera.k * factor));
    this.camera.x = wx - (x - this.width / 2) / k;
    this.camera.y = wy - (y - this.height / 2) / k;
    this.camera.k = k;
    this.draw(false);
  }

  pan(dx, dy) { this.camera.x -= dx / this.camera.k; this.camera.y -= dy / this.camera.k; this.draw(false); }

  // Draws in the next frame.  Where a picture takes long (no graphics card), the last one is moved and stretched
  // while the camera moves, and drawn anew when it rests.
  draw(whole = true) {
    this.whole = this.whole || whole;
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      const c = this.camera;
      // Few nodes are drawn large; zooming in lets them grow, but less than the distances between them.
      const base = Math.min(1.25, Math.max(0.36, 1.9 - 0.42 * Math.log10(this.shownNodes || 1)));
      c.near = c.k / (this.fitted || c.k);
      c.grow = Math.min(2.4, Math.max(0.2, Math.min(base * c.near ** 0.6, c.k * 2.2)));
      c.thick = Math.min(1.8, Math.max(0.45, Math.max(base, 0.6) * c.near ** 0.35));
      c.marks = c.near > 2.5 || this.shownNodes < 1500;
      clearTimeout(this.resting);
      if (this.whole || !this.slow || !this.drawn) this.paint();
      else {
        const from = this.drawn, scale = c.k / from.k;
        this.move(`translate(${(from.x - c.x) * c.k}px, ${(from.y - c.y) * c.k}px) scale(${scale})`);
        this.resting = setTimeout(() => this.draw(), 160);
      }
      this.frames += 1;
      if (this.on.frame) this.on.frame();
    });
  }

  paint() {
    const start = performance.now();
    this.move("");
    this.painter.draw(this.camera, this.theme);
    if (this.measured < 3) {
      this.painter.finish();
      this.measured += 1;
      this.slow = performance.now() - start > 30;
    }
    this.drawn = { x: this.camera.x, y: this.camera.y, k: this.camera.k };
    this.whole = false;
    this.drawLabels();
  }

  move(transform) { for (const layer of [this.canvas, this.names]) layer.style.transform = transform; }

  // Names of the most attended nodes that do not cover each other; all of the selection first.
  drawLabels() {
    const ink = this.ink, c = this.camera;
    ink.setTransform(c.ratio, 0, 0, c.ratio, 0, 0);
    ink.clearRect(0, 0, this.width, this.height);
    if (!this.labels || !this.order) return;
    const chosen = this.chosen();
    const taken = new Set();
    const free = (x, y, w, h) => {
      const cells = [];
      for (let i = Math.floor(x / 24); i <= Math.floor((x + w) / 24); i += 1) {
        for (let j = Math.floor(y / 14); j <= Math.floor((y + h) / 14); j += 1) {
          const cell = i * 4096 + j;
          if (taken.has(cell)) return false;
          cells.push(cell);
        }
      }
      cells.forEach((cell) => taken.add(cell));
      return true;
    };
    ink.textBaseline = "middle"; ink.lineJoin = "round";
    let drawn = 0;
    const budget = Math.min(160, 24 + (this.width * this.height) / 14000);
    const hoveredNode = this.hovered && this.hovered.kind === "node" ? this.hovered.index : -1;
    const write = (n, forced) => {
      const [x, y] = this.toScreen(n.x, n.y);
      if (x < -60 || y < -20 || x > this.width + 60 || y > this.height + 20) return;
      const event = n.kind === "event";
      const size = event ? 11 : Math.round(11.5 + 4 * Math.sqrt(n.size));
      const text = n.label.length > 44 ? `${n.label.slice(0, 43)}…` : n.label;
      ink.font = `${event ? "italic 400" : n.size > 0.3 ? "650" : "550"} ${size}px ${FONT}`;
      const key = ink.font + text;
      let width = this.widths.get(key);
      if (width === undefined) { width = ink.measureText(text).width; this.widths.set(key, width); }
      const left = x + this.radius(n) * c.grow + 4;
      if (!free(left, y - size * 0.6, width, size * 1.2) && !forced) return;
      ink.strokeStyle = this.colors.ground; ink.lineWidth = 3.5;
      ink.strokeText(text, left, y);
      ink.fillStyle = event ? this.colors.soft : this.colors.text;
      ink.fillText(text, left, y);
      drawn += 1;
    };
    const first = new Set();
    if (hoveredNode >= 0) first.add(hoveredNode);
    if (this.selected && this.selected.kind === "node") first.add(this.selected.index);
    for (const i of first) if (this.model.nodes[i].visible) write(this.model.nodes[i], true);
    for (const n of this.order) {
      if (drawn >= budget) break;
      if (first.has(n.index) || (chosen && !chosen.nodes.has(n.index))) continue;
      if (!chosen && this.radius(n) * c.grow < 1.6) continue;
      write(n, false);
    }
    const shown = chosen && chosen.edges.size <= 60 ? [...chosen.edges] : c.k > 0.9 || this.model.edges.length < 40 ? null : [];
    this.drawEdgeLabels(shown, free);
  }

  drawEdgeLabels(indexes, free) {
    const ink = this.ink, edges = this.model.edges;
    const list = indexes ? indexes.map((i) => edges[i]) : edges;
    if (!indexes && list.length > 4000) return;
    ink.font = `450 10.5px ${FONT}`;
    let drawn = 0;
    for (const e of list) {
      if (drawn > 90) break;
      if (!e.visible || !e.label || (e.role === "voice" && !indexes)) continue;
      const [x, y] = this.edgePoint(e, 0.42);
      if (x < 0 || y < 0 || x > this.width || y > this.height) continue;
      const [ax, ay] = this.edgePoint(e, 0), [bx, by] = this.edgePoint(e, 1);
      const room = Math.hypot(bx - ax, by - ay);
      const text = wording(e);
      const width = ink.measureText(text).width;
      if (width > room * 0.75 || !free(x - width / 2, y - 6, width, 12)) continue;
      ink.textAlign = "center";
      ink.strokeStyle = this.colors.ground; ink.lineWidth = 4;
      ink.strokeText(text, x, y);
      const rgb = this.edgeColor(e);
      ink.fillStyle = `rgb(${rgb.join(",")})`;
      ink.fillText(text, x, y);
      ink.textAlign = "start";
      drawn += 1;
    }
  }

  // Screen position along a line, 0 at its source and 1 at its target.
  edgePoint(e, t) {
    const a = this.model.nodes[e.s], b = this.model.nodes[e.t];
    const [ax, ay] = this.toScreen(a.x, a.y), [bx, by] = this.toScreen(b.x, b.y);
    const mx = (ax + bx) / 2 - (by - ay) * e.bend * 2, my = (ay + by) / 2 + (bx - ax) * e.bend * 2;
    const u = 1 - t;
    return [u * u * ax + 2 * u * t * mx + t * t * bx, u * u * ay + 2 * u * t * my + t * t * by];
  }

  // What lies under a point of the screen: a node, else all parallel lines of the nearest line, else null.
  pick(x, y) {
    let best = null, least = Infinity;
    for (const n of this.order || []) {
      const [nx, ny] = this.toScreen(n.x, n.y);
      const d = Math.hypot(nx - x, ny - y) - this.radius(n) * this.camera.grow;
      if (d < 4 && d < least) { least = d; best = n; }
    }
    if (best) return { kind: "node", index: best.index };
    const edge = this.pickEdge(x, y);
    return edge === null ? null : { kind: "edge", edges: [edge] };
  }

  pickEdge(x, y) {
    let best = null, least = 6;
    for (const e of this.model.edges) {
      if (!e.visible) continue;
      const a = this.model.nodes[e.s], b = this.model.nodes[e.t];
      const [ax, ay] = this.toScreen(a.x, a.y), [bx, by] = this.toScreen(b.x, b.y);
      const slack = Math.abs(e.bend) * Math.hypot(bx - ax, by - ay) + 8;
      if (x < Math.min(ax, bx) - slack || x > Math.max(ax, bx) + slack) continue;
      if (y < Math.min(ay, by) - slack || y > Math.max(ay, by) + slack) continue;
      const parts = e.bend ? 12 : 1;
      let [px, py] = [ax, ay];
      for (let i = 1; i <= parts; i += 1) {
        const [qx, qy] = i === parts ? [bx, by] : this.edgePoint(e, i / parts);
        const dx = qx - px, dy = qy - py;
        const t = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
        const d = Math.hypot(px + dx * t - x, py + dy * t - y);
        if (d < least) { least = d; best = e.index; }
        [px, py] = [qx, qy];
      }
    }
    return best;
  }

  pointer() {
    const area = this.overlay, held = new Map();
    let start = null, moved = false, dragged = null, spread = 0;
    const at = (event) => { const box = area.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    area.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...at(event));
    }, { passive: false });
    area.addEventListener("pointerdown", (event) => {
      area.setPointerCapture(event.pointerId);
      held.set(event.pointerId, at(event));
      start = at(event); moved = held.size > 1;
      const found = event.shiftKey ? this.pick(...start) : null;
      dragged = found && found.kind === "node" ? this.model.nodes[found.index] : null;
    });
    area.addEventListener("pointermove", (event) => {
      const here = at(event), before = held.get(event.pointerId);
      if (!before) { this.hover(here); return; }
      held.set(event.pointerId, here);
      if (held.size === 2) {
        const [a, b] = [...held.values()], now = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (spread) this.zoom(now / spread, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        spread = now;
        return;
      }
      if (!moved && Math.hypot(here[0] - start[0], here[1] - start[1]) < 4) return;
      moved = true;
      if (dragged) {
        [dragged.x, dragged.y] = this.toWorld(...here);
        this.refresh();
      } else this.pan(here[0] - before[0], here[1] - before[1]);
    });
    const end = (event) => {
      held.delete(event.pointerId); spread = 0;
      if (event.type === "pointerup" && !moved) this.on.pick(this.pick(...at(event)));
      dragged = null;
    };
    area.addEventListener("pointerup", end);
    area.addEventListener("pointercancel", end);
    area.addEventListener("dblclick", (event) => {
      const found = this.pick(...at(event));
      if (found && found.kind === "node") this.on.open(found.index); else this.zoom(1.8, ...at(event));
    });
    area.addEventListener("pointerleave", () => this.hover(null));
  }

  hover(here) {
    if (this.hoverPending) { this.hoverPoint = here; return; }
    this.hoverPoint = here; this.hoverPending = true;
    requestAnimationFrame(() => {
      this.hoverPending = false;
      const point = this.hoverPoint;
      const found = point ? this.pick(...point) : null;
      const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
      this.overlay.style.cursor = found ? "pointer" : "grab";
      if (!same(found, this.hovered)) {
        const nodes = (found && found.kind === "node") || (this.hovered && this.hovered.kind === "node");
        this.hovered = found;
        if (nodes && this.slow && !this.names.style.transform) this.drawLabels();
        else if (nodes) this.refresh();
      }
      this.on.hover(found, point);
    });
  }
}
