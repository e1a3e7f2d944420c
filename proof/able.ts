/** `npm run prove:able`: exit code 0 where this machine can build and run the proof, 77 where it lacks something, which is said. */
import { missingForPlane, missingForSetup } from './platform';

const lacking = [...missingForSetup(), ...missingForPlane()];
for (const { what, fix } of lacking) process.stderr.write(`prove:able  this machine lacks ${what}\n    fix: ${fix}\n`);
process.exitCode = lacking.length > 0 ? 77 : 0;
