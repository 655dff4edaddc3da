// The state of the page: one picture, one journal, one chart, told by the server as they change.
import { useEffect, useReducer, useState } from "./vendor/hooks.js";
import { tellsStory } from "./words.js";

const MAX_LINES = 400;
const MAX_SAMPLES = 600;
const listeners = new Set();

export const live = {
  overview: null,
  journal: [],
  samples: [],
  connected: false,
  everConnected: false,
  skew: 0, // server's clock minus ours, milliseconds
};

const told = () => listeners.forEach((listener) => listener());

export function useLive() {
  const [, again] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    listeners.add(again);
    return () => listeners.delete(again);
  }, []);
  return live;
}

// The server's time, for countdowns.
export function useNow(every = 500) {
  const [now, set] = useState(() => Date.now() + live.skew);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now() + live.skew), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

const count = (totals, ...keys) => keys.reduce((sum, key) => sum + (totals[key] ?? 0), 0);

function sampleOf(overview) {
  const t = overview.totals;
  return {
    at: Date.parse(overview.at),
    pending: count(t, "WAITING", "HELD", "IN_ATTEMPT"),
    recovered: count(t, "RECOVERED"),
    rate: overview.gates.reduce((sum, gate) => sum + (gate.startsPerSecond ?? 0), 0),
  };
}

function takeOverview(overview) {
  live.skew = Date.parse(overview.at) - Date.now();
  if (overview.history) {
    live.samples = overview.history.map((s) => ({ ...s, at: Date.parse(s.at) }));
  }
  live.overview = overview;
  const last = live.samples[live.samples.length - 1];
  const sample = sampleOf(overview);
  if (!last || sample.at - last.at >= 900) live.samples.push(sample);
  else live.samples[live.samples.length - 1] = sample;
  if (live.samples.length > MAX_SAMPLES) live.samples.splice(0, live.samples.length - MAX_SAMPLES);
  told();
}

function takeLines(lines) {
  const known = new Set(live.journal.map((line) => line.sequence));
  const fresh = lines.filter((line) => !known.has(line.sequence));
  const all = [...live.journal, ...fresh].sort((a, b) => a.sequence - b.sequence);
  const first = all.length - MAX_LINES;
  live.journal = all.filter((line, i) => i >= first || tellsStory(line)).slice(-2 * MAX_LINES);
  told();
}

function connection(up) {
  if (live.connected === up) return;
  live.connected = up;
  live.everConnected ||= up;
  told();
}

// The picture is asked for at once and then told: a page behind something that delays streams is not left empty.
export function begin() {
  ask("overview").then((overview) => live.overview || takeOverview(overview), () => {});
  follow();
}

function follow() {
  const source = new EventSource("./api/v1/stream");
  source.addEventListener("open", () => connection(true));
  source.addEventListener("overview", (event) => takeOverview(JSON.parse(event.data)));
  source.addEventListener("journal", (event) => takeLines(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    connection(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
  });
}

export async function ask(path) {
  const response = await fetch(`./api/v1/${path}`, { headers: { Accept: "application/json" } });
  return answer(response);
}

export async function tell(path, body) {
  const response = await fetch(`./api/v1/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  return answer(response);
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error([body.detail ?? `The server answered ${response.status}.`, body.fix].filter(Boolean).join(" "));
  return body;
}

export const taskPath = (task) => `tasks/${encodeURIComponent(task.system)}/${encodeURIComponent(task.id)}`;

export function splitKey(key) {
  const slash = key.indexOf("/");
  return { system: key.slice(0, slash), id: key.slice(slash + 1) };
}
