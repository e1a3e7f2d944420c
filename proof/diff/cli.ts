/**
 * `npm run prove:diff`: generated changes of a live mesh. What the diff reports is sent before and after: the real answers differ,
 * and those of classes that are reported unchanged do not. Exit code 0 when that holds, 1 when it does not, 2 when it could not run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { Mesh } from '../../lib/mesh/mesh';
import { CalledPlane } from '../calls/called-plane';
import type { Seen } from '../calls/comparison';
import { signing as signingOfRun } from '../differential/signing';
import type { Signing } from '../generator/senders';
import type { Asked } from '../generator/worlds';
import { Plane } from '../plane';
import { imageOf } from '../program';
import { insideSandbox } from '../sandbox';
import { echoImage } from '../services';
import { endOnSignal } from '../signals';
import { type ChangedConfiguration, changedConfigurations } from './changed-configurations';
import { anticipated, type Predictions, predictionsOf, visibleOf, withoutPod } from './predictions';
import { witnessesOf } from './witnesses';

interface Options {
  readonly changes: number;
  readonly seed?: number;
  /** The numbers of the changes of the seed to try again. */
  readonly only?: readonly number[];
}

/** Requests of each change that are sent before and after. */
const most = { changed: 12, same: 8 };

/** Requests whose connection is closed are sent as often, a second apart. */
const mostTries = 5;

/** As in `npm run prove:requests`: istiod's cache of endpoints outlives changes of Sidecars. */
const withoutCache = { PILOT_ENABLE_XDS_CACHE: 'false' };

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const since = Date.now();
  const images = await Promise.all([imageOf('caller', { name: 'caller', program: require.resolve('../calls/caller') }), echoImage()]);
  const plane = await Plane.start({ sidecars: true, images, istiodEnvironment: withoutCache });
  endOnSignal(() => plane.stop());
  try {
    const called = new CalledPlane(plane, false);
    await called.prepare();
    say(`plane is up after ${seconds(since)} s`);
    const held = await new Proof(called, signingOfRun()).of(options);
    say(`${seconds(since)} s in all`);
    return held ? 0 : 1;
  } finally {
    await plane.stop();
  }
}

/** One side of a change, with what was asked of it. */
interface Side {
  readonly mesh: Mesh;
  readonly predicted: Predictions;
  readonly seen: readonly Seen[];
  readonly wrong: readonly string[];
}

class Proof {
  private readonly count = { differ: 0, same: 0, byChance: 0, leftOpen: 0 };

  constructor(
    private readonly plane: CalledPlane,
    private readonly signing: Signing,
  ) {}

  async of({ changes, seed = Math.trunc(Math.random() * 2 ** 31), only }: Options): Promise<boolean> {
    let done = 0;
    let wrong = 0;
    for (const [index, change] of fc.sample(changedConfigurations(this.signing), { seed, numRuns: changes }).entries()) {
      if (only && !only.includes(index)) continue;
      const found = await this.wrongOf(change);
      if (found.length > 0) console.log(`# change ${index}, seed ${seed}\n${report(change, found)}`);
      wrong += found.length;
      done += 1;
    }
    const { differ, same, byChance, leftOpen } = this.count;
    console.log(
      `${done} changes, seed ${seed}: ${wrong === 0 ? 'as reported' : `${wrong} not as reported`}; ${differ} witnesses are answered otherwise, ${same} requests of unchanged classes alike, ${byChance} more differ in shares or pods, ${leftOpen} were left open`,
    );
    return wrong === 0;
  }

  private async wrongOf({ old, next }: ChangedConfiguration): Promise<string[]> {
    await this.plane.configure(old);
    const before = await this.plane.mesh();
    const { changed, same } = witnessesOf(before, this.plane.meshWith(anticipated(next, old, this.plane.stored)), {
      signing: this.signing,
      most,
    });
    const asked: readonly Asked[] = [...changed, ...same];
    if (asked.length === 0) return [];
    const one = await this.side(asked);
    await this.plane.configure(next);
    const other = await this.side(asked);
    const wrong = asked.flatMap((each, index) => this.verdict(each, { isChanged: index < changed.length, index, sides: [one, other] }));
    return [...one.wrong, ...other.wrong, ...wrong];
  }

  private async side(asked: readonly Asked[]): Promise<Side> {
    const mesh = await this.plane.mesh();
    const wrong = await this.plane.compare(asked);
    const predicted = predictionsOf(mesh, asked);
    const texts = wrong.map((each) => `evaluator and mesh disagree: ${JSON.stringify(each)}`);
    return { mesh, predicted, seen: await this.seenOf(asked, predicted), wrong: texts };
  }

  /** What the mesh answers; where a connection is closed that should not be, it may have been open since before, and is tried again. */
  private async seenOf(asked: readonly Asked[], predicted: Predictions): Promise<Seen[]> {
    for (let tries = 1; ; tries++) {
      const seen = await this.plane.ask(asked);
      const isSurprised = seen.some(({ outcome }, index) => outcome.error && predicted[index]?.every(({ status }) => status !== 'error'));
      if (!isSurprised || tries === mostTries) return seen;
      await sleep(1000);
    }
  }

  private verdict(asked: Asked, { isChanged, index, sides: [one, other] }: Verdict): string[] {
    const [was, is] = [one.predicted[index], other.predicted[index]];
    if (!was || !is) {
      this.count.leftOpen++;
      return [];
    }
    const isOne = was.length === 1 && is.length === 1;
    const isApart = was.every((each) => !is.some((next) => isDeepStrictEqual(each, next)));
    const [before, after] = [one, other].map(({ seen }) => {
      const visible = visibleOf(seen[index] as Seen);
      return isChanged ? visible : withoutPod(visible);
    });
    const differs = !isDeepStrictEqual(before, after);
    if (isChanged ? !isApart : !isOne) this.count.byChance++;
    else if (isChanged) this.count.differ++;
    else this.count.same++;
    const isWrong = isChanged ? isApart && !differs : isOne && differs;
    if (!isWrong) return [];
    return [
      `${isChanged ? 'reported as changed, and answered alike' : 'reported as unchanged, and answered otherwise'}: ${JSON.stringify(asked)}`,
      `  before: ${JSON.stringify(one.seen[index]?.outcome)}`,
      `  after:  ${JSON.stringify(other.seen[index]?.outcome)}`,
    ];
  }
}

interface Verdict {
  readonly isChanged: boolean;
  readonly index: number;
  readonly sides: readonly [Side, Side];
}

function report({ old, next }: ChangedConfiguration, wrong: readonly string[]): string {
  const text = (objects: ChangedConfiguration['old']) =>
    objects.map((object) => dump(object, { noRefs: true, lineWidth: 160 })).join('---\n');
  const gone = old.filter((object) => !next.includes(object));
  const added = next.filter((object) => !old.includes(object));
  return `${text(old)}---\n# gone or rewritten\n${text(gone)}---\n# added or rewritten\n${text(added)}---\n${wrong.map((line) => `# ${line}`).join('\n')}\n`;
}

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: { changes: { type: 'string', default: '30' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  return {
    changes: Number(values.changes),
    seed: values.seed === undefined ? undefined : Number(values.seed),
    only: values.only?.split(',').map(Number),
  };
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}

function say(line: string): void {
  process.stderr.write(`prove:diff  ${line}\n`);
}

void insideSandbox(main);
