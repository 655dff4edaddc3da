// The state of the page: one picture, one journal, one chart, told by the server as they change; and what is in the way.
import { useEffect, useReducer, useState } from "./vendor/hooks.js";
import { tellsStory } from "./words.js";

const MAX_LINES = 400;
const MAX_SAMPLES = 600;
const PATIENCE = 2000; // a stream that begins again within this was not lost
const AGAIN = 3000;
const listeners = new Set();

export const live = {
  overview: null,
  journal: [],
  samples: [],
  connected: false,
  everConnected: false,
  trouble: null, // { signedOut } or { since } or { text }: why nothing new comes
  me: {}, // who asks, as the application knows him: { actor }, or nothing
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

function trouble(is) {
  if (!is && !live.trouble) return;
  live.trouble = is;
  told();
}

// The picture is asked for at once and then told: a page behind something that delays streams is not left empty.
export function begin() {
  whoAmI().catch(() => {});
  ask("overview").then((overview) => live.overview || takeOverview(overview), explain);
  follow();
}

function follow() {
  const source = new EventSource("./api/v1/stream");
  let lost = 0;
  source.addEventListener("open", () => {
    clearTimeout(lost);
    trouble(null);
    connection(true);
  });
  source.addEventListener("overview", (event) => {
    if (!live.trouble?.signedOut) trouble(null);
    takeOverview(JSON.parse(event.data));
  });
  source.addEventListener("journal", (event) => takeLines(JSON.parse(event.data)));
  source.addEventListener("trouble", (event) => trouble({ since: JSON.parse(event.data) }));
  source.addEventListener("error", () => {
    clearTimeout(lost);
    if (source.readyState !== EventSource.CLOSED) {
      lost = setTimeout(() => connection(false), PATIENCE);
      return;
    }
    connection(false);
    reopen();
  });
}

// The stream was refused. Why is asked where an answer can be read; it begins again once it may.
function reopen() {
  whoAmI().then(() => ask("overview")).then(follow, (error) => {
    explain(error);
    setTimeout(reopen, AGAIN);
  });
}

function explain(error) {
  if (error.signedOut) trouble({ signedOut: true });
  else if (error.status) trouble({ text: error.detail ?? error.message });
}

export async function whoAmI() {
  live.me = await ask("me");
  told();
  return live.me;
}

// Whoever has to sign in first is told so, and not sent elsewhere in the middle of the page.
const request = (path, options) => fetch(`./api/v1/${path}`, {
  ...options,
  redirect: "manual",
  headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", ...options?.headers },
});

export async function ask(path) {
  return answer(await request(path));
}

// Changes carry the token of the application's protection against forged requests: from its cookie, or as the server
// hands it out to this page.
export async function tell(path, body) {
  const send = (token) => request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...token },
    body: JSON.stringify(body),
  });
  const cookie = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1];
  let response = await send(cookie ? { "X-XSRF-TOKEN": decodeURIComponent(cookie) } : {});
  if ([401, 403].includes(response.status) && !isProblem(response)) {
    const { csrf } = await whoAmI(); // says so itself where it was the signing in that was missing
    if (csrf) response = await send({ [csrf.header]: csrf.token });
  }
  return answer(response);
}

const isProblem = (response) => (response.headers.get("Content-Type") ?? "").startsWith("application/problem+json");

async function answer(response) {
  if (response.ok) return response.json();
  const body = isProblem(response) ? await response.json().catch(() => ({})) : {};
  const error = new Error(complaint(response, body));
  error.status = response.status;
  error.detail = body.detail;
  error.signedOut = response.status === 401 || response.type === "opaqueredirect";
  if (error.signedOut) trouble({ signedOut: true });
  throw error;
}

function complaint(response, body) {
  if (response.status === 401 || response.type === "opaqueredirect") return "You are signed out. Sign in again, then repeat this.";
  if (body.detail) return [body.detail, body.fix].filter(Boolean).join(" ");
  if (response.status === 403) return `${live.me.actor ? `${live.me.actor} may` : "You may"} not do this here. Ask somebody who may.`;
  return `The server answered ${response.status}.`;
}

export const taskPath = (task) => `tasks/${encodeURIComponent(task.system)}/${encodeURIComponent(task.id)}`;

export function splitKey(key) {
  const slash = key.indexOf("/");
  return { system: key.slice(0, slash), id: key.slice(slash + 1) };
}
