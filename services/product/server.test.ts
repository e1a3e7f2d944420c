import { hostname } from 'node:os';
import { join } from 'node:path';
import { SpawnedService } from '../http/spawn';

const served_from = hostname();
let product: SpawnedService;

beforeAll(async () => {
  product = await SpawnedService.start([join(__dirname, 'server.ts')], { APP_NAME: 'Product', DRAIN_SECONDS: '0' });
});

afterAll(async () => {
  await product.stop();
});

test.each([
  ['/', 'Product Home Page'],
  ['/latest', 'Product Latest Page'],
])('%s is the %s, field by field and in the order of the article', async (path, title) => {
  const { status, body } = await product.ask(path);
  expect([status, JSON.stringify(body)]).toEqual([200, JSON.stringify({ app: 'Product', served_from, title, path })]);
});

// [what, path sent, options, path shown]
test.each([
  ["the user's page", '/about', {}, '/about'],
  ['a doubled slash, as a careless rewrite leaves it', '//latest', {}, '//latest'],
  ['a trailing slash', '/latest/?page=2', {}, '/latest/'],
  ['another case', '/Latest', {}, '/Latest'],
  ['what cannot be decoded', '/%zz', {}, '/%zz'],
  ['another method', '/latest', { method: 'POST' }, '/latest'],
  ['a body that is not what it says', '/', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{' }, '/'],
])('%s is not found, and says so as JSON', async (_, path, options, shown) => {
  const { status, body, headers } = await product.ask(path, options);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect([status, body]).toEqual([404, { error: 'Not Found', app: 'Product', served_from, path: shown }]);
});

// [path sent, path shown]
test.each([
  ['/latest?page=2', '/latest'],
  ['/%6catest', '/%6catest'],
])('%s is found, and shown as it arrived but for the query', async (path, shown) => {
  expect(await product.ask(path)).toMatchObject({ status: 200, body: { title: 'Product Latest Page', path: shown } });
});

test('HEAD is answered as GET, without the body', async () => {
  expect(await product.ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});
