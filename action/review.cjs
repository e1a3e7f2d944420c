/**
 * What a pull or merge request changes for callers: findings as annotations, and one comment that is updated in place. Runs with
 * Node alone, from `action.yml` and `gitlab.yml`; docs/pull-requests.md says what the variables mean.
 */
const { spawnSync } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const { githubComment, gitlabComment } = require('./comments.cjs');

/** A report of any length, and not what a program without end would write. */
const mostBytes = 64 * 2 ** 20;

/** @returns {Promise<number>} 0 clean; 1 findings, or effects of MESH_FAIL_ON; 2 could not run */
async function review(env, out = process.stdout) {
  const { MESH_BASE: base = '', MESH_PATH: path = 'dist' } = env;
  if (!/^[\w./-]+$/.test(base) || base.startsWith('-')) throw new Error(`MESH_BASE is a revision to compare with, got \`${base}\``);
  haveRevision(base);
  const checked = env.MESH_CHECK === 'false' ? 0 : check(path, env, out);
  const { status, text } = compare(base, path, env);
  out.write(text);
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, text);
  await comment(text, env, out);
  return Math.max(checked, status);
}

/** The clone of a CI system is shallow: the base is fetched where it is missing. */
function haveRevision(base) {
  if (run('git', ['cat-file', '-e', `${base}^{commit}`]).status === 0) return;
  const { status, stderr } = run('git', ['fetch', '--quiet', '--depth=1', 'origin', base]);
  if (status !== 0) throw new Error(`the base \`${base}\` cannot be fetched: ${stderr.trim()}`);
}

function check(path, env, out) {
  const format = env.GITHUB_ACTIONS ? 'github' : 'pretty';
  const { status, stdout, stderr } = mesh(['check', '--format', format, '--', path], env);
  out.write(stdout);
  if (status === 2) out.write(stderr);
  return status;
}

/** The text of the comment, and the exit code. Without MESH_FAIL_ON a difference is no failure: it is what one reads. */
function compare(base, path, env) {
  const failOn = env.MESH_FAIL_ON ? ['--fail-on', env.MESH_FAIL_ON] : [];
  const { status, stdout, stderr } = mesh(['diff', '--format', 'markdown', ...failOn, '--', `git:${base}:${path}`, path], env);
  if (status === 0 || status === 1) return { status: failOn.length > 0 ? status : 0, text: stdout };
  const fence = '`'.repeat(Math.max(3, ...[...stderr.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return { status: 2, text: `### mesh diff could not compare \`${path}\` with the base\n\n${fence}\n${stderr.trim()}\n${fence}\n` };
}

/** A token that may not comment, as for pull requests from forks, fails nothing: the text is in the log and the summary. */
async function comment(text, env, out) {
  const target = targetOf(env);
  if (!target) return;
  try {
    out.write(`comment ${await target.put(text)}\n`);
  } catch (error) {
    out.write(`${env.GITHUB_ACTIONS ? '::warning::' : ''}no comment was made: ${error.message.replaceAll('\n', ' ')}\n`);
  }
}

function targetOf(env) {
  const { MESH_TOKEN: token, MESH_NUMBER: number } = env;
  if (!token || !number) return undefined;
  if (env.GITLAB_CI) return gitlabComment({ api: env.CI_API_V4_URL, token, number, repository: env.CI_PROJECT_ID });
  return githubComment({ api: env.GITHUB_API_URL ?? 'https://api.github.com', token, number, repository: env.GITHUB_REPOSITORY });
}

function mesh(args, env) {
  const [program, ...before] = (env.MESH_COMMAND || 'npx --no-install mesh').split(' ').filter(Boolean);
  const { status, stdout, stderr, error } = run(program, [...before, ...args]);
  return error ? { status: 2, stdout: '', stderr: `${program}: ${error.message}` } : { status, stdout, stderr };
}

function run(program, args) {
  return spawnSync(program, args, { encoding: 'utf8', maxBuffer: mostBytes });
}

if (require.main === module) {
  review(process.env).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(`error: ${error.message}`);
      process.exitCode = 2;
    },
  );
}

module.exports = { review };
