import { useState } from "./vendor/hooks.js";
import { Spark } from "./chart.js";
import { Ago, Bar, Chip, Countdown, html, incidentParts, Legend, Section } from "./parts.js";
import { BREAKERS, CATEGORIES, causeTitle, clock, duration, INCIDENT_STATES, plural, rate } from "./words.js";

const RESOLVED_SHOWN = 6;
const MOVING = new Set(["OPEN", "PROBING", "RECOVERING", "PAUSED"]);

export function Incidents({ overview, samples, onOpen, onPause }) {
  const pending = (i) => i.counts.waiting + i.counts.held + i.counts.inAttempt;
  // What only people can move stands under "Needs a person".
  const open = overview.incidents.filter((i) => MOVING.has(i.state) && (pending(i) > 0 || i.state === "PAUSED"))
    .sort((a, b) => pending(b) - pending(a));
  const rest = overview.incidents.filter((i) => i.state === "RESOLVED").slice(0, RESOLVED_SHOWN);
  const gates = new Map(overview.gates.map((gate) => [gate.key, gate]));
  return html`<${Section} id="incidents" title="Incidents" note=${open.length ? plural(open.length, "open", "open") : ""}>
    ${open.length === 0 && html`<p class="calm">No incident is in the way of any task. When tasks fail, they are grouped here by cause.</p>`}
    ${open.map((incident) => html`<${Incident} key=${incident.id} incident=${incident} gate=${gates.get(incident.gate)}
      samples=${samples} onOpen=${onOpen} onPause=${onPause} />`)}
    ${rest.length > 0 && html`<ul class="resolved">
      ${rest.map((incident) => { const [label, mark, means] = INCIDENT_STATES[incident.state] ?? [incident.state, "open", ""];
        return html`<li key=${incident.id}>
        <button type="button" class="row" onClick=${() => onOpen(incident)}>
          <${Chip} mark=${mark} title=${means}>${label}</${Chip}>
          <span class="row-title">${causeTitle(incident)}</span>
          <span class="muted num">${plural(incident.counts.total, "task")} · ${clock(incident.resolvedAt ?? incident.changedAt)}</span>
        </button></li>`; })}
    </ul>`}
  </${Section}>`;
}

function Incident({ incident, gate, samples, onOpen, onPause }) {
  const [label, mark, means] = INCIDENT_STATES[incident.state] ?? [incident.state, "open", ""];
  const parts = incidentParts(incident.counts);
  return html`<article class="card incident">
    <header>
      <h3><button type="button" class="plain" onClick=${() => onOpen(incident)}>${causeTitle(incident)}</button></h3>
      <${Chip} mark=${mark} title=${means}>${label}</${Chip}>
    </header>
    <p class="reason">${incident.reason}</p>
    <${Bar} parts=${parts} total=${incident.counts.total} label="Members" />
    <${Legend} parts=${parts} />
    ${gate && html`<${GateFacts} gate=${gate} incident=${incident} samples=${samples} />`}
    ${incident.groups.length > 0 && html`<${Groups} groups=${incident.groups} />`}
    <footer>
      <span class="muted">${CATEGORIES[incident.category] ?? incident.category}${incident.workspace ? ` · ${incident.workspace}` : ""} · open for <${Ago} at=${incident.openedAt} /></span>
      <button type="button" class="quiet" onClick=${() => onPause(incident)}>
        ${incident.state === "PAUSED" ? "Lift the pause…" : "Pause…"}</button>
    </footer>
  </article>`;
}

function GateFacts({ gate, incident, samples }) {
  const [label, means] = BREAKERS[gate.breaker] ?? [gate.breaker, ""];
  const outages = gate.outageSeconds.filter((seconds) => seconds >= 1);
  const waitsForCanary = gate.nextCanaryAt && incident.state !== "RECOVERING" && gate.breaker !== "HALF_OPEN";
  return html`<dl class="facts">
    <div><dt>Gate</dt><dd title=${means}><span class="breaker breaker-${gate.breaker.toLowerCase()}" aria-hidden="true"></span>${label}</dd></div>
    ${waitsForCanary && html`<div><dt>Next canary</dt><dd><${Countdown} to=${gate.nextCanaryAt} soon="on its way" /></dd></div>`}
    ${gate.startsPerSecond !== undefined && html`<div><dt>Pace</dt><dd class="num">${rate(gate.startsPerSecond)}
      <${Spark} values=${samples.map((s) => s.rate ?? 0)} /></dd></div>`}
    <div><dt>In flight</dt><dd class="num">${gate.inFlight}</dd></div>
    ${gate.canariesSpent > 0 && html`<div><dt>Canaries</dt><dd class="num">${gate.canariesSpent} sent</dd></div>`}
    ${gate.holding && html`<div><dt>First starts</dt><dd>held</dd></div>`}
    ${outages.length > 0 && html`<div><dt>Earlier outages</dt>
      <dd class="num">${outages.slice(-3).map((s) => duration(s * 1000)).join(", ")}</dd></div>`}
  </dl>`;
}

function Groups({ groups }) {
  const [all, setAll] = useState(false);
  const shown = all ? groups : groups.slice(0, 3);
  return html`<table class="groups" aria-label="Failures of this incident, by error">
    <tbody>${shown.map((group) => html`<tr key=${group.fingerprint}>
      <td class="num">${group.failures}×</td>
      <td><span class="example">${group.example}</span></td></tr>`)}</tbody>
  </table>
  ${groups.length > 3 && html`<button type="button" class="quiet" aria-expanded=${all} onClick=${() => setAll(!all)}>
    ${all ? "Fewer errors" : `${groups.length - 3} more errors`}</button>`}`;
}
