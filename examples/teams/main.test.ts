import { join } from 'node:path';
import { answersAsTabled } from '../asked.test.helper';
import { holdsForExample } from '../example.test.helper';
import { synthTeams } from './main';
import { requests } from './requests';

holdsForExample({
  root: __dirname,
  synth: synthTeams,
  sources: ['main.ts', 'platform.ts', 'edge.ts', 'carts.ts', 'catalog.ts'],
  suppress: ['IST0133=EnvoyFilter *'],
});

answersAsTabled(requests, { paths: () => ['platform', 'carts', 'catalog'].map((team) => join(__dirname, 'dist', team)) });
