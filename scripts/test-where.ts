import { existsSync } from 'node:fs';

/** `test`, for tests that need a file or folder beside the project. They are skipped where it is missing; their name ends with `(needs PATH)`, which the end of the run shows. */
export function testWhere(path: string): jest.It {
  return existsSync(path) ? test : test.skip;
}
