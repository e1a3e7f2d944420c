import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Something that the machine must have and has not, and how to get it. */
export interface Lacking {
  readonly what: string;
  readonly fix: string;
}

const linux: Requirement = {
  what: 'Linux (network namespaces)',
  fix: 'run it on Linux, or in a Linux virtual machine',
  present: () => process.platform === 'linux',
};
const program = (name: string, fix: string): Requirement => ({ what: `\`${name}\``, fix, present: () => isOnPath(name) });

interface Requirement extends Lacking {
  present(): boolean;
}

const forSetup: readonly Requirement[] = [
  linux,
  program('go', 'install Go 1.24 or newer'),
  program('python3', 'install Python 3 with pip'),
];

const forPlane: readonly Requirement[] = [
  linux,
  program('ip', 'apt-get install -y iproute2'),
  program('unshare', 'apt-get install -y util-linux'),
  program('iptables-restore', 'apt-get install -y iptables'),
  {
    what: 'root, or unprivileged user namespaces',
    fix: 'run it as root, or allow them: sysctl -w kernel.unprivileged_userns_clone=1',
    present: () => isRoot() || canUnshare(),
  },
];

/** What keeps the programs from being built here. */
export function missingForSetup(): Lacking[] {
  return forSetup.filter((one) => !one.present());
}

/** What keeps the plane from being started here. */
export function missingForPlane(): Lacking[] {
  return forPlane.filter((one) => !one.present());
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function canUnshare(): boolean {
  try {
    execFileSync('unshare', ['-rnm', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function isOnPath(name: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
