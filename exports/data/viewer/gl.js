// Draws nodes and lines with WebGL 2: one instance a line, bent, dashed, dotted and headed in the shaders.

const EDGE_HEAD = `#version 300 es
precision highp float;
layout(location=0) in vec2 corner;
layout(location=1) in vec4 ends;
layout(location=2) in vec4 shape;   // bend, width, radius of source, radius of target
layout(location=3) in vec4 color;
layout(location=4) in vec2 kind;    // 0 solid 1 dashed 2 dotted; denied
uniform vec2 view; uniform vec3 camera; uniform vec2 grow; uniform float ratio;
vec2 place(vec2 p) { return (p - camera.xy) * camera.z + view * 0.5; }
vec4 clip(vec2 p) { return vec4(p.x / view.x * 2.0 - 1.0, 1.0 - p.y / view.y * 2.0, 0.0, 1.0); }
void curve(out vec2 a, out vec2 m, out vec2 b, out float len, out float t0, out float t1) {
  a = place(ends.xy); b = place(ends.zw);
  vec2 d = b - a; float l = max(length(d), 1e-3);
  m = (a + b) * 0.5 + vec2(-d.y, d.x) * shape.x * 2.0;
  len = l * (1.0 + 2.2 * shape.x * shape.x);
  t0 = min(shape.z * grow.x / len, 0.45);
  t1 = 1.0 - min((shape.w * grow.x + 1.5 * ratio) / len, 0.45);
}
vec2 at(vec2 a, vec2 m, vec2 b, float t) { return mix(mix(a, m, t), mix(m, b, t), t); }
vec2 along(vec2 a, vec2 m, vec2 b, float t) { return normalize(mix(m - a, b - m, t) + vec2(1e-5, 0.0)); }
`;
const EDGE_VERTEX = EDGE_HEAD + `
out vec4 tint; out float run; out float side; out float wide; flat out float dash;
void main() {
  vec2 a, m, b; float len, t0, t1; curve(a, m, b, len, t0, t1);
  float head = min((3.0 + shape.y * 1.7) * grow.y, (t1 - t0) * len * 0.5);
  t1 -= head * 0.8 / len;
  float t = mix(t0, t1, corner.x);
  vec2 d = along(a, m, b, t);
  wide = shape.y * grow.y * 0.5;
  vec2 p = at(a, m, b, t) + vec2(-d.y, d.x) * corner.y * (wide + ratio);
  tint = color; run = (t - t0) * len / ratio; side = corner.y * (wide + ratio); dash = kind.x;
  gl_Position = clip(p);
}`;
const EDGE_FRAGMENT = `#version 300 es
precision highp float;
in vec4 tint; in float run; in float side; in float wide; flat in float dash;
uniform float ratio;
out vec4 paint;
void main() {
  float alpha = tint.a * clamp((wide + 0.5 * ratio - abs(side)) / ratio, 0.0, 1.0) * min(1.0, wide * 2.0 / ratio);
  if (dash > 1.5) { float r = mod(run, 5.0); alpha *= smoothstep(0.2, 0.8, r) * (1.0 - smoothstep(2.2, 2.8, r)); }
  else if (dash > 0.5) { float r = mod(run, 10.0); alpha *= smoothstep(0.2, 0.8, r) * (1.0 - smoothstep(6.4, 7.0, r)); }
  if (alpha < 0.004) discard;
  paint = vec4(tint.rgb * alpha, alpha);
}`;
// Arrow heads (corner.x 0..1 from base to tip) and the cross of a denial (corner.x 2..3).
const MARK_VERTEX = EDGE_HEAD + `
out vec4 tint; out vec2 local; flat out float cross;
void main() {
  vec2 a, m, b; float len, t0, t1; curve(a, m, b, len, t0, t1);
  float span = (t1 - t0) * len;
  cross = step(1.5, corner.x);
  vec2 p;
  if (cross < 0.5) {
    float head = min((3.0 + shape.y * 1.7) * grow.y, span * 0.5);
    vec2 d = along(a, m, b, t1);
    p = at(a, m, b, t1) - d * head * (1.0 - corner.x) + vec2(-d.y, d.x) * corner.y * head * 0.55;
  } else {
    float r = kind.y * min(6.5 * ratio * max(0.75, min(grow.y, 1.4)), span * 0.25);
    p = at(a, m, b, 0.5) + vec2(corner.x - 2.5, corner.y * 0.5) * 2.0 * r;
    local = vec2(corner.x - 2.5, corner.y * 0.5) * 2.0;
  }
  tint = color;
  gl_Position = clip(p);
}`;
const MARK_FRAGMENT = `#version 300 es
precision highp float;
in vec4 tint; in vec2 local; flat in float cross;
uniform vec3 ground; uniform vec3 deny;
out vec4 paint;
void main() {
  vec3 c = tint.rgb; float alpha = min(1.0, tint.a * 1.15);
  if (cross > 0.5) {
    float r = length(local);
    float edge = fwidth(r);
    alpha = smoothstep(0.0, edge, 1.0 - r) * min(1.0, tint.a * 1.6);
    float x = min(abs(local.x - local.y), abs(local.x + local.y)) * 0.7071;
    float ink = max(step(x, 0.17) * step(r, 0.62), smoothstep(0.74, 0.80, r));
    c = mix(ground, deny, ink);
  }
  if (alpha < 0.004) discard;
  paint = vec4(c * alpha, alpha);
}`;
const NODE_VERTEX = `#version 300 es
precision highp float;
layout(location=0) in vec2 corner;
layout(location=1) in vec2 center;
layout(location=2) in vec3 shape;   // radius, 0 disc 1 diamond, ring
layout(location=3) in vec4 color;
uniform vec2 view; uniform vec3 camera; uniform vec2 grow; uniform float ratio;
out vec2 local; out float radius; out vec4 tint; flat out vec2 style;
void main() {
  radius = shape.x * grow.x;
  float reach = radius + 7.0 * ratio;
  local = corner * reach;
  vec2 p = (center - camera.xy) * camera.z + view * 0.5 + local;
  tint = color; style = shape.yz;
  gl_Position = vec4(p.x / view.x * 2.0 - 1.0, 1.0 - p.y / view.y * 2.0, 0.0, 1.0);
}`;
const NODE_FRAGMENT = `#version 300 es
precision highp float;
in vec2 local; in float radius; in vec4 tint; flat in vec2 style;
uniform float ratio; uniform vec3 ground; uniform vec3 accent;
out vec4 paint;
void main() {
  float d = style.x > 0.5 ? (abs(local.x) + abs(local.y)) * 0.7071 - radius * 0.86 : length(local) - radius;
  float rim = min(1.8 * ratio, radius * 0.3);
  float body = clamp(0.5 - (d + rim) / ratio, 0.0, 1.0);
  float full = clamp(0.5 - d / ratio, 0.0, 1.0);
  vec3 c = mix(ground, tint.rgb, body);
  float alpha = full * tint.a;
  if (style.y > 0.5) {
    float ring = clamp(0.5 - (abs(d - 3.2 * ratio) - 1.5 * ratio) / ratio, 0.0, 1.0);
    c = mix(c, accent, ring * (1.0 - full)); alpha = max(alpha, ring);
  }
  if (alpha < 0.004) discard;
  paint = vec4(c * alpha, alpha);
}`;

