import type { Asked } from '../asked';

const page = (path: string) => `http://books.example.com${path}`;
const reviews = { from: 'page', url: 'http://reviews:9080/reviews/1' };
const ratings = { from: 'reviews', url: 'http://ratings:9080/ratings/1' };
const jason = { 'end-user': 'jason' };

/** What readers of the shop ask, and what its services ask each other. */
export const requests: readonly Asked[] = [
  ...['/', '/login', '/logout', '/static/style.css', '/api/v1/products'].map((path) => ({ url: page(path), answers: { page: 100 }, path })),
  ...['/admin', '/loginx', '/api/v2'].map((path) => ({ url: page(path), status: 404 })),
  { from: 'page', url: 'http://details:9080/details/1', answers: { details: 100 } },
  { ...reviews, answers: { reviews: 100 } },
  { over: 'all-v1', ...reviews, answers: { 'reviews:v1': 100 } },
  { over: 'tester-v2', ...reviews, headers: jason, answers: { 'reviews:v2': 100 } },
  { over: 'tester-v2', ...reviews, answers: { 'reviews:v1': 100 } },
  { over: 'half-v3', ...reviews, answers: { 'reviews:v1': 50, 'reviews:v3': 50 } },
  { over: 'canary-v2', ...reviews, answers: { 'reviews:v1': 90, 'reviews:v2': 10 } },
  { over: 'tester-v2-others-v3', ...reviews, headers: jason, answers: { 'reviews:v2': 100 } },
  { over: 'tester-v2-others-v3', ...reviews, answers: { 'reviews:v3': 100 } },
  { over: 'mirror-v2', ...reviews, answers: { 'reviews:v1': 100 } },
  { over: 'timeout', ...reviews, answers: { 'reviews:v2': 100 } },
  { over: 'delay', ...ratings, answers: { 'ratings:v1': 100 } },
  { over: 'delay', ...ratings, headers: jason, answers: { 'ratings:v1': 100 } },
  { over: 'abort', ...ratings, answers: { 'ratings:v1': 100 } },
  { over: 'abort', ...ratings, headers: jason, status: 500 },
  { over: 'ratings-from-store', ...ratings, answers: { 'ratings:v2': 100 } },
];
