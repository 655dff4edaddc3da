import { useState } from "./vendor/hooks.js";
import { html, Section } from "./parts.js";
import { splitKey } from "./live.js";
import { clock, kind, tellsStory } from "./words.js";

const SHOWN = 40;

export function Journal({ lines, onOpen, onIncident }) {
  const [all, setAll] = useState(false);
  const shown = lines.filter((line) => all || tellsStory(line)).slice(-SHOWN).reverse();
  return html`<${Section} id="journal" title="Journal">
    <div class="switch" role="group" aria-label="What the journal shows">
      <button type="button" aria-pressed=${!all} onClick=${() => setAll(false)}>The story</button>
      <button type="button" aria-pressed=${all} onClick=${() => setAll(true)}>Every line</button>
    </div>
    ${shown.length === 0 && html`<p class="calm">${all ? "Nothing has been written yet." : "Nothing notable yet."}</p>`}
    <ol class="feed">
      ${shown.map((line) => html`<${Line} key=${line.sequence} line=${line} onOpen=${onOpen} onIncident=${onIncident} />`)}
    </ol>
  </${Section}>`;
}

export function Line({ line, onOpen, onIncident }) {
  const open = line.task && onOpen ? () => onOpen(splitKey(line.task))
    : line.incident && onIncident ? () => onIncident(line.incident) : null;
  const body = html`<span class="kind">${kind(line.kind)}</span> ${line.text}`;
  return html`<li class="line-${kind(line.kind).toLowerCase().replace(" ", "-")}">
    <time class="num" datetime=${line.at}>${clock(line.at)}</time>
    ${open ? html`<button type="button" class="plain" onClick=${open}>${body}</button>` : html`<span>${body}</span>`}
  </li>`;
}
