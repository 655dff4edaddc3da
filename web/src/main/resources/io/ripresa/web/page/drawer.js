// A drawer for one task or one incident, and the small forms by which a person acts.
import { useEffect, useRef, useState } from "./vendor/hooks.js";
import { Line } from "./journal.js";
import { ask, live, taskPath, tell, useLive } from "./live.js";
import { Chip, html, Mark, TaskLink } from "./parts.js";
import { CATEGORIES, causeTitle, clock, disposition, INCIDENT_STATES, OUTCOMES, plural, RECOVERABILITY, STRATEGIES } from "./words.js";

export function Dialog({ label, kind, onClose, children }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  return html`<dialog ref=${ref} class=${kind} aria-label=${label} onClose=${onClose} onCancel=${onClose}
    onClick=${(event) => event.target === ref.current && onClose()}>
    <div class="dialog-body">${children}</div></dialog>`;
}

// Asks again while the page lives, so that an open drawer does not go stale.
function useDetail(path) {
  const [state, set] = useState({});
  useEffect(() => {
    let gone = false;
    const load = () => ask(path).then((data) => gone || set({ data }), (error) => gone || set({ error }));
    load();
    const timer = setInterval(load, 2000);
    return () => { gone = true; clearInterval(timer); };
  }, [path]);
  return state;
}

export function TaskDrawer({ task, onClose, onOpen, onIncident }) {
  const { data, error } = useDetail(taskPath(task));
  return html`<${Dialog} label=${`Task ${task.id}`} kind="drawer" onClose=${onClose}>
    <${Head} kind="Task" title=${task.id} onClose=${onClose} />
    ${error && html`<p class="failure" role="alert">${error.message}</p>`}
    ${data && html`<${TaskBody} data=${data} onIncident=${onIncident} />`}
  </${Dialog}>`;
}

const Head = ({ kind, title, onClose }) => html`<header class="drawer-head">
  <div><p class="eyebrow">${kind}</p><h2 class="mono">${title}</h2></div>
  <button type="button" class="close" aria-label="Close" onClick=${onClose} autofocus>×</button>
</header>`;

function TaskBody({ data, onIncident }) {
  const { task } = data;
  const place = disposition(task.disposition);
  const failed = new Map(data.failures.map((failure) => [failure.run, failure]));
  const last = data.failures[data.failures.length - 1];
  return html`
    <p class="stand"><${Chip} mark=${place.mark} title=${place.means}>${place.label}</${Chip}> <span class="muted num">since ${clock(task.since)}</span></p>
    <p class="lead">${task.note || place.means}</p>
    <dl class="facts">
      <div><dt>Type</dt><dd>${task.type}</dd></div>
      <div><dt>Workspace</dt><dd>${task.workspace}</dd></div>
      <div><dt>Side effects</dt><dd>${task.sideEffects.toLowerCase()}</dd></div>
      <div><dt>Attempts</dt><dd class="num">${task.attempts} of ${3 + task.granted}</dd></div>
      ${task.dependencies.length > 0 && html`<div><dt>Needs</dt><dd>${task.dependencies.join(", ")}</dd></div>`}
      ${task.notBefore && ["WAITING", "HELD"].includes(task.disposition) && html`<div><dt>Not before</dt><dd class="num">${clock(task.notBefore)}</dd></div>`}
      ${task.incident && html`<div><dt>Incident</dt><dd><button type="button" class="task-link mono" onClick=${() => onIncident(task.incident)}>${task.incident}</button></dd></div>`}
    </dl>
    ${last && html`<h3>Diagnosis</h3><${Diagnosis} failure=${last} />`}
    ${data.circumstances && html`<h3>Circumstances</h3><ul class="circumstances">
      ${data.circumstances.sentences.map((sentence) => html`<li key=${sentence}>${sentence}</li>`)}</ul>`}
    ${data.runs.length > 0 && html`<h3>Runs</h3><ol class="steps">
      ${data.runs.map((run) => html`<${Run} key=${run.run} run=${run} failure=${failed.get(run.run)}
        attempt=${data.attempts.find((attempt) => attempt.id === run.attempt)} />`)}</ol>`}
    <${Actions} task=${task} />
    <h3>Journal</h3>
    <ol class="feed">${data.journal.map((line) => html`<${Line} key=${line.sequence} line=${line} plain />`)}</ol>`;
}

