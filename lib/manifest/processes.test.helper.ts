import { execFileSync } from 'node:child_process';

/** Runs git in a folder, as somebody. */
export function git(cwd: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', '-c', 'init.defaultBranch=main', ...args], { cwd, stdio: 'pipe' });
}

/** A commit of a repository that lies elsewhere, as a submodule has it. */
export function addSubmodule(cwd: string, path: string): void {
  git(cwd, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${path}`);
}

/** A named pipe that nobody writes into. */
export function makePipe(path: string): void {
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
}
