import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Mesh } from '../mesh/mesh';
import type { Decision } from './answer/decision';
import { type RouteCase, readCases, readWorld, recordedWorld } from './cases';
import { routerOfCase } from './cases.test.helper';
import { undecidedOf } from './policy/policy-stage';
import { outcomes } from './refusals/outcome';
import { explain, type Router } from './router';

const folder = join(__dirname, 'cases');
const world = readWorld(folder);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'world.yaml');

describe.each(files)('%s', (file) => {
  const cases = readCases(join(folder, file)).map((each) => [each.case, each.about, each] as const);

  test.each(cases)('%s: %s', (_, __, each) => {
    const mesh = Mesh.of([...world, ...each.manifests], recordedWorld);
    const answers = each.requests.map((asked) => {
      const router = routerOfCase(mesh, each, asked);
      expect(answerOf(explain(router, asked.request).decision)).toEqual(answerOf(router.route(asked.request)));
      return summary(router, asked.request);
    });
    expect(answers).toEqual(each.requests.map(({ expected }) => expect.objectContaining(expected)));
  });
});

/** What the client gets: the same whether somebody asks why or not. */
function answerOf({ status, reason, path, location, body }: Decision): object {
  return { status, reason, path, location, body };
}

/** A decision in the words of the cases. */
function summary(router: Router, request: RouteCase['requests'][number]['request']): Record<string, unknown> {
  const decision = router.route(request);
  const shares: Record<string, number> = {};
  for (const [index, { share, status }] of outcomes(decision).entries()) {
    const cluster = decision.destinations[index]?.cluster;
    const name =
      status === 200 && cluster
        ? `${cluster.service?.name}.${cluster.service?.namespace}${cluster.subset ? `:${cluster.subset}` : ''}`
        : String(status);
    shares[name] = (shares[name] ?? 0) + share * 100;
  }
  const [to] = Object.keys(shares);
  const { status, body, path, location, destinations, policies = [] } = decision;
  return { status, body, to, shares, path, location, port: destinations[0]?.cluster.port, undecided: undecidedOf(policies).length };
}