class GlPainter {
  static make(canvas) {
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: false, powerPreference: "high-performance" });
    return gl ? new GlPainter(canvas, gl) : null;
  }

  constructor(canvas, gl) {
    this.canvas = canvas; this.gl = gl; this.name = "WebGL 2";
    this.build();
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => { this.build(); if (this.onrestore) this.onrestore(); });
  }

  build() {
    const gl = this.gl;
    this.edgeProgram = this.program(EDGE_VERTEX, EDGE_FRAGMENT);
    this.markProgram = this.program(MARK_VERTEX, MARK_FRAGMENT);
    this.nodeProgram = this.program(NODE_VERTEX, NODE_FRAGMENT);
    this.edgeBuffer = gl.createBuffer(); this.nodeBuffer = gl.createBuffer();
    this.strips = new Map();
    for (const parts of [1, 10]) {
      const corners = [];
      for (let i = 0; i <= parts; i += 1) corners.push(i / parts, -1, i / parts, 1);
      this.strips.set(parts, { count: corners.length / 2, vao: this.edgeArray(corners) });
    }
    this.heads = this.edgeArray([0, -1, 0, 1, 1, 0]);
    this.crosses = this.edgeArray([2, -1, 3, -1, 2, 1, 3, 1]);
    this.discs = this.nodeArray();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.edgeCount = this.nodeCount = this.deniedCount = 0;
  }

  program(vertex, fragment) {
    const gl = this.gl, program = gl.createProgram();
    for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    const uniforms = {};
    for (let i = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) - 1; i >= 0; i -= 1) {
      const name = gl.getActiveUniform(program, i).name;
      uniforms[name] = gl.getUniformLocation(program, name);
    }
    return { program, uniforms };
  }

  corners(values) {
    const gl = this.gl, buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(values), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  }

  instanced(buffer, stride, fields) {
    const gl = this.gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    for (const [location, size, type, normal, offset] of fields) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, type, normal, stride, offset);
      gl.vertexAttribDivisor(location, 1);
    }
  }

  edgeArray(values) {
    const gl = this.gl, vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    this.corners(values);
    this.instanced(this.edgeBuffer, 40, [
      [1, 4, gl.FLOAT, false, 0], [2, 4, gl.FLOAT, false, 16],
      [3, 4, gl.UNSIGNED_BYTE, true, 32], [4, 2, gl.UNSIGNED_BYTE, false, 36],
    ]);
    gl.bindVertexArray(null);
    return vao;
  }

  nodeArray() {
    const gl = this.gl, vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    this.corners([-1, -1, 1, -1, -1, 1, 1, 1]);
    this.instanced(this.nodeBuffer, 24, [
      [1, 2, gl.FLOAT, false, 0], [2, 3, gl.FLOAT, false, 8], [3, 4, gl.UNSIGNED_BYTE, true, 20],
    ]);
    gl.bindVertexArray(null);
    return vao;
  }

  // Lines: {x1,y1,x2,y2,bend,width,r1,r2,color:[r,g,b,a],dash,denied}; in drawing order.
  setEdges(edges) {
    const gl = this.gl, bytes = new ArrayBuffer(edges.length * 40);
    const floats = new Float32Array(bytes), octets = new Uint8Array(bytes);
    let denied = 0, bent = false;
    edges.forEach((e, i) => {
      floats.set([e.x1, e.y1, e.x2, e.y2, e.bend, e.width, e.r1, e.r2], i * 10);
      octets.set(e.color, i * 40 + 32);
      octets[i * 40 + 36] = e.dash; octets[i * 40 + 37] = e.denied;
      denied += e.denied; bent ||= e.bend !== 0;
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, this.edgeBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.DYNAMIC_DRAW);
    this.edgeCount = edges.length; this.deniedCount = denied; this.bent = bent;
  }

  // Nodes: {x,y,radius,diamond,ring,color:[r,g,b,a]}; in drawing order.
  setNodes(nodes) {
    const gl = this.gl, bytes = new ArrayBuffer(nodes.length * 24);
    const floats = new Float32Array(bytes), octets = new Uint8Array(bytes);
    nodes.forEach((n, i) => {
      floats.set([n.x, n.y, n.radius, n.diamond, n.ring], i * 6);
      octets.set(n.color, i * 24 + 20);
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, this.nodeBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.DYNAMIC_DRAW);
    this.nodeCount = nodes.length;
  }

  use(shader, camera, theme) {
    const gl = this.gl, u = shader.uniforms;
    gl.useProgram(shader.program);
    gl.uniform2f(u.view, this.canvas.width, this.canvas.height);
    gl.uniform3f(u.camera, camera.x, camera.y, camera.k * camera.ratio);
    gl.uniform2f(u.grow, camera.grow * camera.ratio, camera.thick * camera.ratio);
    gl.uniform1f(u.ratio, camera.ratio);
    if (u.ground) gl.uniform3fv(u.ground, theme.ground);
    if (u.deny) gl.uniform3fv(u.deny, theme.deny);
    if (u.accent) gl.uniform3fv(u.accent, theme.accent);
  }

  // Waits until everything is drawn.
  finish() { this.gl.readPixels(0, 0, 1, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, new Uint8Array(4)); }

  draw(camera, theme) {
    const gl = this.gl;
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.clearColor(...theme.ground, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const strip = this.strips.get(this.bent && (this.edgeCount < 6000 || camera.near > 4) ? 10 : 1);
    this.use(this.edgeProgram, camera, theme);
    gl.bindVertexArray(strip.vao);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, strip.count, this.edgeCount);
    if (camera.marks) {
      this.use(this.markProgram, camera, theme);
      gl.bindVertexArray(this.heads);
      gl.drawArraysInstanced(gl.TRIANGLES, 0, 3, this.edgeCount);
      if (this.deniedCount) {
        gl.bindVertexArray(this.crosses);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.edgeCount);
      }
    }
    this.use(this.nodeProgram, camera, theme);
    gl.bindVertexArray(this.discs);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.nodeCount);
    gl.bindVertexArray(null);
  }
}

