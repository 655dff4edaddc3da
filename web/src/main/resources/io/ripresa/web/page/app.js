import { render } from "./vendor/preact.js";
import { useEffect, useState } from "./vendor/hooks.js";
import { Attention, Held } from "./attention.js";
import { Chart } from "./chart.js";
import { ControlDialog, IncidentDrawer, PauseDialog, StrategyDialog, TaskDrawer, WorkspacePauseDialog } from "./drawer.js";
import { Figures } from "./figures.js";
import { Incidents } from "./incidents.js";
import { Journal } from "./journal.js";
import { begin, useLive, useNow } from "./live.js";
import { Countdown, html, Mark } from "./parts.js";
import { causeTitle, clock, duration, number, plural } from "./words.js";
import { Workspaces } from "./workspaces.js";

const TITLES = { OUTAGE: "▲", RECOVERING: "◐", PERSON: "!", STOPPED: "■", QUIET: "●", EMPTY: "○" };

function App() {
  const { overview, journal, samples, connected, everConnected, trouble } = useLive();
  const [shown, show] = useState(null);
  const close = () => show(null);
  const openTask = (task) => show({ task });
  const openIncident = (incident) => show({ incident: incident.id ?? incident });

  const titles = new Map(overview?.incidents.map((incident) => [incident.id, causeTitle(incident)]) ?? []);

  useEffect(() => {
    if (overview) document.title = `${TITLES[overview.story.mood] ?? ""} Ripresa`;
  }, [overview?.story.mood]);

  return html`
    <${Top} control=${overview?.control} connected=${connected} everConnected=${everConnected} trouble=${trouble} onControl=${() => show({ control: true })} />
    <main>
      ${trouble && html`<${Trouble} trouble=${trouble} overview=${overview} />`}
      ${!overview && !trouble && html`<p class="calm loading">${everConnected ? "Connection lost. Trying again…" : "Connecting…"}</p>`}
      ${overview && html`
        ${overview.intake.length > 0 && html`<${Intake} intake=${overview.intake} />`}
        <${Warnings} gates=${overview.gates.filter((gate) => gate.warning)} />
        <${Hero} overview=${overview} samples=${samples} />
        ${overview.story.mood === "EMPTY" ? html`<${Empty} />` : html`<div class="columns">
          <div class="column">
            <${Incidents} overview=${overview} samples=${samples} onOpen=${openIncident} onPause=${(incident) => show({ pause: incident })} />
            <${Attention} groups=${overview.attention} titles=${titles} onOpen=${openTask} onIncident=${openIncident} />
          </div>
          <div class="column">
            <${Workspaces} workspaces=${overview.workspaces} asking=${shown === null} onPause=${(workspace) => show({ pauseWorkspace: workspace })} onStrategy=${(found, finding) => show({ strategy: { found, finding } })} />
            <${Figures} />
            <${Held} groups=${overview.held} titles=${titles} onOpen=${openTask} onIncident=${openIncident} />
            <${Journal} lines=${journal} titles=${titles} onOpen=${openTask} onIncident=${openIncident} />
          </div>
        </div>`}`}
    </main>
    ${shown?.task && html`<${TaskDrawer} key=${shown.task.id} task=${shown.task} onClose=${close} onOpen=${openTask} onIncident=${openIncident} />`}
    ${shown?.incident && html`<${IncidentDrawer} key=${shown.incident} id=${shown.incident} onClose=${close} onOpen=${openTask} />`}
    ${shown?.pause && html`<${PauseDialog} incident=${shown.pause} onClose=${close} />`}
    ${shown?.pauseWorkspace && html`<${WorkspacePauseDialog} workspace=${shown.pauseWorkspace} onClose=${close} />`}
    ${shown?.strategy && html`<${StrategyDialog} ...${shown.strategy} onClose=${close} />`}
    ${shown?.control && html`<${ControlDialog} onClose=${close} />`}`;
}

// Why nothing new comes, and what the reader can do. What was shown stays, with its time.
function Trouble({ trouble, overview }) {
  const seen = overview && html` What you see is from <time class="num" datetime=${overview.at}>${clock(overview.at)}</time>.`;
  if (trouble.signedOut) return html`<p class="notice" role="alert"><${Mark} of="person" /><span>
    <b>You are signed out.</b>${seen} <a href="./">Sign in again</a></span></p>`;
  return html`<p class="notice" role="alert"><${Mark} of="open" /><span>
    ${trouble.since ? html`<b>The database has not answered since <time class="num" datetime=${trouble.since}>${clock(trouble.since)}</time>.</b>`
      : html`<b>${trouble.text}</b>`}${seen} This page goes on by itself.</span></p>`;
}

