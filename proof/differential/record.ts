import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAdmission } from '../../lib/validation/admission/validate';
import { type RecordedObject, validationDifferences } from '../../lib/validation/recorded';
import { validateSchema } from '../../lib/validation/schema/validate';
import { BlockCoverage } from '../../scripts/distil/block-coverage';
import { smallestCover } from '../../scripts/distil/smallest-cover';

const file = join(__dirname, '../../lib/validation/recorded/objects.jsonl');
const longestMessage = 200;

/**
 * Keeps of the answers the few that together show everything that all of them show: each block of the validation that runs, and each
 * diagnostic at each field. Objects on which the two sides differ are left out. Writes `lib/validation/recorded/`. @returns how many are kept
 */
export function keepRecorded(all: readonly RecordedObject[]): number {
  const coverage = new BlockCoverage((name) => /\/lib\/(validation|istio)\//.test(name));
  const texts = new Map<string, number>();
  const right = all.filter(({ object, answer }) => validationDifferences(object, answer).length === 0);
  for (const { object, answer } of right) coverage.run(() => void validationDifferences(object, answer));
  const blocks = coverage.executed();
  const candidates = right.map((one, index) => ({
    covers: [...(blocks[index] ?? []), ...diagnosticsOf(one).map((text) => -1 - numberOf(text, texts))],
    group: index,
    groupCost: 0,
    cost: JSON.stringify(one).length,
  }));
  const kept = smallestCover(candidates)
    .sort((a, b) => a - b)
    .flatMap((place) => right[place] ?? []);
  writeFileSync(file, kept.map((one) => `${JSON.stringify(shortened(one))}\n`).join(''));
  return kept.length;
}

/** What is said, where in the kind, and whether the real programs agree to the object; values are left out of the text. */
function diagnosticsOf({ object, answer }: RecordedObject): string[] {
  const verdict = `${answer.rejected === undefined} ${answer.webhook?.allowed}`;
  const said = [...validateSchema(object), ...validateAdmission(object)];
  return said.map(({ code, path, message }) => {
    const place = path.map((step) => (typeof step === 'number' ? '#' : step)).join('.');
    return `${verdict} ${object.kind} ${code} ${place} ${message.replace(/`[^`]*`|\d+/g, '')}`;
  });
}

function numberOf(text: string, texts: Map<string, number>): number {
  const number = texts.get(text) ?? texts.size;
  texts.set(text, number);
  return number;
}

function shortened({ changes, object, answer: { rejected, webhook } }: RecordedObject): RecordedObject {
  const cut = (text: string | undefined) => text?.slice(0, longestMessage);
  return {
    changes,
    object,
    answer: {
      ...(rejected === undefined ? {} : { rejected: cut(rejected) }),
      ...(webhook === undefined
        ? {}
        : { webhook: { allowed: webhook.allowed, message: cut(webhook.message), warnings: webhook.warnings } }),
    },
  };
}
