import { useEffect, useState } from "./vendor/hooks.js";
import { ask, useLive } from "./live.js";
import { html, Section } from "./parts.js";
import { duration, number } from "./words.js";

const EVERY = 10_000;

const share = ({ share, count, of }) => (share === null ? "not known yet" : html`${percent(share)}${" "}
  <span class="muted">(${number(count)} of ${number(of)})</span>`);

// Nearly all is not all, and nearly none is not none.
const percent = (x) => {
  const p = x * 100;
  const shown = x > 0 && x < 1 ? Math.min(99.9, Math.max(0.1, Math.round(p * 10) / 10)) : p;
  return `${shown} %`;
};

const span = ({ count, p50Seconds, p90Seconds, meanSeconds }) => (count === 0 ? "not known yet"
  : html`half within ${seconds(p50Seconds)}, nine of ten within ${seconds(p90Seconds)}${" "}
    <span class="muted">(mean ${seconds(meanSeconds)})</span>`);

const available = ({ share, criticalSeconds }) => (share === null ? "not known yet" : html`${percent(share)}${criticalSeconds > 0
  && html` <span class="muted">(critical for ${seconds(criticalSeconds)})</span>`}`);

const seconds = (s) => (s < 1 ? "1 s" : duration(s * 1000));

// How well recovery does its work, as the journal tells.
export function Figures() {
  const { connected } = useLive();
  const [figures, set] = useState(null);
  useEffect(() => {
    if (!connected) return undefined;
    const read = () => ask("metrics/recovery").then(set, () => {}); // what is in the way is told at the top
    read();
    const timer = setInterval(read, EVERY);
    return () => clearInterval(timer);
  }, [connected]);
  if (!figures) return null;
  const rows = [
    ["Failed tasks that came back", share(figures.automaticRecovery),
      "By themselves, of those that failed by what passes and that Ripresa has ended with; first starts that were only held are not among them"],
    ["Interventions avoided", share(figures.interventionsAvoided),
      "Of these and the tasks that a person re-ran, completed or abandoned"],
    ["Workspaces available", available(figures.availability.workspaces), "Share of time without a critical finding"],
    ["Ripresa available", available(figures.availability.ripresa), "Share of time in which somebody looked after all task systems"],
    ["From the failure", span(figures.recovery.fromFailure), "Until the success was verified, of tasks that came back by themselves"],
    ["From the end of the cause", span(figures.recovery.fromCauseEnd), "The same, from when the breaker closed"],
    ["Called transient and was not", share(figures.classifierFalsePositives),
      "All attempts spent although the cause was gone for others"],
    ["Released and failed again", share(figures.releaseFalsePositives), "By the same cause, after the breaker had closed"],
    ["Released though unsafe", share(figures.unsafeReleases), "Re-runs that the effect of the failed run forbade"],
  ];
  return html`<${Section} id="figures" title="How well it works" note=${figures.counted.complete ? "" : "still counting"}>
    <dl class="rates">${rows.map(([name, value, about]) => html`<div key=${name}><dt title=${about}>${name}</dt><dd class="num">${value}</dd></div>`)}</dl>
  </${Section}>`;
}
