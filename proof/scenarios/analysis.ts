import type { Scenario } from './scenario';

/** Istio's own opinion of what runs, with all analyzers: those that need a live cluster too. */
export const analysis: Scenario = {
  name: 'analysis',
  title: 'istioctl analyze on the live plane',
  needsSidecars: true,
  async run({ plane }, results) {
    const { code, stdout, stderr } = await plane.istioctl([
      'analyze',
      '--all-namespaces',
      '--output',
      'json',
      '--failure-threshold',
      'Info',
    ]);
    const findings = stdout.trim() === '' ? [] : (JSON.parse(stdout) as { code: string; origin?: string; message: string }[]);
    const problem = findings.map(({ code: id, origin, message }) => `${id} ${origin ?? ''}: ${message}`).join('\n');
    results.add('no finding', problem || (code === 0 ? undefined : `it exited with ${code}: ${stderr.trim()}`));
  },
};
