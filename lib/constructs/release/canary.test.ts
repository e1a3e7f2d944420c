import type { Chart } from 'cdk8s';
import { declared, refusal, specOf } from '../declared.test.helper';
import { Microservice } from '../microservice';
import { VirtualService } from '../virtual-service';
import { Canary } from './canary';
import { StickyCookie } from './sticky-cookie';

const users = (chart: Chart) => new Microservice(chart, 'user', { image: 'example.com/user', port: 8000, versions: { v1: {}, v2: {} } });

interface Route {
  readonly match?: [{ readonly headers: { readonly cookie: { readonly regex: string } } }];
  readonly route: {
    readonly destination: { readonly subset: string };
    readonly weight?: number;
    readonly headers?: { response: { add: object } };
  }[];
}

/** What the routes of a step say, one line each. */
function linesOf(step: number, sticky?: StickyCookie): string[] {
  const objects = declared((chart) => {
    const canary = new Canary(users(chart), { from: 'v1', to: 'v2', steps: [5, 25, 50, 100], sticky });
    new VirtualService(chart, 'site', { hosts: ['a.com'], routes: canary.steps[step]?.routes ?? [] });
  });
  return (specOf(objects, 'VirtualService').http as Route[]).map(({ match, route }) => {
    const to = route.map(({ destination, weight, headers }) => {
      const cookie = Object.values(headers?.response.add ?? {})[0] as string | undefined;
      return [destination.subset, weight, cookie?.split(';')[0]].filter((part) => part !== undefined).join(' ');
    });
    return `${match ? match[0].headers.cookie.regex : 'all'} -> ${to.join(', ')}`;
  });
}

test('a step is a folder, named in the order of steps', () => {
  declared((chart) => {
    const { steps } = new Canary(users(chart), { from: 'v1', to: 'v2', steps: [5, 25, 100] });
    expect(steps.map(({ folder, weight }) => [folder, weight])).toEqual([
      ['canary/1-5-percent', 5],
      ['canary/2-25-percent', 25],
      ['canary/3-100-percent', 100],
    ]);
  });
});

test.each([
  [0, ['all -> v1 95, v2 5']],
  [2, ['all -> v1 50, v2 50']],
  [3, ['all -> v2']],
])('step %i draws each request anew', (step, lines) => {
  expect(linesOf(step)).toEqual(lines);
});

const other = '(.*; *)?user=v2( *;.*)? -> v2';

// After 5 %, a fifth of the 95 % makes 25 %; after 25 %, a third of the 75 % makes 50 %.
test.each([
  [0, [other, '(.*; *)?user=v1\\.5( *;.*)? -> v1', 'all -> v1 95 user=v1.5, v2 5 user=v2']],
  [
    1,
    [
      other,
      '(.*; *)?user=v1\\.25( *;.*)? -> v1',
      '(.*; *)?user=v1\\.5( *;.*)? -> v1 79 user=v1.25, v2 21 user=v2',
      'all -> v1 75 user=v1.25, v2 25 user=v2',
    ],
  ],
  [
    2,
    [
      other,
      '(.*; *)?user=v1\\.50( *;.*)? -> v1',
      '(.*; *)?user=(v1\\.5|v1\\.25)( *;.*)? -> v1 67 user=v1.50, v2 33 user=v2',
      'all -> v1 50 user=v1.50, v2 50 user=v2',
    ],
  ],
  [3, ['all -> v2']],
])('step %i keeps users where they are', (step, lines) => {
  expect(linesOf(step, StickyCookie.named('user'))).toEqual(lines);
});

test('a canary from a version to itself is refused', () => {
  const { errorName } = refusal((chart) => new Canary(users(chart), { from: 'v1', to: 'v1', steps: [5] }));
  expect(errorName).toBe('SameVersion');
});

test('steps that do not rise, and versions that are not there, are refused', () => {
  expect(refusal((chart) => new Canary(users(chart), { from: 'v1', to: 'v2', steps: [25, 5] })).errorName).toBe('StepsNotRising');
  // @ts-expect-error there is no v3
  const { errorName, details } = refusal((chart) => new Canary(users(chart), { from: 'v1', to: 'v3', steps: [5] }));
  expect([errorName, details.fix]).toEqual(['UnknownVersion', 'v1']);
});
