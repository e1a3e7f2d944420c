/** Colours for light and for dark; everything else of the picture is the same in both. */
const light = {
  ground: '#ffffff',
  ink: '#1b2733',
  muted: '#5b6976',
  line: '#7b8794',
  box: '#f7f9fb',
  border: '#aab4be',
  group: '#eef2f6',
  'group-line': '#c9d2da',
  open: '#fff3e0',
  'open-line': '#c25700',
  bad: '#b3261e',
  part: '#8a5a00',
  unsure: '#6b3fa0',
  lock: '#1e6b3c',
  note: '#e3e8ee',
  link: '#0b5cad',
};

const dark: typeof light = {
  ground: '#10161c',
  ink: '#e8edf2',
  muted: '#a3b0bc',
  line: '#8794a1',
  box: '#1b242d',
  border: '#4b5966',
  group: '#151d25',
  'group-line': '#33404c',
  open: '#3a2814',
  'open-line': '#ff9f43',
  bad: '#ff7b72',
  part: '#f2c14e',
  unsure: '#c6a0ff',
  lock: '#6fd08c',
  note: '#2b3641',
  link: '#7cc0ff',
};

function variables(colours: typeof light): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** How the picture looks. @param root what holds the colours: `svg` in a file of its own */
export function pictureStyle(root: string): string {
  return `${root}{${variables(light)}}
@media (prefers-color-scheme:dark){${root}{${variables(dark)}}}
${root}[data-theme=light]{${variables(light)}}
${root}[data-theme=dark]{${variables(dark)}}
${parts}`;
}

const parts = `.mesh text{font-family:Helvetica,Arial,"Liberation Sans","Segoe UI",sans-serif;fill:var(--ink)}
.mesh .ground{fill:var(--ground)}
.mesh .group rect{fill:var(--group);stroke:var(--group-line)}
.mesh .group text{font-size:12px;font-weight:600;fill:var(--muted)}
.mesh .node rect.box{fill:var(--box);stroke:var(--border)}
.mesh .node.open rect.box{fill:var(--open);stroke:var(--open-line)}
.mesh .node.world rect.box{stroke-width:2}
.mesh .node.route rect.box{stroke-dasharray:none}
.mesh .kind{font-size:10px;fill:var(--muted)}
.mesh .node.open .kind{fill:var(--open-line)}
.mesh .name{font-size:13px;font-weight:600}
.mesh .group-name{font-size:20px;font-weight:600}
.mesh .detail{font-size:11px;fill:var(--muted)}
.mesh .mark rect{fill:var(--note)}
.mesh .mark text{font-size:10px}
.mesh .undecided rect{fill:none;stroke:var(--unsure)}
.mesh .undecided text{font-size:10px;fill:var(--unsure)}
.mesh .edge path.way{fill:none;stroke:var(--line);stroke-width:1.4}
.mesh .edge path.tip{fill:var(--line)}
.mesh .edge.world path.way{stroke:var(--open-line)}
.mesh .edge.world path.tip{fill:var(--open-line)}
.mesh .edge.bad path.way{stroke:var(--bad);stroke-dasharray:2 3}
.mesh .edge.bad path.tip{fill:var(--bad)}
.mesh .edge.part path.way{stroke:var(--part)}
.mesh .edge.part path.tip{fill:var(--part)}
.mesh .edge.unsure path.way{stroke:var(--unsure);stroke-dasharray:1 4;stroke-linecap:round}
.mesh .edge.unsure path.tip{fill:var(--unsure)}
.mesh .busy .edge:not(.lit,.chosen,.near) path.way{stroke-width:1;stroke-opacity:.4}
.mesh .edge.mirror path.way,.mesh .edge.redirect path.way{stroke-dasharray:7 4}
.mesh .edge text{font-size:11px}
.mesh .edge .plate{fill:var(--ground);fill-opacity:.85}
.mesh .edge.bad text{fill:var(--bad)}
.mesh .edge.part text{fill:var(--part)}
.mesh .edge.unsure text{fill:var(--unsure)}
.mesh .sign{fill:none;stroke:var(--lock);stroke-width:1.5}
.mesh .sign .full{fill:var(--lock);stroke:none}
.mesh .sign.open-lock{stroke:var(--bad)}
.mesh .sign.open-lock .full{fill:var(--bad)}
.mesh .sign.shield{stroke:var(--part)}
.mesh .globe{fill:none;stroke:var(--open-line);stroke-width:1.1}
.mesh .finding circle{fill:var(--bad)}
.mesh .finding.warning circle{fill:var(--part)}
.mesh .finding.info circle{fill:var(--muted)}
.mesh .finding text{font-size:10px;font-weight:700;fill:var(--ground);text-anchor:middle}
.mesh .legend text{font-size:11px}
.mesh .legend .heading{font-weight:600}`;
