import { join } from 'node:path';
import { validateAdmission } from './admission/validate';
import { type RecordedObject, readRecordedObjects, validationDifferences } from './recorded';
import { validateSchema } from './schema/validate';
import { wordsOf } from './words.test.helper';

const objects = readRecordedObjects(join(__dirname, 'recorded/objects.jsonl'));
const kinds = [...new Set(objects.map(({ object }) => object.kind))];

test.each(kinds)('%s: what the real API server and istiod said', (kind) => {
  const wrong = objects
    .filter(({ object }) => object.kind === kind)
    .flatMap(({ changes, object, answer }) => validationDifferences(object, answer).map((each) => ({ changes, ...each })));
  expect(wrong).toEqual([]);
});

/** How an object was changed, what the real programs say of it, and what is reported. */
function wordsAbout({ changes, object, answer: { rejected, webhook } }: RecordedObject): string {
  const real = [rejected ?? webhook?.message ?? 'accepted', ...(webhook?.warnings ?? [])].join(' | ').slice(0, 240);
  return [`${changes.join(', ')}: ${real}`, wordsOf([...validateSchema(object), ...validateAdmission(object)])].join('\n').trimEnd();
}

test.each(kinds)('%s: what is reported, word for word', (kind) => {
  expect(
    objects
      .filter(({ object }) => object.kind === kind)
      .map(wordsAbout)
      .join('\n\n'),
  ).toMatchSnapshot();
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
