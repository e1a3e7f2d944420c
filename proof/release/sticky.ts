import { join } from 'node:path';
import type { Gateway } from '../gateway/gateway';
import type { Results } from '../report/results';
import { binomialInterval } from '../requests/binomial';
import type { Bench } from './bench';

const dist = join(__dirname, '..', '..', 'examples', 'release', 'dist');
const host = 'user.release-plan.retailvoice.xyz';
const users = 400;

/** What one user's browser holds, and which version answered last. */
interface User {
  cookie?: string;
  version?: string;
}

/** The committed plan, step by step: people who come again and again, and send the cookie that they were given. */
export async function proveSticky({ plane }: Bench, results: Results): Promise<void> {
  for (const file of ['0-namespaces', 'release-plan', 'release-plan-routes']) await plane.applyPath(join(dist, `${file}.k8s.yaml`));
  await plane.rolledOut('release-plan');
  const gateway = await plane.gateway();
  const people: User[] = Array.from({ length: users }, () => ({}));
  for (const [step, weight] of [
    ['canary/1-5-percent', 5],
    ['canary/2-25-percent', 25],
    ['canary/3-50-percent', 50],
    ['canary/4-100-percent', 100],
  ] as const) {
    await plane.applyPath(join(dist, step));
    await plane.settle(gateway);
    await proveStep({ gateway, people, step, weight }, results);
  }
}

interface Step {
  readonly gateway: Gateway;
  readonly people: readonly User[];
  readonly step: string;
  readonly weight: number;
}

async function proveStep({ gateway, people, step, weight }: Step, results: Results): Promise<void> {
  const had = people.filter(({ version }) => version === 'v2');
  await Promise.all(people.map((user) => visit(gateway, user)));
  const lost = had.filter(({ version }) => version !== 'v2').length;
  results.add(`${step}: nobody who had v2 is taken back`, lost === 0 ? undefined : `${lost} of ${had.length} were`, `${had.length} users`);

  const given = people.map(({ version }) => version);
  let moved = 0;
  for (let again = 0; again < 5; again++) {
    await Promise.all(people.map((user) => visit(gateway, user)));
    moved += people.filter(({ version }, index) => version !== given[index]).length;
  }
  const problem = moved === 0 ? undefined : `${moved} of ${5 * users} answers came from another version`;
  results.add(`${step}: each user keeps the version, 5 times of 5`, problem, `${users} users`);

  const with2 = given.filter((version) => version === 'v2').length;
  const [least, most] = binomialInterval(users, weight / 100);
  const share = `${with2} of ${users} users have v2`;
  results.add(
    `${step}: ${weight} % of users have v2`,
    with2 >= least && with2 <= most ? undefined : `${share}, expected ${least} to ${most}`,
    share,
  );
}

/** One request, with the cookie that earlier answers set. */
async function visit(gateway: Gateway, user: User): Promise<void> {
  const { headers, body } = await gateway.client(80).send({ host, path: '/', headers: user.cookie ? { cookie: user.cookie } : {} });
  const { app } = JSON.parse(body) as { app: string };
  user.version = app.replace('User V', 'v');
  const set = [headers['set-cookie'] ?? []].flat()[0];
  if (set) user.cookie = set.split(';')[0];
}