function Intake({ intake }) {
  const now = useNow(1000);
  return html`<div class="notice" role="status"><${Mark} of="waiting" /><ul>${intake.map(({ system, unread, oldestAt }) => html`<li key=${system}>
    <b>Intake is behind:</b> ${plural(unread, "event")} of ${system} ${unread === 1 ? "is" : "are"} not read yet,
    the oldest ${duration(now - Date.parse(oldestAt))} old. Nothing is lost: they wait until they are read.</li>`)}</ul></div>`;
}

// More calls of a dependency fail than usual, and its breaker has not opened.
const Warnings = ({ gates }) => gates.length > 0 && html`<div class="notice" role="status"><${Mark} of="waiting" /><ul>
  ${gates.map(({ key, dependency, warning: { since, calls, failed, usually } }) => html`<li key=${key}>
    <b>${dependency} fails more often than usual:</b> ${plural(failed, "call")} of the latest ${number(calls)}, usually ${usually};
    since <time class="num" datetime=${since}>${clock(since)}</time>. Nothing is held back yet.</li>`)}</ul></div>`;

const Top = ({ control, connected, everConnected, trouble, onControl }) => html`<header class="top-bar">
  <a class="brand" href="./"><img src="./assets/mark.svg" alt="" width="24" height="24" />Ripresa</a>
  <span class="link ${connected && !trouble ? "up" : "down"}" role="status">${trouble ? "Not up to date" : connected ? "Live" : everConnected ? "Reconnecting…" : "Connecting…"}</span>
  ${control && html`<button type="button" class=${control.stopped ? "primary" : "stop"} onClick=${onControl}>
    ${control.stopped ? "Resume…" : "Stop recovery…"}</button>`}
</header>`;

function Hero({ overview, samples }) {
  const { story, totals } = overview;
  const now = useNow(1000);
  const sum = (...keys) => keys.reduce((n, key) => n + (totals[key] ?? 0), 0);
  const figures = [
    ["waiting", "waiting or held", sum("WAITING", "HELD")],
    ["attempt", "in attempt", sum("IN_ATTEMPT")],
    ["recovered", "recovered", sum("RECOVERED")],
    ["person", "need a person", sum("ESCALATED", "QUARANTINED")],
    ["done", "done otherwise", sum("NOT_NEEDED", "COMPLETED_BY_PERSON", "ABANDONED")],
    ["fine", "without trouble", sum("UNAFFECTED")],
  ];
  return html`<section class="hero hero-${story.mood.toLowerCase()}" aria-label="Now">
    <h1 aria-live="polite" aria-atomic="true">${story.text}</h1>
    ${story.until && html`<p class="next">Next canary <${Countdown} to=${story.until} soon="is on its way" />.</p>`}
    ${story.mood !== "EMPTY" && html`<div class="hero-grid">
      <ul class="figures">${figures.map(([mark, label, n]) => html`<li key=${label} class=${n ? "" : "zero"}>
        <b class="num">${number(n)}</b><span><${Mark} of=${mark} />${label}</span></li>`)}</ul>
      <${Chart} samples=${samples} now=${now} />
    </div>`}
  </section>`;
}

// At the root it is a server of its own; under a path it is part of an application that has its own way to submit.
const Empty = () => (location.pathname === "/" ? html`<${EmptyServer} />` : html`<section class="empty card">
  <h2>Nothing has been submitted yet</h2>
  <p>Tasks that run well stay quiet. When some fail, they appear here grouped by cause, with what is being done about it:
    which wait, which come back and how fast, and which need a person, with the reason.</p>
  <p>The application submits tasks by its <code>TaskSubmitter</code>, for each type that it has a <code>TaskHandler</code> for.</p>
</section>`);

function EmptyServer() {
  const target = `${location.origin}/api/v1/health`;
  const command = `curl ${location.origin}${location.pathname}api/v1/tasks \\
  -H 'Content-Type: application/json' \\
  -d '{"id": "hello-1", "type": "http",
       "payload": {"method": "GET", "url": "${target}"}}'`;
  return html`<section class="empty card">
    <h2>Nothing has been submitted yet</h2>
    <p>Tasks that run well stay quiet. When some fail, they appear here grouped by cause, with what is being done about it:
      which wait, which come back and how fast, and which need a person, with the reason.</p>
    <p>Submit a first task. The HTTP handler calls allowed targets only: start the server with${" "}
      <code>--allow-http ${location.host}</code>, or list targets under <code>ripresa.http.allow</code>.</p>
    <pre tabindex="0"><code>${command}</code></pre>
    <p class="muted">Or see an outage and its recovery in a minute: <code>./ripresa demo</code></p>
  </section>`;
}

render(html`<${App} />`, document.getElementById("app"));
begin();
