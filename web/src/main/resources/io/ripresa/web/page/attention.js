import { useState } from "./vendor/hooks.js";
import { Countdown, html, Mark, Section, TaskLink, Title } from "./parts.js";
import { number, plural } from "./words.js";

const Tasks = ({ group, onOpen, onIncident }) => html`<p class="tasks">
  ${group.tasks.map((task) => html`<${TaskLink} key=${task.key} task=${task} onOpen=${onOpen} />`)}
  ${group.count > group.tasks.length && html`<button type="button" class="quiet" onClick=${() => onIncident(group.incident)}>
    ${group.tasks.length ? `and ${number(group.count - group.tasks.length)} more` : `see ${plural(group.count, "task")}`}</button>`}
</p>`;

const SHOWN = 6;

export function Attention({ groups, titles, onOpen, onIncident }) {
  const [all, setAll] = useState(false);
  const tasks = groups.reduce((sum, group) => sum + group.count, 0);
  return html`<${Section} id="attention" title="Needs a person" note=${tasks ? plural(tasks, "task") : ""}>
    ${groups.length === 0 && html`<p class="calm">Nobody is needed. What a further run cannot fix will stand here, with the reason.</p>`}
    <ul class="groups-list">
      ${(all ? groups : groups.slice(0, SHOWN)).map((group, i) => html`<li key=${group.incident + i} class="card attention">
        <header><h3><${Mark} of="person" /><span><${Title} of=${group} titles=${titles} />${group.workspace && html`<span class="where">${group.workspace}</span>`}</span></h3><b class="count num">${number(group.count)}</b></header>
        ${group.example && html`<p class="example">${group.example}</p>`}
        <p class="reason">${group.reason}</p>
        <p class="advice"><span class="todo">What to do</span> ${group.advice}</p>
        <${Tasks} group=${group} onOpen=${onOpen} onIncident=${onIncident} />
      </li>`)}
    </ul>
    ${groups.length > SHOWN && html`<button type="button" class="more" aria-expanded=${all} onClick=${() => setAll(!all)}>
      ${all ? "Show fewer" : `Show ${groups.length - SHOWN} more`}</button>`}
  </${Section}>`;
}

export function Held({ groups, titles, onOpen, onIncident }) {
  const tasks = groups.reduce((sum, group) => sum + group.count, 0);
  return html`<${Section} id="held" title="Held and waiting" note=${tasks ? plural(tasks, "task") : ""}>
    ${groups.length === 0 && html`<p class="calm">Nothing waits for its cause to clear.</p>`}
    <ul class="plain-list">
      ${groups.map((group) => html`<li key=${group.incident}>
        <p class="row-head"><${Mark} of="held" /><span class="row-title"><${Title} of=${group} titles=${titles} /></span><b class="num">${number(group.count)}</b></p>
        <p class="muted">${group.reason}${group.nextAt && html`${" "}Next look <${Countdown} to=${group.nextAt} />.`}</p>
        <${Tasks} group=${group} onOpen=${onOpen} onIncident=${onIncident} />
      </li>`)}
    </ul>
  </${Section}>`;
}