const Diagnosis = ({ failure }) => html`<div class="diagnosis">
  <p>${failure.diagnosis.explanation}</p>
  <p class="muted">${CATEGORIES[failure.diagnosis.category] ?? failure.diagnosis.category}, ${RECOVERABILITY[failure.diagnosis.recoverability]}.
    ${failure.diagnosis.effect === "NONE" ? " The failed run did nothing outside." : " The failed run may have done something outside."}</p>
  <p class="rules">Decided by: ${failure.diagnosis.rules.map((rule) => html`<code>${rule}</code> `)}</p>
  ${failure.sample && html`<details><summary>Error text</summary><pre tabindex="0">${failure.sample}</pre></details>`}
</div>`;

function Run({ run, failure, attempt }) {
  const ended = run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null;
  const mark = run.state === "SUCCEEDED" ? "recovered" : run.state === "RUNNING" ? "attempt" : run.state === "CANCELLED" ? "done" : "person";
  return html`<li><${Mark} of=${mark} /><div>
    <p><b>Run ${run.run}</b> ${run.state.toLowerCase()} <span class="muted num">${clock(run.startedAt)}${ended !== null && ` · ${ended < 2000 ? `${ended} ms` : `${(ended / 1000).toFixed(1)} s`}`}</span></p>
    ${attempt && html`<p class="muted">${attempt.firstStart ? "Held first start" : `Attempt ${attempt.ordinal}`}${attempt.trial ? ", as canary" : ""}${attempt.outcome ? `: ${OUTCOMES[attempt.outcome] ?? attempt.outcome}.` : "."} ${attempt.detail ?? ""}</p>`}
    ${failure && html`<p class="muted">${failure.diagnosis.explanation}</p>`}
  </div></li>`;
}

const ACTIONS = [
  ["retry", "Retry once", "Grants one further attempt. It still goes through gate and kill switch."],
  ["complete", "Mark as done", "Says that the work is done. The task is not run again."],
  ["abandon", "Abandon", "Gives the task up. It is not run again."],
];

function Actions({ task }) {
  const [chosen, choose] = useState(null);
  const ended = ["RECOVERED", "NOT_NEEDED", "COMPLETED_BY_PERSON", "ABANDONED", "UNAFFECTED"].includes(task.disposition);
  if (ended) return null;
  return html`<h3>Decide</h3><div class="actions">
    ${ACTIONS.map(([name, label]) => html`<button type="button" key=${name} aria-expanded=${chosen === name}
      onClick=${() => choose(chosen === name ? null : name)}>${label}</button>`)}</div>
    ${chosen && html`<${PersonForm} key=${chosen} note=${ACTIONS.find(([name]) => name === chosen)[2]}
      label=${ACTIONS.find(([name]) => name === chosen)[1]}
      send=${(person) => tell(`${taskPath(task)}/${chosen}`, person)} done=${() => choose(null)} />`}`;
}

export function PersonForm({ note, label, send, done, danger, children }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const { me } = useLive();
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    setBusy(true);
    try {
      await send({ actor: form.get("actor") ?? undefined, reason: form.get("reason") }, form);
      done();
    } catch (error) {
      setProblem(error.message);
      setBusy(false);
    }
  };
  return html`<form class="person-form" onSubmit=${submit}>
    <p>${note}</p>
    ${me.actor ? html`<p class="muted">As <b>${me.actor}</b>: this name goes into the journal.</p>`
      : html`<label>Your name <input name="actor" required maxlength="100" autocomplete="name" /></label>`}
    <label>Reason <input name="reason" required maxlength="500" autocomplete="off" /></label>
    ${children}
    ${problem && html`<p class="failure" role="alert">${problem}</p>`}
    <button type="submit" class=${danger ? "danger" : "primary"} disabled=${busy}>${label}</button>
  </form>`;
}

