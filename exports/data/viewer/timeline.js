// The timeline: statements per day, week or month as bars, and a brush over them.

class Timeline {
  constructor(model, canvas, label, on) {
    this.model = model; this.canvas = canvas; this.label = label; this.on = on; this.range = null;
    this.brush();
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  // Bars of a fixed number of days, at most about 120, from the first to the last dated statement.
  bars() {
    const days = this.model.days;
    // Years far off (a founding, a war of the past) must not press the news into one bar.
    const low = days[Math.floor(days.length * 0.01)], high = days[Math.ceil(days.length * 0.99) - 1] ?? low;
    const step = [1, 7, 14, 30.4375, 91.3125, 365.25, 3652.5].find((s) => (high - low) / s <= 120) || 36525;
    const count = Math.max(1, Math.floor((high - low) / step) + 1);
    return { low, step, count, high: low + count * step };
  }

  draw() {
    const { canvas } = this, box = canvas.getBoundingClientRect(), ratio = Math.min(devicePixelRatio || 1, 2);
    canvas.width = box.width * ratio; canvas.height = box.height * ratio;
    const ink = canvas.getContext("2d");
    ink.scale(ratio, ratio);
    ink.clearRect(0, 0, box.width, box.height);
    if (!this.model.days.length) { this.label.textContent = "no dates"; return; }
    const scale = this.scale = this.bars();
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    const totals = Array.from({ length: scale.count }, () => STATUS.map(() => 0));
    this.model.statements.forEach((s) => {
      if (s.day === null || s.day < scale.low || s.day >= scale.high) return;
      totals[Math.floor((s.day - scale.low) / scale.step)][s.status] += 1;
    });
    const most = Math.max(1, ...totals.map((t) => t.reduce((a, b) => a + b, 0)));
    const base = box.height - 15, width = box.width / scale.count;
    totals.forEach((parts, i) => {
      const day = scale.low + i * scale.step;
      const inside = !this.range || (day + scale.step > this.range[0] && day <= this.range[1]);
      let y = base;
      parts.forEach((n, status) => {
        if (!n) return;
        const h = (n / most) * (base - 3);
        ink.globalAlpha = inside ? 0.9 : 0.22;
        ink.fillStyle = color(`--${STATUS[status]}`);
        ink.fillRect(i * width + (width > 4 ? 0.5 : 0), y - h, Math.min(Math.max(1, width - (width > 4 ? 1 : 0)), 46), h);
        y -= h;
      });
    });
    ink.globalAlpha = 1;
    ink.fillStyle = color("--soft"); ink.font = `10.5px ${FONT}`; ink.textBaseline = "bottom";
    const marks = Math.max(2, Math.min(8, Math.floor(box.width / 130)));
    for (let i = 0; i < marks; i += 1) {
      const share = marks === 1 ? 0 : i / (marks - 1);
      ink.textAlign = i === 0 ? "left" : i === marks - 1 ? "right" : "center";
      const day = Math.floor(scale.low + share * (scale.high - scale.low - scale.step));
      if (scale.count === 1 && i) break;
      ink.fillText(isoDay(day), share * box.width, box.height);
    }
    if (this.range) {
      const a = this.x(this.range[0], box.width), b = this.x(this.range[1] + 1, box.width);
      ink.strokeStyle = color("--accent"); ink.lineWidth = 1.5;
      ink.strokeRect(a, 1, Math.max(2, b - a), base - 1);
    }
    this.label.textContent = this.range ? `${isoDay(this.range[0])} to ${isoDay(this.range[1])}` : "all dates";
    const spoken = { valuemin: scale.low, valuemax: scale.high, valuenow: (this.range || [scale.low])[0], valuetext: this.label.textContent };
    for (const [name, value] of Object.entries(spoken)) canvas.setAttribute(`aria-${name}`, value);
  }

  x(day, width) { return ((day - this.scale.low) / (this.scale.high - this.scale.low)) * width; }

  day(x) {
    const width = this.canvas.getBoundingClientRect().width;
    return this.scale.low + Math.max(0, Math.min(1, x / width)) * (this.scale.high - this.scale.low);
  }

  set(range) {
    this.range = range && [Math.floor(Math.min(...range)), Math.ceil(Math.max(...range))];
    this.draw();
    this.on(this.range);
  }

  brush() {
    let start = null, first = 0;
    const x = (event) => event.clientX - this.canvas.getBoundingClientRect().left;
    this.canvas.addEventListener("pointerdown", (event) => {
      if (!this.scale) return;
      this.canvas.setPointerCapture(event.pointerId);
      start = this.day(x(event)); first = x(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (start !== null && Math.abs(x(event) - first) > 3) {
        const snap = (day, up) => this.scale.low + (up ? Math.ceil : Math.floor)((day - this.scale.low) / this.scale.step) * this.scale.step - (up ? 1 : 0);
        const now = this.day(x(event));
        this.set([snap(Math.min(start, now), false), Math.max(snap(Math.max(start, now), true), snap(Math.min(start, now), false))]);
      }
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (start !== null && Math.abs(x(event) - first) <= 3) this.set(null);
      start = null;
    });
    this.canvas.addEventListener("keydown", (event) => {
      if (!this.scale || !["ArrowLeft", "ArrowRight", "Escape"].includes(event.key)) return;
      event.preventDefault(); event.stopPropagation();
      if (event.key === "Escape") { this.set(null); return; }
      const step = Math.max(1, this.scale.step) * (event.key === "ArrowLeft" ? -1 : 1);
      const [a, b] = this.range || [this.scale.low, this.scale.low + this.scale.step - 1];
      this.set(event.shiftKey ? [a, Math.max(a, b + step)] : this.range ? [a + step, b + step] : [a, b]);
    });
  }
}
