import { join } from 'node:path';
import { readRecordedObjects, validationDifferences } from './recorded';

const objects = readRecordedObjects(join(__dirname, 'recorded/objects.jsonl'));
const kinds = [...new Set(objects.map(({ object }) => object.kind))];

test.each(kinds)('%s: what the real API server and istiod said', (kind) => {
  const wrong = objects
    .filter(({ object }) => object.kind === kind)
    .flatMap(({ changes, object, answer }) => validationDifferences(object, answer).map((each) => ({ changes, ...each })));
  expect(wrong).toEqual([]);
});

test('a wrong answer is noticed, whatever is wrong in it', () => {
  const [accepted] = objects.filter(({ answer: { rejected, webhook } }) => rejected === undefined && webhook?.warnings.length === 0);
  const [rejected] = objects.filter(({ answer: { webhook } }) => webhook?.allowed === false);
  const about = (one: typeof accepted, changed: object) =>
    one && validationDifferences(one.object, { ...one.answer, ...changed }).map((each) => each.about);
  expect(about(accepted, { rejected: 'no' })).toEqual(['API server']);
  expect(about(accepted, { webhook: { allowed: false, warnings: [] } })).toEqual(['webhook']);
  expect(about(accepted, { webhook: { allowed: true, warnings: ['something'] } })).toEqual(['warnings']);
  expect(about(rejected, { rejected: undefined })).toEqual(['API server']);
  expect(about(rejected, { webhook: { allowed: true, warnings: [] } })).toEqual(['webhook']);
});
