// The words of the page: one label, one shape and one sentence per state.

export const DISPOSITIONS = [
  // key, label, mark (shape and colour), what it means
  ["RECOVERED", "Recovered", "recovered", "Succeeded after it had failed or been held."],
  ["IN_ATTEMPT", "In attempt", "attempt", "A run ordered by Ripresa is on its way."],
  ["WAITING", "Waiting", "waiting", "Failed; its next run waits for a time or an approval."],
  ["HELD", "Held", "held", "Held back until the gate of its cause lets it pass, or a fix is reported."],
  ["ESCALATED", "Escalated", "person", "A person must decide."],
  ["QUARANTINED", "Quarantined", "person", "Its input must change. It is never re-run by itself."],
  ["NOT_NEEDED", "Not needed", "done", "Expired, cancelled, superseded, or succeeded by other means."],
  ["COMPLETED_BY_PERSON", "Completed by a person", "done", "A person declared it done."],
  ["ABANDONED", "Abandoned", "done", "A person gave it up."],
  ["UNAFFECTED", "No trouble", "fine", "Neither failed nor held: nothing to recover."],
];

const BY_KEY = new Map(DISPOSITIONS.map(([key, label, mark, means]) => [key, { key, label, mark, means }]));

export const disposition = (key) => BY_KEY.get(key) ?? { key, label: key, mark: "fine", means: "" };

export const INCIDENT_STATES = {
  OPEN: ["Open", "open", "The cause is there; what failed waits."],
  PROBING: ["Probing", "probing", "Trials are under way."],
  RECOVERING: ["Recovering", "recovering", "The cause looks gone; tasks come back at the pace the dependency can take."],
  RESOLVED: ["Resolved", "resolved", "No member waits, is held or in flight."],
  AWAITING_FIX: ["Awaiting a fix", "person", "Somebody has to fix something first."],
  NEEDS_PERSON: ["Needs a person", "person", "A person has to decide."],
  PAUSED: ["Paused", "paused", "Paused by a person. Only a person lifts it."],
};

// What a person can have done about what was found: what it is called, what it does.
export const STRATEGIES = {
  DUPLICATE_PARKING: ["Set duplicates aside", "Duplicates that have not begun do not start until a person lets them go. None is completed or deleted."],
  LIMIT_INCREASE: ["Raise the limit", "Up to twice as many runs of the workspace at once, for an hour."],
  CLEAN_UP: ["Clean up now", "What ended longer ago than it is kept is deleted now, of all workspaces. What has not ended stays."],
};

export const WORKSPACE_STATES = {
  CREATED: ["New", "fine", "Known since just now."],
  ACTIVE: ["Active", "recovered", "Nothing is wrong."],
  PAUSED: ["Paused", "paused", "Paused by a person. Only a person lifts it."],
  COMPLETED: ["Completed", "done", "None of its tasks can run any more."],
  ERROR: ["Error", "person", "Something critical is wrong, and nothing comes back yet."],
  PROCESSING_TASKS: ["Processing", "attempt", "Runs take their time, and nothing is wrong."],
  NEEDS_INTERVENTION: ["Needs a person", "person", "Only people can go on."],
  AUTO_RECOVERING: ["Recovering", "recovering", "Tasks come back."],
  DEGRADED_MODE: ["Degraded", "open", "Tasks are held because a dependency does not serve."],
};

export const BREAKERS = {
  CLOSED: ["Breaker closed", "Everything may pass, at the pace of the ramp."],
  OPEN: ["Breaker open", "Nothing passes but a canary when it is due."],
  HALF_OPEN: ["Breaker half-open", "At most three trials in flight at once."],
};

export const CATEGORIES = {
  NETWORK: "Network",
  SERVICE_UNAVAILABLE: "Service unavailable",
  RATE_LIMIT: "Rate limit",
  RESOURCE_EXHAUSTED: "Resource exhausted",
  TIMEOUT: "Time-out",
  CONCURRENCY_CONFLICT: "Concurrency conflict",
  AUTH: "Credentials",
  CONFIGURATION: "Configuration",
  LOGIC_ERROR: "Bug",
  DATA_CORRUPTION: "Bad data",
  UNKNOWN: "Unknown cause",
};

