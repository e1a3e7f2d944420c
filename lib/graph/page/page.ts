import { collapse } from '../collapse';
import { layoutOf } from '../layout/layout';
import { legendHtml } from '../svg/legend';
import { escaped } from '../svg/markup';
import { pictureStyle } from '../svg/style';
import { drawingSvg } from '../svg/svg';
import type { PageData } from './page-data';
import { pageStyle } from './page-style';

/** More boxes than this are drawn as their namespaces at first. */
const mostBoxes = 400;

/** One file without network: the picture, drawn already, its data, and the script that makes it alive. @param script of `pageScript` */
export async function pageOf(data: PageData, script: string): Promise<string> {
  const isLarge = data.graph.nodes.length > mostBoxes;
  const drawn = isLarge ? collapse(data.graph, 'namespace') : data.graph;
  const layout = await layoutOf(drawn);
  const option = (value: string, text: string, isChosen: boolean) =>
    `<option value="${value}"${isChosen ? ' selected' : ''}>${text}</option>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; connect-src ${data.isLive ? "'self'" : "'none'"}; img-src data:">
<title>${escaped(data.title)}</title>
<style>${pictureStyle(':root')}
${pageStyle}</style>
</head>
<body>
<a class="skip" href="#facts">Skip to the table of facts</a>
<header>
<h1>${escaped(data.title)}</h1>
<div class="tools">
<label>Search <input id="search" type="search" autocomplete="off" placeholder="name, label, header"></label>
<label>Draw as one <select id="grouping">${option('', 'nothing', !isLarge)}${option('namespace', 'each namespace', isLarge)}${option('app', 'each app', false)}</select></label>
<details class="filter"><summary>Namespaces</summary><fieldset id="namespaces"></fieldset></details>
<span class="buttons"><button type="button" id="farther" aria-label="Zoom out">−</button><button type="button" id="closer" aria-label="Zoom in">+</button><button type="button" id="fit">Fit</button><button type="button" id="theme">Light or dark</button></span>
</div>
<div id="results" role="status"></div>
<form id="ask">
<label for="request">Ask a request</label>
<input id="request" autocomplete="off" spellcheck="false" placeholder="curl -H 'mode: dev' http://host/path   (--from namespace/workload)">
<button class="main">Ask</button><button type="button" id="clear">Clear</button>
</form>
</header>
<main>
<div id="picture"><svg id="svg" class="mesh" role="group" aria-label="The mesh as a picture: Tab to a box, arrows to the next, Enter for details" data-width="${layout.width}" data-height="${layout.height}"><g id="world">
${drawingSvg(drawn, layout)}
</g></svg><p id="hint">Choose a box or an edge for its objects, findings and requests, or ask a request above and see its way.</p></div>
<section id="side" aria-label="Details" aria-live="polite" tabindex="0" hidden></section>
</main>
${legendHtml()}
<details id="facts"><summary>All facts as a table</summary><div id="table" role="region" aria-label="Table of facts" tabindex="0"></div></details>
<script type="application/json" id="data">${JSON.stringify(data).replace(/</g, '\\u003c')}</script>
<script>${script.replace(/<\/(script)/gi, '<\\/$1')}</script>
</body>
</html>
`;
}
