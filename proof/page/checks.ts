import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { workloadId } from '../../lib/graph/ids';
import { litPath } from '../../lib/graph/lit-path';
import { parseRequestLine } from '../../lib/graph/page/request-line';
import { IngressRouter } from '../../lib/route/gateway/ingress-router';
import { explain } from '../../lib/route/router';
import { routerOf } from '../../lib/route/router-of';
import type { WrittenPage } from './meshes';

/** What does not hold. */
export type Faults = string[];

/** Asks the page a request by typing it, and compares its trace and its lit way with `mesh route`. */
export async function asks(page: Page, { mesh, data }: WrittenPage, line: string): Promise<Faults> {
  await page.fill('#request', line);
  await page.press('#request', 'Enter');
  await page.waitForSelector('#answer');
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.trace li')].map(({ dataset: { step, what, verdict, why } }) => [step, what, verdict, why]),
  );
  const { from, request } = parseRequestLine(line);
  const caller = from === undefined ? undefined : mesh.workloads.all.find(({ namespace, name }) => `${namespace}/${name}` === from);
  const ingress = new IngressRouter(mesh);
  const { decision, steps } = explain(caller ? routerOf(mesh, caller) : ingress, request);
  const expected = steps.map(({ step, what, verdict, why }) => [step, what, verdict, why]);
  const pod = ingress.routerFor(request).pod;
  const [gateway] = mesh.workloads.select(pod.namespace, pod.labels).map(workloadId);
  const way = litPath(data.graph, { request, ...(caller ? { caller: workloadId(caller) } : { gateway }) }, steps);
  const wanted = [...new Set(way.flatMap(({ nodes, edges }) => [...nodes, ...edges]))].sort();
  await page.waitForFunction((count) => document.querySelectorAll('.trace li.now').length === count, steps.length);
  const lit = await page.evaluate(() =>
    [...document.querySelectorAll('.lit')].map((element) => element.getAttribute('data-id') ?? '').sort(),
  );
  const status = await page.getAttribute('#answer', 'data-status');
  return [
    ...(JSON.stringify(shown) === JSON.stringify(expected)
      ? []
      : [`${line}: the trace is ${JSON.stringify(shown)}, \`mesh route\` says ${JSON.stringify(expected)}`]),
    ...(JSON.stringify(lit) === JSON.stringify(wanted) ? [] : [`${line}: lit is ${lit.join(' | ')}, the way is ${wanted.join(' | ')}`]),
    ...(status === String(decision.status) ? [] : [`${line}: the page says ${status}, \`mesh route\` ${decision.status}`]),
    ...(wanted.length > 1 ? [] : [`${line}: nothing lights up`]),
  ];
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds on the page as it is. */
export async function isAccessible(page: Page, name: string): Promise<Faults> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ''}`);
  });
  return found.map((text) => `${name}: axe-core finds ${text}`);
}

/** Walks from the world to pods by keys alone, opens the details, and asks a request. */
export async function worksByKeys(page: Page): Promise<Faults> {
  await page.locator('#fit').focus();
  const faults: Faults = [];
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? document.activeElement?.id ?? '');
  for (let presses = 0; presses < 12 && !(await page.evaluate(() => document.activeElement?.classList.contains('node'))); presses++)
    await page.keyboard.press('Tab');
  await page.evaluate(() => document.querySelector<HTMLElement>('.node.world')?.focus());
  const way: string[] = [];
  for (let steps = 0; steps < 6; steps++) {
    way.push(await focused());
    await page.keyboard.press('ArrowRight');
  }
  if (!way.some((id) => id.startsWith('workload Deployment/'))) faults.push(`keys: arrows from the world come to ${way.join(' > ')}`);
  await page.keyboard.press('Enter');
  if (!(await page.locator('#side h2').textContent())?.startsWith('workload'))
    faults.push('keys: Enter does not open the details of the box');
  const before = await page.getAttribute('#world', 'transform');
  await page.keyboard.press('+');
  await page.waitForFunction((old) => document.querySelector('#world')?.getAttribute('transform') !== old, before);
  await page.keyboard.press('/');
  if ((await focused()) !== 'search') faults.push('keys: / does not go to the search');
  return faults;
}

/** Finds a box by a word, and shows it. */
export async function finds(page: Page, word: string, name: string): Promise<Faults> {
  await page.fill('#search', word);
  const count = await page.locator('.node.found').count();
  await page.press('#search', 'Enter');
  await page.waitForSelector('#side h2');
  const title = await page.locator('#side h2').textContent();
  await page.press('#search', 'Escape');
  const left = await page.locator('.found').count();
  return [
    ...(count > 0 ? [] : [`search \`${word}\`: no box is marked`]),
    ...(title?.includes(name) ? [] : [`search \`${word}\`: shows ${title}`]),
    ...(left === 0 ? [] : [`search \`${word}\`: Escape leaves ${left} boxes marked`]),
  ];
}

/** Draws namespaces as one box each, one of them in full, and everything again. */
export async function collapses(page: Page, { data: { graph } }: WrittenPage): Promise<Faults> {
  const redrawn = async (act: () => Promise<unknown>) => {
    const before = Number((await page.getAttribute('html', 'data-drawn')) ?? 0);
    await act();
    await page.waitForFunction((old) => Number(document.documentElement.dataset.drawn ?? 0) > old, before);
    return page.locator('#world .node').count();
  };
  const namespaces = new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? []));
  const outside = graph.nodes.filter(({ namespace }) => namespace === undefined).length;
  const collapsed = await redrawn(() => page.selectOption('#grouping', 'namespace'));
  const [first = ''] = [...namespaces].sort();
  await page.locator(`[data-id="namespace ${first}"]`).click();
  const opened = await redrawn(() => page.getByRole('button', { name: 'Show its boxes' }).click());
  const inFirst = graph.nodes.filter(({ namespace }) => namespace === first).length;
  const whole = await redrawn(() => page.selectOption('#grouping', ''));
  return [
    ...(collapsed === namespaces.size + outside ? [] : [`collapsed: ${collapsed} boxes`]),
    ...(opened === namespaces.size - 1 + outside + inFirst ? [] : [`with ${first} in full: ${opened} boxes`]),
    ...(whole === graph.nodes.length ? [] : [`in full: ${whole} boxes of ${graph.nodes.length}`]),
  ];
}
