import { judgeSet, readSets } from './sets-corpus';

/** `npm run score:sets -- [file of cases]`: what the checker says about sets of files, compared with all of Istio's analyzers. */
function main(): void {
  const cases = readSets(process.argv[2]);
  if (cases === undefined) {
    console.log('no cases: nothing to compare');
    return;
  }
  for (const group of [...new Set(cases.map(groupOf))].sort()) {
    const judged = cases.filter((one) => groupOf(one) === group).map((one) => ({ id: one.id, ...judgeSet(one) }));
    const share = (agree: (one: (typeof judged)[number]) => boolean) => {
      const count = judged.filter(agree).length;
      return `${count}/${judged.length} ${((100 * count) / judged.length).toFixed(1)} %`;
    };
    const codes = share(({ missing, extra }) => missing.length + extra.length === 0);
    console.log(
      `A ${group.padEnd(12)} codes ${codes}  errors ${share((one) => one.sameErrors)}  warnings ${share((one) => one.sameWarnings)}`,
    );
    for (const { id, missing, extra } of judged) {
      if (missing.length + extra.length > 0)
        console.log(`   ${id}: missing ${missing.join(' ') || 'none'}, extra ${extra.join(' ') || 'none'}`);
    }
  }
}

function groupOf({ id }: { id: string }): string {
  return id.split('/')[1] ?? '';
}

main();
