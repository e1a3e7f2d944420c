// All snapshots live in one folder at the root, mirroring the tree, so that a reviewer finds them in one place.
const path = require('node:path');
const root = path.join(__dirname, '..');
const home = path.join(root, '__snapshots__');

module.exports = {
  resolveSnapshotPath: (test, extension) => path.join(home, path.relative(root, test) + extension),
  resolveTestPath: (snapshot, extension) => path.join(root, path.relative(home, snapshot).slice(0, -extension.length)),
  testPathForConsistencyCheck: path.join(root, 'lib/constructs/example.test.ts'),
};
