import { useEffect, useState } from "./vendor/hooks.js";
import { ask, useLive } from "./live.js";
import { Bar, Chip, dispositionParts, html, Legend, Mark, Section } from "./parts.js";
import { clock, plural, STRATEGIES, WORKSPACE_STATES } from "./words.js";

const EVERY = 5_000;

// How workspaces are, asked for now and then; how many tasks of each stand where is told live.
function useHealth(again) {
  const { connected } = useLive();
  const [health, set] = useState(new Map());
  useEffect(() => {
    if (!connected) return undefined;
    const read = () => ask("workspaces?limit=1000").then(
      ({ workspaces }) => set(new Map(workspaces.map((one) => [one.workspace, one]))), () => {}); // told at the top
    read();
    const timer = setInterval(read, EVERY);
    return () => clearInterval(timer);
  }, [connected, again]);
  return health;
}

const LEVEL_MARKS = { INFO: "fine", WARNING: "waiting", CRITICAL: "person", EMERGENCY: "person" };

export function Workspaces({ workspaces, asking, onPause, onStrategy }) {
  const health = useHealth(asking);
  return html`<${Section} id="workspaces" title="Workspaces" note=${workspaces.length > 1 ? workspaces.length : ""}>
    <ul class="plain-list">
      ${workspaces.map((workspace) => {
        const parts = dispositionParts(workspace.dispositions);
        const found = health.get(workspace.name);
        return html`<li key=${workspace.name}>
          <p class="row-head"><span class="row-title">${workspace.name}</span>${found && html`<${State} found=${found} />`}<span class="muted num">${plural(workspace.total, "task")}</span></p>
          <${Bar} parts=${parts} total=${workspace.total} label=${`Workspace ${workspace.name}`} />
          <${Legend} parts=${parts} />
          ${found && html`<${Health} found=${found} onPause=${onPause} onStrategy=${onStrategy} />`}
        </li>`;
      })}
    </ul>
  </${Section}>`;
}

function State({ found }) {
  const [label, mark, means] = WORKSPACE_STATES[found.state] ?? [found.state, "fine", ""];
  return html`<${Chip} mark=${mark} title=${means}>${label}</${Chip}>`;
}

// What was measured of a strategy, for whoever is to decide.
function measured(finding) {
  return finding.confidence ? `It helped ${finding.confidence.count} of ${finding.confidence.of} times.` : "Whether it helps has not been measured yet.";
}

function Health({ found, onPause, onStrategy }) {
  return html`<div class="health">
    <p class="muted">Health <b class="num">${found.score}</b> of 100${found.healthy ? "" : ", not healthy"}${" "}
      <button type="button" class="quiet" onClick=${() => onPause(found)}>${found.pausedBy ? "Lift the pause…" : "Pause…"}</button></p>
    ${found.pausedBy && html`<p class="muted">${found.reasons.join(" ")}</p>`}
    <ul class="legend findings">${found.findings.map((finding) => html`<li key=${finding.kind}><${Mark} of=${LEVEL_MARKS[finding.level] ?? "fine"} />
      <span>${finding.sentence} <span class="muted num">−${found.deductions.find(({ kind }) => kind === finding.kind)?.points ?? 0}, since ${clock(finding.since)}</span>${finding.suggestion && html` <button type="button" class="quiet" title=${measured(finding)} onClick=${() => onStrategy(found, finding)}>${STRATEGIES[finding.strategy]?.[0] ?? finding.strategy}…</button>`}</span></li>`)}</ul>
  </div>`;
}
