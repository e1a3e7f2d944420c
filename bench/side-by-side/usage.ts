import { spawnSync } from 'node:child_process';

/** A program to run, and what it takes on its way. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where its stdout goes. */
  readonly output: string;
}

/** What one run took: seconds, and mebibytes at its peak. */
export interface Usage {
  readonly wall: number;
  /** Processor time over all threads and processes. */
  readonly processor: number;
  readonly memory: number;
  readonly status: number;
}

/**
 * Node reports nothing of what a child used, the system does to whoever waits for it: Python, which is there wherever the peers were built.
 * Of the peak, the few mebibytes of Python itself are the least that can be seen.
 */
const waiter = `
import json, os, sys, time
output, seconds, *command = sys.argv[1:]
start = time.perf_counter()
child = os.fork()
if child == 0:
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open(output + ".err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    os.execvp(command[0], command)
_, status, used = os.wait4(child, 0)
print(json.dumps({"wall": time.perf_counter() - start, "processor": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024, "status": os.waitstatus_to_exitcode(status)}))
`;

/** The most processor time that a run may take, in seconds; then it is ended, with a negative status. */
export const limit = 20;

/** Runs a command once. */
export function use({ program, args, cwd, env, output }: Command): Usage {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', waiter, output, String(limit), program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`python3, which measures, ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Usage;
}

/** The median of each figure. */
export function median(runs: readonly Usage[]): Usage {
  const middle = (of: (run: Usage) => number) => runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0;
  return {
    wall: middle(({ wall }) => wall),
    processor: middle(({ processor }) => processor),
    memory: middle(({ memory }) => memory),
    status: middle(({ status }) => status),
  };
}
