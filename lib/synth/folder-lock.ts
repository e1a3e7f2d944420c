import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ConstructError } from '../errors';

/**
 * Does something while no other process does it. The lock is a file with the number of the process; one whose process is
 * gone, as after a kill, is taken over.
 *
 * @throws ConstructError `FolderBusy` while another process holds it
 */
export function withLock<T>(lock: string, folder: string, act: () => T): T {
  take(lock, folder);
  try {
    return act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string, folder: string, isSecondTry = false): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return; // where no lock can be made, nothing can be written either: that is reported there
    const holder = Number(readHolder(lock));
    if (isSecondTry || (holder > 0 && holder !== process.pid && isAlive(holder))) throw busy(folder, holder);
    rmSync(lock, { force: true });
    take(lock, folder, true);
  }
}

function readHolder(lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busy(folder: string, holder: number): ConstructError {
  return new ConstructError('FolderBusy', `another synth is writing \`${folder}\` (process ${holder})`, {
    why: 'two at once would mix their files',
    fix: 'wait for it to end, or set another `outdir`',
  });
}
