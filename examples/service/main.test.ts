import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifests } from '../../lib/check/run';
import { app } from './main';

const source = readFileSync(join(__dirname, 'main.ts'), 'utf8');

test('the README shows it as it is, in at most 25 lines', () => {
  const shown = source
    .replace("'../../lib'", "'meshwright'")
    .replace('export const app', 'const app')
    .replace('if (require.main === module) app.synth();', 'app.synth();');
  expect(readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8')).toContain(shown);
  expect(shown.trim().split('\n').length).toBeLessThanOrEqual(25);
});

test('it is right: nothing is found but what rules say for information', () => {
  expect(checkManifests(app.manifests()).filter(({ level }) => level !== 'info')).toEqual([]);
  expect(app.manifests().map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual([
    'Namespace shop',
    'ServiceAccount cart',
    'Service cart',
    'Deployment cart-deployment',
    'HorizontalPodAutoscaler cart-deployment',
    'PodDisruptionBudget cart-deployment',
    'Deployment cart-deployment-v2',
    'HorizontalPodAutoscaler cart-deployment-v2',
    'PodDisruptionBudget cart-deployment-v2',
    'DestinationRule cart-destination-rule',
    'Gateway edge',
    'VirtualService canary',
  ]);
});
