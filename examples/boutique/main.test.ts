import { join } from 'node:path';
import { answersAsTabled } from '../asked.test.helper';
import { holdsForExample } from '../example.test.helper';
import { boutique } from './main';
import { requests } from './requests';

const canary = ['canary/1-5-percent', 'canary/2-50-percent', 'canary/3-100-percent'];
holdsForExample({
  root: __dirname,
  synth: (outdir) => boutique({ outdir }).synth(),
  alternatives: canary,
  // A step replaces the routes that are in force.
  suppress: ['MESH019=VirtualService recommendation-release*'],
});

const dist = join(__dirname, 'dist');
const base = ['0-namespaces', 'boutique', 'egress', 'recommendation-release'].map((name) => `${name}.k8s.yaml`);
answersAsTabled(requests, {
  namespace: 'boutique',
  paths: (over) => [...base, ...(over === undefined ? [] : [over])].map((path) => join(dist, path)),
});
