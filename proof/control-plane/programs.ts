import type { Cache } from '../binaries/cache';
import { Process } from '../process';
import type { Program } from './kubernetes';

/** The running programs of one control plane. */
export class Programs {
  private readonly running: Process[] = [];

  constructor(
    private readonly cache: Cache,
    /** Where they may leave files. */
    private readonly folder: string,
    private readonly logs: string,
  ) {}

  start({ name, from: [recipe, file], args, env }: Program): Process {
    const command = this.cache.path(recipe, file);
    const started = new Process({
      name,
      command,
      args,
      env: { ...process.env, HOME: this.folder, ...env },
      cwd: this.folder,
      logs: this.logs,
    });
    this.running.push(started);
    return started;
  }

  get all(): readonly Process[] {
    return this.running;
  }

  find(name: string): Process | undefined {
    return this.running.find((one) => one.name === name);
  }

  /** Ends them, last first. */
  async stop(): Promise<void> {
    for (const one of this.running.reverse()) await one.stop(2);
  }
}
