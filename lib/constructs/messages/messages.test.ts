/** What a user reads of each mistake, word for word: the snapshot is the list of all messages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { declared, refusal } from '../declared.test.helper';
import { constructs, unnamed } from './constructs.test.helper';
import { gatewayApi } from './gateway-api.test.helper';
import { accepted } from './limits.test.helper';
import { operations } from './operations.test.helper';
import { options } from './options.test.helper';
import { routes } from './routes.test.helper';
import { values } from './values.test.helper';
import { workloads } from './workloads.test.helper';

describe.each(Object.entries({ values, routes, gatewayApi, workloads, operations }))('%s', (subject, mistakes) => {
  test.each(Object.entries(mistakes))('%s', (_, declare) => {
    const { message } = refusal((chart) => void declare(chart));
    expect(message).toMatchSnapshot();
    if (subject !== 'values') expect(message).toMatch(/at construct \w|\[shop\/\w/);
  });
});

test.each(Object.entries(accepted))('%s is accepted', (_, declare) => {
  expect(() => declared((chart) => void declare(chart))).not.toThrow();
});

test('a name that is none says whose it is', () => {
  const facts = Object.values(constructs).map((make) => refusal((chart) => void make(chart, 'Its_Name')).fact);
  expect(facts).toMatchSnapshot();
});

test.each(Object.entries({ ...constructs, ...unnamed, ...options }))('a property that %s does not have', (_, make) => {
  const error = refusal((chart) => void make(chart, 'cart', { colour: 'blue' }));
  expect([error.errorName, error.fact]).toEqual(['UnknownProperty', '`colour` is not a known property']);
});

test('an id that is taken leads to one that is free', () => {
  const fixes = Object.values({ ...constructs, ...unnamed }).map((make) => {
    const error = refusal((chart) => void make(new Construct(chart, 'cart').node.scope as Chart, 'cart'));
    return `${error.errorName}: ${error.details.fix}`;
  });
  expect(fixes).toMatchSnapshot();
});

test('every error of a construct is among them', () => {
  const folder = join(__dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /^(?!.*\.test\.).*\.ts$/.test(name));
  const code = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const names = [...code.matchAll(/(?:ConstructError\(|errorName:|twice\()\s*'(\w+)'/g)].map(([, name = '']) => name);
  const messages = readFileSync(join(__dirname, '../../../__snapshots__/lib/constructs/messages/messages.test.ts.snap'), 'utf8');
  expect([...new Set(names)].filter((name) => !messages.includes(`"${name}: `)).sort()).toEqual([]);
});
