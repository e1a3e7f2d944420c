import { watch } from '../graph/page/watch';
import { InputError } from '../manifest/input-tree';
import { visible } from '../visible';
import { interrupted } from './interrupted';
import { CannotRun, type ExitCode, type Io } from './verb';

/** Between two looks at the files, in milliseconds: a change is checked once two looks found the same. */
const interval = 50;

/** Checks now and after each save of a file below the paths, until it is interrupted. @returns the exit code of the last check */
export async function checkAfterEachSave(paths: readonly string[], check: () => ExitCode, io: Io): Promise<ExitCode> {
  if (paths.includes('-')) throw new CannotRun('stdin cannot be watched', 'name a file or a folder');
  let code = attempt(check, io);
  const end = watch({ paths, interval }, () => {
    code = attempt(check, io);
  });
  await interrupted();
  end();
  return code;
}

/** A file that is half written is reported, and the next save is waited for. */
function attempt(check: () => ExitCode, io: Io): ExitCode {
  const start = performance.now();
  const code = resultOf(check, io);
  io.err(`checked in ${Math.round(performance.now() - start)} ms; waiting for the next change (Ctrl-C ends)\n`);
  return code;
}

function resultOf(check: () => ExitCode, io: Io): ExitCode {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof CannotRun || error instanceof InputError)) throw error;
    io.err(`error: ${visible(error.message)}\n`);
    return 2;
  }
}