export function IncidentDrawer({ id, onClose, onOpen }) {
  const { data, error } = useDetail(`incidents/${encodeURIComponent(id)}`);
  const incident = data?.incident;
  const [label, mark, means] = INCIDENT_STATES[incident?.state] ?? ["", "open", ""];
  return html`<${Dialog} label=${`Incident ${id}`} kind="drawer" onClose=${onClose}>
    <${Head} kind="Incident" title=${id} onClose=${onClose} />
    ${error && html`<p class="failure" role="alert">${error.message}</p>`}
    ${incident && html`
      <p class="stand"><${Chip} mark=${mark} title=${means}>${label}</${Chip}> <span class="muted num">since ${clock(incident.changedAt)}</span></p>
      <p class="lead">${causeTitle(incident)}</p><p class="muted">${incident.reason}</p>
      ${data.outcomes.length > 0 && html`<h3>Attempts so far</h3><ul class="plain-list">
        ${data.outcomes.map((o) => html`<li key=${o.fingerprint + o.outcome}><b class="num">${o.count}</b> ${(OUTCOMES[o.outcome] ?? o.outcome).toLowerCase()}</li>`)}</ul>`}
      ${data.samples.length > 0 && html`<h3>Errors</h3>${incident.groups.map((group) => html`<p key=${group.fingerprint} class="group-line">
        <b class="num">${group.failures}×</b> <span class="example">${group.example}</span></p>`)}<${Diagnosis} failure=${data.samples[0]} />`}
      <h3>${plural(incident.counts.total, "member")}</h3>
      <ul class="members">${data.members.map((task) => html`<li key=${task.key}><${Mark} of=${disposition(task.disposition).mark} />
        <${TaskLink} task=${task} onOpen=${onOpen} /><span class="muted">${disposition(task.disposition).label.toLowerCase()}</span></li>`)}</ul>
      <h3>Journal</h3>
      <ol class="feed">${data.journal.map((line) => html`<${Line} key=${line.sequence} line=${line} onOpen=${onOpen} />`)}</ol>`}
  </${Dialog}>`;
}

export function PauseDialog({ incident, onClose }) {
  const paused = incident.state === "PAUSED";
  return html`<${Dialog} label="Pause" kind="question" onClose=${onClose}>
    <h2>${paused ? "Lift the pause?" : "Pause this incident?"}</h2>
    <p class="lead">${causeTitle(incident)}</p>
    <${PersonForm} label=${paused ? "Lift the pause" : "Pause"} done=${onClose}
      note=${paused ? "Recovery of its tasks goes on." : "None of its tasks is re-run until a person lifts the pause. Runs under way finish."}
      send=${(person) => tell(`incidents/${encodeURIComponent(incident.id)}/${paused ? "unpause" : "pause"}`, person)} />
    <button type="button" class="quiet" onClick=${onClose}>Cancel</button>
  </${Dialog}>`;
}

export function WorkspacePauseDialog({ workspace: { workspace, pausedBy }, onClose }) {
  return html`<${Dialog} label="Pause a workspace" kind="question" onClose=${onClose}>
    <h2>${pausedBy ? "Lift the pause of this workspace?" : "Pause this workspace?"}</h2>
    <p class="lead">${workspace}</p>
    <${PersonForm} label=${pausedBy ? "Lift the pause" : "Pause"} done=${onClose}
      note=${pausedBy ? "Recovery of its tasks goes on." : "None of its tasks is re-run until a person lifts the pause. Runs under way finish."}
      send=${(person) => tell(`workspaces/${encodeURIComponent(workspace)}/${pausedBy ? "resume" : "pause"}`, person)} />
    <button type="button" class="quiet" onClick=${onClose}>Cancel</button>
  </${Dialog}>`;
}

export function StrategyDialog({ found: { workspace }, finding, onClose }) {
  const [label, means] = STRATEGIES[finding.strategy] ?? [finding.strategy, ""];
  return html`<${Dialog} label=${label} kind="question" onClose=${onClose}>
    <h2>${label}?</h2>
    <p class="lead">${workspace}: ${finding.sentence}</p>
    <${PersonForm} label=${label} done=${onClose} note=${means} send=${(person) => tell(finding.suggestion, person)} />
    <button type="button" class="quiet" onClick=${onClose}>Cancel</button>
  </${Dialog}>`;
}

export function ControlDialog({ onClose }) {
  const { stopped } = live.overview.control;
  return html`<${Dialog} label="Kill switch" kind="question" onClose=${onClose}>
    <h2>${stopped ? "Resume recovery?" : "Stop all recovery?"}</h2>
    <${PersonForm} danger=${!stopped} label=${stopped ? "Resume recovery" : "Stop all recovery"} done=${onClose}
      note=${stopped ? "Held tasks go on, at the pace of their gates."
        : "No task is re-run from this moment on, in any workspace. Runs under way finish and are verified."}
      send=${(person, form) => tell("control", { ...person, stopped: !stopped, keepHolds: form.get("keepHolds") === "on" })}>
      ${!stopped && html`<label class="check"><input type="checkbox" name="keepHolds" /> Keep holding first starts of tasks whose dependency is down</label>`}
    </${PersonForm}>
    <button type="button" class="quiet" onClick=${onClose}>Cancel</button>
  </${Dialog}>`;
}
