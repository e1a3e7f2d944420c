const { relative } = require('node:path');

/** Prints at the end of a run which tests were skipped, and what each lacks: what they hold was not looked at. */
class SkippedReporter {
  constructor(config) {
    this.config = config;
  }

  onRunComplete(_, results) {
    // Whoever asks for some tests by name has skipped the others on purpose.
    if (this.config.testNamePattern) return;
    const lines = skippedLines(results.testResults, this.config.rootDir);
    if (lines.length > 0) process.stderr.write(`\n${lines.join('\n')}\n`);
  }
}

/** @returns no line where nothing was skipped */
function skippedLines(files, rootDir) {
  const skipped = files.flatMap(({ testFilePath, testResults }) =>
    testResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => ({ file: relative(rootDir, testFilePath), ...partsOf(fullName) })),
  );
  if (skipped.length === 0) return [];
  const missing = [...new Set(skipped.map(({ lacks }) => lacks))].sort();
  return [
    `${skipped.length} ${skipped.length === 1 ? 'test was' : 'tests were'} skipped: what they hold was not looked at`,
    ...missing.flatMap((lacks) => [
      lacks === '' ? '  without a reason:' : `  missing: ${lacks}`,
      ...skipped.filter((one) => one.lacks === lacks).map(({ file, name }) => `    ${file}: ${name}`),
    ]),
  ];
}

function partsOf(fullName) {
  const [, name = fullName, lacks = ''] = /^(.*) \(needs (.+)\)$/s.exec(fullName) ?? [];
  return { name, lacks };
}

module.exports = SkippedReporter;
module.exports.skippedLines = skippedLines;
