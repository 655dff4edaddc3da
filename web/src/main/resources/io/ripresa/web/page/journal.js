import { useState } from "./vendor/hooks.js";
import { html, Section } from "./parts.js";
import { splitKey } from "./live.js";
import { clock, kind, readable, tellsStory } from "./words.js";

const SHOWN = 40;

export function Journal({ lines, titles, onOpen, onIncident }) {
  const [all, setAll] = useState(false);
  const shown = lines.filter((line) => all || tellsStory(line)).slice(-SHOWN).reverse();
  return html`<${Section} id="journal" title="Journal">
    <div class="switch" role="group" aria-label="What the journal shows">
      <button type="button" aria-pressed=${!all} onClick=${() => setAll(false)}>The story</button>
      <button type="button" aria-pressed=${all} onClick=${() => setAll(true)}>Every line</button>
    </div>
    ${shown.length === 0 && html`<p class="calm">${all ? "Nothing has been written yet." : "Nothing notable yet."}</p>`}
    <ol class="feed">
      ${shown.map((line) => html`<${Line} key=${line.sequence} line=${line} titles=${titles} onOpen=${onOpen} onIncident=${onIncident} />`)}
    </ol>
  </${Section}>`;
}

// What a line is about: the task, else the incident by its headline, else the gate.
function subject(line, titles) {
  if (line.task) return splitKey(line.task).id;
  if (line.incident && !line.gate) return titles?.get(line.incident) ?? line.incident;
  return line.gate ?? "";
}

export function Line({ line, titles, plain, onOpen, onIncident }) {
  const open = line.task && onOpen ? () => onOpen(splitKey(line.task))
    : line.incident && onIncident ? () => onIncident(line.incident) : null;
  const about = plain ? kind(line.kind) : subject(line, titles) || kind(line.kind);
  const body = html`<span class="kind">${about}</span> ${readable(line.text)}`;
  return html`<li class="line-${kind(line.kind).toLowerCase().replace(" ", "-")}">
    <time class="num" datetime=${line.at}>${clock(line.at)}</time>
    ${open ? html`<button type="button" class="plain" onClick=${open}>${body}</button>` : html`<span>${body}</span>`}
  </li>`;
}
