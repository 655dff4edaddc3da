// How the backlog went: what stands still as an area, what came back as a line.
import { html } from "./parts.js";
import { duration, number } from "./words.js";

const WIDTH = 600;
const HEIGHT = 110;

export function Chart({ samples, now }) {
  const last = samples[samples.length - 1];
  if (samples.length < 2 || !last) return html`<div class="chart chart-empty">The curve begins here.</div>`;
  const end = Math.max(now, last.at);
  const span = Math.min(10 * 60e3, Math.max(45e3, end - samples[0].at));
  const from = end - span;
  const seen = samples.filter((s, i) => s.at >= from || (samples[i + 1]?.at ?? end) >= from);
  const base = seen[0].recovered;
  const top = Math.max(4, ...seen.map((s) => Math.max(s.pending, s.recovered - base)));
  const x = (at) => ((Math.max(at, from) - from) / span) * WIDTH;
  const y = (n) => HEIGHT - (n / top) * (HEIGHT - 6);
  const path = (value) => {
    const points = seen.map((s) => `${x(s.at).toFixed(1)},${y(value(s)).toFixed(1)}`);
    points.push(`${WIDTH},${y(value(last)).toFixed(1)}`);
    return "M" + points.join("L");
  };
  const back = last.recovered - base;
  const pending = path((s) => s.pending);
  return html`<figure class="chart">
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img"
      aria-label=${`In the last ${duration(span)}: at most ${top} tasks, now ${last.pending} are not back and ${back} came back.`}>
      <path class="grid" d=${`M0 ${y(top / 2).toFixed(1)}H${WIDTH}M0 ${y(top).toFixed(1)}H${WIDTH}`} />
      <path class="area" d=${`${pending}L${WIDTH},${HEIGHT}L${x(seen[0].at).toFixed(1)},${HEIGHT}Z`} />
      <path class="line line-pending" d=${pending} />
      ${back > 0 && html`<path class="line line-back" d=${path((s) => s.recovered - base)} />`}
    </svg>
    <figcaption>
      <span class="num">${duration(span)} ago</span>
      <span class="keys"><span class="key key-pending">not back yet <b class="num">${number(last.pending)}</b></span>
        <span class="key key-back">came back <b class="num">${number(back)}</b></span></span>
      <span>now</span>
    </figcaption>
    <span class="top num" aria-hidden="true">${number(top)}</span>
  </figure>`;
}

// The pace lately, as a small curve.
export function Spark({ values }) {
  const seen = values.slice(-60);
  if (seen.length < 3 || !seen.some((v) => v > 0)) return null;
  const top = Math.max(...seen);
  const points = seen.map((v, i) => `${((i / (seen.length - 1)) * 80).toFixed(1)},${(19 - (v / top) * 17).toFixed(1)}`);
  return html`<svg class="spark" viewBox="0 0 80 20" aria-hidden="true"><path class="line line-back" d=${"M" + points.join("L")} /></svg>`;
}