// The same picture on a plain canvas, for browsers without WebGL 2; lines are straight beyond a few thousand.
class PlainPainter {
  constructor(canvas) {
    this.canvas = canvas; this.context = canvas.getContext("2d", { alpha: false }); this.name = "canvas";
    this.edges = []; this.nodes = [];
  }

  setEdges(edges) { this.edges = edges; }

  setNodes(nodes) { this.nodes = nodes; }

  finish() { this.context.getImageData(0, 0, 1, 1); }

  draw(camera, theme) {
    const c = this.context, k = camera.k * camera.ratio, w = this.canvas.width, h = this.canvas.height;
    const css = (rgb, a = 1) => `rgba(${rgb[0] | 0},${rgb[1] | 0},${rgb[2] | 0},${a})`;
    const tone = (v) => css(v.map((part) => part * 255));
    c.fillStyle = tone(theme.ground); c.fillRect(0, 0, w, h);
    const px = (x) => (x - camera.x) * k + w / 2, py = (y) => (y - camera.y) * k + h / 2;
    const grow = camera.grow * camera.ratio, thick = camera.thick * camera.ratio, many = this.edges.length > 4000;
    for (const e of this.edges) {
      const a = [px(e.x1), py(e.y1)], b = [px(e.x2), py(e.y2)], d = [b[0] - a[0], b[1] - a[1]];
      const m = [(a[0] + b[0]) / 2 - d[1] * e.bend * 2, (a[1] + b[1]) / 2 + d[0] * e.bend * 2];
      c.strokeStyle = c.fillStyle = css(e.color, e.color[3] / 255);
      c.lineWidth = Math.max(0.6, e.width * thick);
      c.setLineDash(many || !e.dash ? [] : (e.dash === 1 ? [6, 4] : [2, 3]).map((v) => v * camera.ratio));
      c.beginPath(); c.moveTo(...a); c.quadraticCurveTo(...m, ...b); c.stroke();
      if (!camera.marks || many) continue;
      const l = Math.hypot(b[0] - m[0], b[1] - m[1]) || 1, u = [(b[0] - m[0]) / l, (b[1] - m[1]) / l];
      const tip = [b[0] - u[0] * e.r2 * grow, b[1] - u[1] * e.r2 * grow], s = (3 + e.width * 1.7) * thick;
      c.beginPath(); c.moveTo(...tip);
      c.lineTo(tip[0] - u[0] * s - u[1] * s * 0.55, tip[1] - u[1] * s + u[0] * s * 0.55);
      c.lineTo(tip[0] - u[0] * s + u[1] * s * 0.55, tip[1] - u[1] * s - u[0] * s * 0.55); c.fill();
      if (e.denied) {
        const o = [(a[0] + 2 * m[0] + b[0]) / 4, (a[1] + 2 * m[1] + b[1]) / 4], r = 4 * camera.ratio;
        c.setLineDash([]); c.strokeStyle = tone(theme.deny); c.lineWidth = 2 * camera.ratio;
        c.beginPath(); c.moveTo(o[0] - r, o[1] - r); c.lineTo(o[0] + r, o[1] + r);
        c.moveTo(o[0] + r, o[1] - r); c.lineTo(o[0] - r, o[1] + r); c.stroke();
      }
    }
    c.setLineDash([]);
    for (const n of this.nodes) {
      const x = px(n.x), y = py(n.y), r = n.radius * grow;
      c.beginPath();
      if (n.diamond) { c.moveTo(x, y - r * 1.2); c.lineTo(x + r * 1.2, y); c.lineTo(x, y + r * 1.2); c.lineTo(x - r * 1.2, y); c.closePath(); } else c.arc(x, y, r, 0, 7);
      c.fillStyle = css(n.color, n.color[3] / 255); c.fill();
      c.strokeStyle = tone(n.ring ? theme.accent : theme.ground); c.lineWidth = (n.ring ? 3 : 1.5) * camera.ratio; c.stroke();
    }
  }
}
