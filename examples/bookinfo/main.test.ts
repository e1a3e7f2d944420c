import { join } from 'node:path';
import { answersAsTabled } from '../asked.test.helper';
import { holdsForExample } from '../example.test.helper';
import { bookinfo } from './main';
import { requests } from './requests';

const alternatives = [
  'all-v1',
  'tester-v2',
  'half-v3',
  'canary-v2',
  'tester-v2-others-v3',
  'mirror-v2',
  'timeout',
  'delay',
  'abort',
  'ratings-from-store',
  'store-canary',
];
holdsForExample({ root: __dirname, synth: (outdir) => bookinfo({ outdir }).synth(), alternatives });

const dist = join(__dirname, 'dist');
answersAsTabled(requests, {
  namespace: 'bookinfo',
  paths: (over) =>
    [...['0-namespace.k8s.yaml', 'bookinfo.k8s.yaml'], ...(over === undefined ? [] : [over])].map((path) => join(dist, path)),
});
