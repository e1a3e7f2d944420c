import { join } from 'node:path';
import { GET, Mesh, POST } from '../../lib/jest';
import { holdsForExample } from '../example.test.helper';
import { synthTeams } from './main';

holdsForExample({
  root: __dirname,
  synth: synthTeams,
  sources: ['main.ts', 'platform.ts', 'edge.ts', 'carts.ts', 'catalog.ts'],
  suppress: ['IST0133=EnvoyFilter *'],
});

const mesh = Mesh.fromFiles(...['platform', 'carts', 'catalog'].map((team) => join(__dirname, 'dist', team)));
const url = (path: string) => `http://shop.example.com${path}`;

test.each([
  ['/catalog', 'books', '/index'],
  ['/catalog/books', 'books', '/books'],
  ['/catalog/books/7', 'books', '/books/7'],
  ['/catalog/search', 'search', '/'],
  ['/catalog/search/new?sort=price', 'search', '/new?sort=price'],
])('GET %s reaches %s at %s', (path, to, at) => {
  expect(mesh).toRoute(GET(url(path)), { to, path: at });
});

test.each(['/cart', '/cart/items', '/cart/checkout/card'])('GET %s: a tenth of the readers have the new cart', (path) => {
  expect(mesh).toSplit(GET(url(path)), { 'cart:v1': 90, 'cart:v2': 10 });
});

test.each(['/cart', '/cart/items'])('POST %s stays with the old cart', (path) => {
  expect(mesh).toRoute(POST(url(path)), { to: 'cart:v1', path: path.replace('/cart', '') || '/' });
});

test('a tester checks out with the new cart', () => {
  expect(mesh).toRoute(POST(url('/cart/checkout'), { 'x-tester': 'yes' }), { to: 'cart:v2', path: '/checkout' });
});

test('the platform sends the home page to the catalog', () => {
  expect(mesh).toRedirect(GET(url('/')), url('/catalog'));
});

test.each(['/cartoon', '/catalogue', '/catalog/authors', '/admin'])('%s is answered 404', (path) => {
  expect(mesh).toRespond(GET(url(path)), 404);
});

test.each(['/cart', '/catalog/search'])('%s of another host is answered 404', (path) => {
  expect(mesh).toRespond(GET(`http://other.example.com${path}`), 404);
});
