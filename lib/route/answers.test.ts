import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Mesh } from '../mesh/mesh';
import { decisionJson } from './answer/json';
import { factsOf } from './answer/on-the-way';
import { notUsedJson } from './answer/passed-over';
import { traceText } from './answer/trace';
import { type CaseRequest, readCases, readWorld, recordedWorld } from './cases';
import { routerOfCase } from './cases.test.helper';
import { explain } from './router';

const folder = join(__dirname, 'cases');
const world = readWorld(folder);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'world.yaml');

/** Each answer in full: what `mesh route` says, and for the first request of a case what `--json` says. */
describe.each(files)('%s', (file) => {
  const cases = readCases(join(folder, file)).map((each) => [each.case, each] as const);

  test.each(cases)('%s', (_, each) => {
    const mesh = Mesh.of([...world, ...each.manifests], recordedWorld);
    const answers = each.requests.map((asked, index) => {
      const { decision, steps } = explain(routerOfCase(mesh, each, asked), asked.request);
      const json = { ...decisionJson(decision, asked.request), ...notUsedJson(steps) };
      const { status, path, host, location, reason } = json;
      return [
        `${senderText(asked)}: ${requestText(asked)}`,
        [status, path && `path ${path}`, host && `host ${host}`, location && `location ${location}`, reason].filter(Boolean).join('  '),
        traceText(steps),
        ...factsOf(decision, asked.request).map((fact) => `  ${fact.name.padEnd(11)} ${fact.text}`),
        ...(index === 0 ? Object.entries(json).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`) : []),
      ].join('\n');
    });
    expect(answers.join('\n\n')).toMatchSnapshot();
  });
});

function senderText({ from, workload }: CaseRequest): string {
  return workload ?? (from ? `a client in ${from.namespace}` : 'outside');
}

function requestText({ request: { method, scheme, host, port, path, headers = {}, ...rest } }: CaseRequest): string {
  const more = { ...headers, ...rest };
  const others = Object.keys(more).length > 0 ? ` ${JSON.stringify(more)}` : '';
  return `${method} ${scheme}://${host}${path} at port ${port}${others}`;
}
