/** What `npm ci` installs is what was locked, on every platform: also the binaries that this machine never downloads. */
import lock from '../package-lock.json';

interface LockedPackage {
  readonly integrity?: string;
  /** Comes inside the archive of the package that it lies under, and so with that one's checksum. */
  readonly inBundle?: boolean;
}

const packages = lock.packages as Readonly<Record<string, LockedPackage>>;

test('every package in the lock file has a checksum', () => {
  const unverified = Object.entries(packages).filter(
    ([path, { integrity, inBundle }]) => path && !inBundle && !integrity?.startsWith('sha512-'),
  );
  expect(unverified.map(([path]) => path)).toEqual([]);
});

test('a bundled package lies in one that has a checksum', () => {
  const bundled = Object.keys(packages).filter((path) => packages[path]?.inBundle);
  const holders = bundled.map((path) => path.split('/node_modules/')[0] ?? '');
  for (const holder of holders) expect(packages[holder]?.integrity).toMatch(/^sha512-/);
});