export const RECOVERABILITY = {
  AUTO: "clears by itself",
  AFTER_FIX: "clears after a fix",
  NEVER: "does not clear: the input must change or a person must decide",
  UNKNOWN: "not known whether it clears",
};

export const OUTCOMES = {
  RECOVERED: "Recovered",
  FAILED_AGAIN: "Failed again, same cause",
  FAILED_OTHERWISE: "Failed by another cause",
  REJECTED: "Refused by the task system",
  UNVERIFIED: "Nobody can say",
};

const KINDS = {
  TASK_KNOWN: "Task", RUN_STARTED: "Run", RUN_SUCCEEDED: "Run", RUN_FAILED: "Failure", RUN_CANCELLED: "Run",
  LATE_RESULT: "Late result", DIAGNOSED: "Diagnosis", DECIDED: "Decision", HELD: "Held", RESERVED: "Attempt",
  ISSUED: "Attempt", TAKEN_BACK: "Attempt", VERIFIED: "Outcome", DISPOSED: "Task", INCIDENT_OPENED: "Incident",
  INCIDENT_MOVED: "Incident", GATE_MOVED: "Gate", RAMP_CHANGED: "Ramp", EVIDENCE: "Evidence", WARNING: "Warning", CONTROL: "Control", WORKSPACE: "Workspace", HEALTH: "Health",
  PERSON: "Person",
};
export const kind = (key) => KINDS[key] ?? key;

// What tells the story; single runs and attempts are the detail behind it, and a gate moves with its incident.
const STORY_KINDS = new Set(["INCIDENT_OPENED", "INCIDENT_MOVED", "EVIDENCE", "WARNING", "CONTROL", "WORKSPACE", "HEALTH", "PERSON",
  "LATE_RESULT"]);
export const tellsStory = (line) => STORY_KINDS.has(line.kind)
  || (line.kind === "DISPOSED" && /ESCALATED|QUARANTINED/.test(JSON.stringify(line.data ?? {})));

// A diagnosis begins with what it is and goes on with what follows from it.
export function headline(title) {
  const end = title.indexOf(": ");
  return end > 0 && end < 90 ? { head: title.slice(0, end), rest: capital(title.slice(end + 2)) } : { head: title, rest: "" };
}
// All that fails on one reachable thing is one outage, whatever its first error was.
export function causeTitle(incident) {
  const reachability = incident.gate && incident.gate === incident.dependency;
  if (reachability && incident.dependency.startsWith("worker:")) return `Worker ${incident.dependency.slice(7)} is gone`;
  if (reachability && !incident.dependency.startsWith("unknown:")) return `Outage of ${incident.dependency}`;
  return headline(incident.title).head;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// States as words: "PROBING → OPEN" is told as "probing → open".
const STATES = /\b(?:UNAFFECTED|WAITING|HELD|IN_ATTEMPT|RECOVERED|NOT_NEEDED|COMPLETED_BY_PERSON|ABANDONED|QUARANTINED|ESCALATED|OPEN|PROBING|RECOVERING|RESOLVED|AWAITING_FIX|NEEDS_PERSON|PAUSED|CLOSED|HALF_OPEN|FAILED_AGAIN|FAILED_OTHERWISE|REJECTED|UNVERIFIED|CREATED|ACTIVE|COMPLETED|ERROR|PROCESSING_TASKS|NEEDS_INTERVENTION|AUTO_RECOVERING|DEGRADED_MODE|INFO|CRITICAL|EMERGENCY|FAILURE_SHARE|OUTAGE|FIX_NEEDED|PERSON_NEEDED|STALLED|STATE_UNSEEN|BACK_OFF|INCIDENT_PAUSED)\b/g;
export const readable = (text) => capital(text.replace(STATES, (state) => state.toLowerCase().replaceAll("_", " ")));

export const number = (n) => new Intl.NumberFormat("en").format(n);
export const plural = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;
export const rate = (r) => (r >= 10 ? Math.round(r) : Math.round(r * 10) / 10) + "/s";

export function duration(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 90) return `${s} s`;
  if (s < 90 * 60) return `${Math.round(s / 60)} min`;
  if (s < 36 * 3600) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
export const clock = (iso) => {
  const then = new Date(iso);
  return Math.abs(Date.now() - then) < 20 * 3600e3 ? CLOCK.format(then) : DAY.format(then);
};
