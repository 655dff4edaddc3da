import { Bar, dispositionParts, html, Legend, Section } from "./parts.js";
import { plural } from "./words.js";

export function Workspaces({ workspaces }) {
  return html`<${Section} id="workspaces" title="Workspaces" note=${workspaces.length > 1 ? workspaces.length : ""}>
    <ul class="plain-list">
      ${workspaces.map((workspace) => {
        const parts = dispositionParts(workspace.dispositions);
        return html`<li key=${workspace.name}>
          <p class="row-head"><span class="row-title">${workspace.name}</span><span class="muted num">${plural(workspace.total, "task")}</span></p>
          <${Bar} parts=${parts} total=${workspace.total} label=${`Workspace ${workspace.name}`} />
          <${Legend} parts=${parts} />
        </li>`;
      })}
    </ul>
  </${Section}>`;
}
