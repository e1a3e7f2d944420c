import { hostname } from 'node:os';
import { join } from 'node:path';
import { SpawnedService } from '../http/spawn';

const started: SpawnedService[] = [];

async function user(environment: Record<string, string>) {
  const service = await SpawnedService.start([join(__dirname, 'server.ts')], { DRAIN_SECONDS: '0', ...environment });
  started.push(service);
  return service;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.stop()));
});

const served_from = hostname();
const home = (app: string) => ({ app, served_from, title: `${app} Home Page`, path: '/' });

// [what, environment, the home page]
test.each([
  ['part 1', { APP_NAME: 'User' }, { ...home('User'), version: null }],
  ['v1 of part 2', { APP_NAME: 'User V1', VERSION: 'v1' }, { ...home('User V1'), version: 'v1' }],
  [
    'v2 of part 2',
    { APP_NAME: 'User V2', VERSION: 'v2' },
    { app: 'User V2', title: 'User V2 Home Page', path: '/', version: { tag: 'v2' } },
  ],
  ['a later version', { VERSION: '2.1.0' }, { app: 'User', title: 'User Home Page', path: '/', version: { tag: '2.1.0' } }],
  ['a version without a number', { VERSION: 'canary' }, { ...home('User'), version: 'canary' }],
])('%s: the home page and the about page, field by field and in the order of the article', async (_, environment, expected) => {
  const service = await user(environment);
  const [homePage, about] = await Promise.all([service.ask('/'), service.ask('/about')]);

  expect([homePage.status, about.status]).toEqual([200, 200]);
  expect(JSON.stringify(homePage.body)).toBe(JSON.stringify(expected));
  const { app } = expected;
  expect(JSON.stringify(about.body)).toBe(JSON.stringify({ app, served_from, title: `${app} About Page`, path: '/about' }));
});
