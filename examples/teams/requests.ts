import type { Asked } from '../asked';

const shop = (path: string) => `http://shop.example.com${path}`;
const catalog = (path: string, to: string, at: string): Asked => ({ url: shop(path), answers: { [to]: 100 }, path: at });

/** What readers of the shop ask, whichever team answers. */
export const requests: readonly Asked[] = [
  catalog('/catalog', 'books', '/index'),
  catalog('/catalog/books', 'books', '/books'),
  catalog('/catalog/books/7', 'books', '/books/7'),
  catalog('/catalog/search', 'search', '/'),
  catalog('/catalog/search/new?sort=price', 'search', '/new?sort=price'),
  // A tenth of the readers have the new cart.
  ...['/cart', '/cart/items', '/cart/checkout/card'].map((path) => ({ url: shop(path), answers: { 'cart:v1': 90, 'cart:v2': 10 } })),
  { method: 'POST', url: shop('/cart'), answers: { 'cart:v1': 100 }, path: '/' },
  { method: 'POST', url: shop('/cart/items'), answers: { 'cart:v1': 100 }, path: '/items' },
  { method: 'POST', url: shop('/cart/checkout'), headers: { 'x-tester': 'yes' }, answers: { 'cart:v2': 100 }, path: '/checkout' },
  { url: shop('/'), status: 301, location: shop('/catalog') },
  ...['/cartoon', '/catalogue', '/catalog/authors', '/admin'].map((path) => ({ url: shop(path), status: 404 })),
  ...['/cart', '/catalog/search'].map((path) => ({ url: `http://other.example.com${path}`, status: 404 })),
];
