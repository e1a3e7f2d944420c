const { skippedLines } = require('./skipped-reporter.cjs') as {
  skippedLines(
    files: readonly { testFilePath: string; testResults: readonly { status: string; fullName: string }[] }[],
    root: string,
  ): string[];
};

test('names each skipped test under what it lacks', () => {
  const files = [
    {
      testFilePath: '/p/lib/a.test.ts',
      testResults: [
        { status: 'passed', fullName: 'one' },
        { status: 'pending', fullName: 'two (needs ../cases/two.json)' },
      ],
    },
    {
      testFilePath: '/p/b.test.ts',
      testResults: [
        { status: 'todo', fullName: 'three' },
        { status: 'pending', fullName: 'group four (needs ../cases/two.json)' },
      ],
    },
  ];
  expect(skippedLines(files, '/p')).toEqual([
    '3 tests were skipped: what they hold was not looked at',
    '  without a reason:',
    '    b.test.ts: three',
    '  missing: ../cases/two.json',
    '    lib/a.test.ts: two',
    '    b.test.ts: group four',
  ]);
});

test('says nothing where nothing was skipped', () => {
  expect(skippedLines([{ testFilePath: '/p/a.test.ts', testResults: [{ status: 'passed', fullName: 'one' }] }], '/p')).toEqual([]);
});
