// Small parts that several sections use.
import { h } from "./vendor/preact.js";
import htm from "./vendor/htm.js";
import { useNow } from "./live.js";
import { DISPOSITIONS, duration, headline, number } from "./words.js";

export const html = htm.bind(h);

// A shape with a colour; the words beside it say the same.
export const Mark = ({ of }) => html`<span class="mark mark-${of}" aria-hidden="true"></span>`;

export const Chip = ({ mark, title, children }) =>
  html`<span class="chip chip-${mark}" title=${title}><${Mark} of=${mark} />${children}</span>`;

export function Countdown({ to, soon = "now" }) {
  const now = useNow();
  const left = Date.parse(to) - now;
  return left > 0 ? html`<span class="num">in ${duration(Math.ceil(left / 1000) * 1000)}</span>` : html`<span>${soon}</span>`;
}

export function Ago({ at }) {
  const now = useNow(1000);
  return html`<span class="num">${duration(now - Date.parse(at))}</span>`;
}

// Parts of a whole, each named beside it.
export function Bar({ parts, total, label }) {
  const shown = parts.filter(([, , n]) => n > 0);
  const spoken = shown.map(([, name, n]) => `${name} ${number(n)}`).join(", ");
  return html`<div class="bar" role="img" aria-label=${`${label}: ${spoken || "none"}`}>
    ${shown.map(([mark, name, n]) => html`<span key=${name} class="seg seg-${mark}" title=${`${name}: ${number(n)}`}
      style=${{ flexGrow: n, minWidth: n * 250 < total ? "3px" : "0" }}></span>`)}
  </div>`;
}

export const Legend = ({ parts }) => html`<ul class="legend">
  ${parts.filter(([, , n]) => n > 0).map(([mark, name, n]) => html`<li key=${name}><${Mark} of=${mark} />
    <b class="num">${number(n)}</b> ${name}</li>`)}
</ul>`;

export const dispositionParts = (counts) =>
  DISPOSITIONS.map(([key, label, mark]) => [mark, label.toLowerCase(), counts[key] ?? 0]);

export const incidentParts = (counts) => [
  ["recovered", "recovered", counts.recovered],
  ["attempt", "in attempt", counts.inAttempt],
  ["waiting", "waiting", counts.waiting],
  ["held", "held", counts.held],
  ["person", counts.needsPerson === 1 ? "needs a person" : "need a person", counts.needsPerson],
  ["done", "not needed", counts.notNeeded],
];

export const Section = ({ title, note, id, children }) => html`<section aria-labelledby=${id}>
  <h2 id=${id}>${title}${note !== undefined && html`<span class="note">${note}</span>`}</h2>
  ${children}
</section>`;

// The incident that a group of tasks belongs to, by its short name.
export const Title = ({ of, titles }) => titles.get(of.incident) ?? headline(of.title).head;

export const TaskLink = ({ task, onOpen }) => html`<button type="button" class="task-link"
  onClick=${() => onOpen(task)}><span class="mono">${task.id}</span></button>`;
