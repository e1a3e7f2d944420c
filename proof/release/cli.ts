/** `npm run prove:release [gitops|sticky|flagger]`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import { join } from 'node:path';
import { Cache } from '../binaries/cache';
import { Plane } from '../plane';
import { prettyResults, prettySummary } from '../report/pretty';
import { Results } from '../report/results';
import { insideSandbox, sandboxFolder } from '../sandbox';
import { serviceImages } from '../services';
import type { Bench } from './bench';
import { proveFlagger } from './flagger';
import { proveGitOps } from './gitops';
import { slowUserImage } from './slow-user-image';
import { proveSticky } from './sticky';

interface Part {
  readonly results: Results;
  prove(bench: Bench, results: Results): Promise<void>;
}

const parts: readonly Part[] = [
  { results: new Results('gitops', "Argo CD's sync engine keeps the plane equal to a git repository"), prove: proveGitOps },
  { results: new Results('sticky', 'A user keeps the version that the canary gave'), prove: proveSticky },
  { results: new Results('flagger', 'Flagger promotes a good canary and takes a bad one back, under load'), prove: proveFlagger },
];

async function main(): Promise<number> {
  const wanted = process.argv[2];
  const chosen = parts.filter(({ results }) => wanted === undefined || wanted === results.name);
  if (chosen.length === 0) {
    say(`no part is named \`${wanted}\`: there is ${parts.map(({ results }) => results.name).join(', ')}`);
    return 2;
  }
  try {
    const images = [...(await serviceImages()), await slowUserImage()];
    for (const { results, prove } of chosen) {
      const plane = await Plane.start({ images });
      say(`plane up; logs in ${plane.logs}`);
      await prove({ plane, cache: new Cache(join(sandboxFolder, 'cache')) }, results).finally(() => plane.stop());
      process.stdout.write(`${prettyResults(results)}\n`);
    }
    process.stdout.write(`${prettySummary(chosen.map(({ results }) => results))}\n`);
    return chosen.some(({ results }) => results.hasFailed) ? 1 : 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function say(line: string): void {
  process.stderr.write(`prove:release  ${line}\n`);
}

void insideSandbox(main);
