/** One measurement in a process of its own, so that memory is its alone: `measure.ts <meshwright|meshwright-rules|cdk8s> <services> <folder>`. */
import { App } from 'cdk8s';
import { MeshApp } from '../../lib/app';
import { declare } from './system';

/** Times in milliseconds, memory in mebibytes. */
export interface Measurement {
  readonly declared: number;
  readonly synthesized: number;
  /** Processor time of synth, over all threads: what other work on the machine changes least. */
  readonly processor: number;
  readonly memory: number;
}

const [who, services, outdir] = process.argv.slice(2);
const app = who === 'cdk8s' ? new App({ outdir }) : new MeshApp({ outdir, rules: who === 'meshwright-rules' ? { partial: true } : false });
const start = performance.now();
declare(app, Number(services));
const declared = performance.now();
const before = process.cpuUsage();
app.synth();
const { user, system } = process.cpuUsage(before);
const measurement: Measurement = {
  declared: declared - start,
  synthesized: performance.now() - declared,
  processor: (user + system) / 1000,
  memory: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measurement));
