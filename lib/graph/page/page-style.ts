/** How the page around the picture looks; colours are those of the picture. */
export const pageStyle = `*{box-sizing:border-box}
body{margin:0;display:grid;grid-template-rows:auto 1fr auto auto;min-height:100vh;background:var(--ground);color:var(--ink);font:14px/1.45 Helvetica,Arial,"Liberation Sans","Segoe UI",sans-serif}
h1{font-size:16px;margin:0}
h2{font-size:15px;margin:0 0 4px}
h3{font-size:13px;margin:12px 0 4px}
p{margin:4px 0}
ul,ol{margin:0;padding-left:20px}
header{padding:10px 14px;border-bottom:1px solid var(--group-line);display:grid;gap:8px}
.tools,#ask{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center}
input,select,button{font:inherit;color:inherit;background:var(--box);border:1px solid var(--line);border-radius:6px;padding:4px 9px}
input[type=checkbox]{accent-color:var(--open-line)}
button{cursor:pointer}
button.main{background:var(--open-line);border-color:var(--open-line);color:var(--ground);font-weight:600}
button.link{border:0;background:none;padding:0;color:var(--link);text-decoration:underline;text-align:left}
.buttons{display:inline-flex;gap:6px}
:focus-visible{outline:2px solid var(--link);outline-offset:1px}
#request{flex:1 1 320px;min-width:0;font-family:ui-monospace,Menlo,Consolas,"Liberation Mono",monospace}
.filter{position:relative}
.filter fieldset{position:absolute;z-index:2;max-height:60vh;overflow:auto;background:var(--ground);border:1px solid var(--line);border-radius:6px;display:grid;gap:2px;min-width:220px}
#results ul{max-height:180px;overflow:auto}
#results:empty{display:none}
main{display:grid;grid-template-columns:1fr auto;min-height:420px;overflow:hidden}
#picture{position:relative;min-width:0;background:var(--ground)}
#svg{position:absolute;inset:0;width:100%;height:100%;touch-action:none;cursor:grab}
#svg:active{cursor:grabbing}
#side[hidden]{display:none}
#side{width:380px;border-left:1px solid var(--group-line);padding:12px 14px;overflow:auto;max-height:calc(100vh - 150px)}
#side pre{overflow:auto;max-height:320px;background:var(--box);border:1px solid var(--group-line);border-radius:6px;padding:8px;font-size:12px}
#side summary{cursor:pointer;overflow-wrap:anywhere}
#side h2,#side p,#side li,.command{overflow-wrap:anywhere}
.command{display:block;background:var(--box);border:1px solid var(--group-line);border-radius:6px;padding:6px 8px;margin-bottom:6px}
.open{color:var(--open-line)}
.unsure{color:var(--unsure)}
.place{color:var(--muted);font-size:12px}
.found{border-left:3px solid var(--muted);padding:2px 8px;margin:6px 0}
.found.error{border-color:var(--bad)}
.found.warning{border-color:var(--part)}
.trace li{margin:3px 0;color:var(--muted)}
.trace li.now.taken{color:var(--ink)}
.trace li.now.taken strong{color:var(--open-line)}
.why{color:var(--muted)}
#hint{position:absolute;left:14px;bottom:8px;margin:0;color:var(--muted);font-size:12px;pointer-events:none}
main:has(#side:not([hidden])) #hint{display:none}
ul.legend{list-style:none;margin:0;padding:8px 14px;border-top:1px solid var(--group-line);display:flex;flex-wrap:wrap;gap:4px 18px;font-size:12px}
.legend li{display:inline-flex;gap:6px;align-items:center}
#facts{padding:8px 14px;border-top:1px solid var(--group-line)}
#facts summary{cursor:pointer}
#table{overflow:auto;max-height:70vh}
table{border-collapse:collapse;font-size:12px}
th,td{border:1px solid var(--group-line);padding:3px 7px;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:var(--group)}
tr{content-visibility:auto}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--ground);padding:6px;z-index:3}
.mesh .node{cursor:pointer}
.mesh .node:focus{outline:none}
.mesh .node:focus-visible rect.box{stroke:var(--link);stroke-width:3}
.mesh .node.chosen rect.box{stroke-width:3}
.mesh .edge{cursor:pointer}
.mesh .edge.chosen path.way{stroke-width:3}
.mesh .looked-at .edge:not(.near){opacity:.12}
.mesh .looked-at .edge.near path.way{stroke-width:2.4}
.mesh .looked-at .busy .node:not(.near){opacity:.45}
.mesh .edge path.way{pointer-events:stroke}
.mesh .dim .node,.mesh .dim .edge{opacity:.22}
.mesh .dim .lit,.mesh .dim .found{opacity:1}
.mesh .lit rect.box,.mesh .moved rect.box{stroke-width:3}
.mesh .edge.lit path.way{stroke-width:3.4}
.mesh .moved rect.box{stroke:var(--link);stroke-dasharray:6 3}
.mesh .edge.moved path.way{stroke:var(--link);stroke-width:3}
@media (max-width:760px){main{grid-template-columns:1fr;grid-template-rows:58vh auto;overflow:visible}#side{width:auto;border-left:0;border-top:1px solid var(--group-line);max-height:none}#hint{display:none}#search{width:130px}.filter fieldset{position:static}}
@media print{header .tools,#ask,#results,.skip{display:none}main{display:block;overflow:visible}#picture{height:60vh}#side{max-height:none;border:0}#table{max-height:none;overflow:visible}table{font-size:9px}}`;
