import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { review } = require('./review.cjs') as {
  review(env: Readonly<Record<string, string>>, out: { write(text: string): void }): Promise<number>;
};

const root = join(__dirname, '..');
const repository = mkdtempSync(join(tmpdir(), 'meshwright-action-'));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
const before = process.cwd();

/** A fake of the two comment APIs: comments in pages, each changed in place. */
const api = { comments: [] as { id: number; body: string }[], seen: [] as string[], status: 200 };
let server: Server;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const given = await bodyOf(request);
    api.seen.push(`${request.method} ${pathname}`);
    response.statusCode = request.method === 'GET' ? 200 : api.status;
    if (api.status >= 400 && request.method !== 'GET') return response.end('{"message":"Resource not accessible by integration"}');
    if (request.method === 'GET') {
      const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
      return response.end(JSON.stringify(api.comments.slice((page - 1) * size, page * size)));
    }
    const { body } = JSON.parse(given) as { body: string };
    const known = api.comments.find(({ id }) => pathname.endsWith(`/${id}`));
    if (known) known.body = body;
    else api.comments.push({ id: 1000 + api.comments.length, body });
    return response.end(JSON.stringify({ id: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cpSync(join(root, 'dist'), join(repository, 'dist'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'before');
  git('checkout', '--quiet', '-b', 'change');
  const file = join(repository, 'dist/user-release.k8s.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('weight: 90', 'weight: 80').replaceAll('weight: 10', 'weight: 20'));
  git('commit', '--quiet', '-am', 'after');
  process.chdir(repository);
});
beforeEach(() => Object.assign(api, { comments: [], seen: [], status: 200 }));
afterAll(async () => {
  process.chdir(before);
  await new Promise((resolve) => server.close(resolve));
  rmSync(repository, { recursive: true, force: true });
});

/** A program in the place of `mesh` that answers a fixed text. */
function fake(verb: { readonly check?: [string, number]; readonly diff?: [string, number] }): string {
  const program = join(repository, 'fake.cjs');
  const answers = JSON.stringify({ check: verb.check ?? ['', 0], diff: verb.diff ?? ['### nothing\n', 0] });
  writeFileSync(
    program,
    `const [text, code] = ${answers}[process.argv[2]]; (code === 2 ? process.stderr : process.stdout).write(text); process.exitCode = code;`,
  );
  return `${process.execPath} ${program}`;
}

async function run(more: Readonly<Record<string, string>>): Promise<{ code: number; out: string }> {
  let out = '';
  const base = { MESH_BASE: 'main', MESH_PATH: 'dist', MESH_TOKEN: 'secret', MESH_NUMBER: '7' };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: 'shop/mesh',
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: '12',
  };
  const code = await review(
    { ...base, ...github, ...more },
    {
      write: (text) => {
        out += text;
      },
    },
  );
  return { code, out };
}

test('two branches: one comment says what the change does', async () => {
  const command = `${process.execPath} --require ${join(root, 'scripts/typescript.cjs')} ${join(root, 'lib/cli/index.ts')}`;
  const { code, out } = await run({ MESH_COMMAND: command, MESH_FAIL_ON: 'moves-traffic', MESH_CHECK: 'false' });
  expect([code, out.split('\n').at(-2)]).toEqual([1, 'comment created']);
  const [first, ...lines] = api.comments[0]?.body.split('\n') ?? [];
  expect(first).toMatch(/^### 10 % of the traffic moves: .*v1 90 %, v2 10 % → .*v1 80 %, v2 20 %/);
  expect(lines.length).toBeLessThanOrEqual(60);
}, 60_000); // starts the command line as a program of its own

test('the comment of an earlier run is updated in place, behind whatever pages of others', async () => {
  const others = Array.from({ length: 150 }, (_, id) => ({ id, body: `> quoted\n<!-- meshwright: mesh diff -->\nand answered ${id}` }));
  api.comments.push(...others);
  expect((await run({ MESH_COMMAND: fake({ diff: ['### first\n', 1] }) })).out).toContain('comment created');
  expect((await run({ MESH_COMMAND: fake({ diff: ['### second\n', 1] }) })).out).toContain('comment updated');
  expect(api.comments.length).toBe(151);
  expect(api.comments.at(-1)?.body).toBe('### second\n<!-- meshwright: mesh diff -->');
  expect(api.seen.slice(-3)).toEqual([
    'GET /repos/shop/mesh/issues/7/comments',
    'GET /repos/shop/mesh/issues/7/comments',
    'PATCH /repos/shop/mesh/issues/comments/1150',
  ]);
});

test('GitLab keeps a note of a merge request', async () => {
  for (const text of ['### first\n', '### second\n']) {
    expect((await run({ GITLAB_CI: 'true', GITHUB_ACTIONS: '', MESH_COMMAND: fake({ diff: [text, 1] }) })).code).toBe(0);
  }
  const notes = '/api/v4/projects/12/merge_requests/7/notes';
  expect(api.seen).toEqual([`GET ${notes}`, `POST ${notes}`, `GET ${notes}`, `PUT ${notes}/1000`]);
  expect(api.comments.map(({ body }) => body.split('\n')[0])).toEqual(['### second']);
});

test('a token that may not comment fails nothing, and the text is in the summary', async () => {
  api.status = 403;
  const summary = join(repository, 'summary.md');
  const { code, out } = await run({ MESH_COMMAND: fake({ diff: ['### text\n', 1] }), GITHUB_STEP_SUMMARY: summary });
  expect(code).toBe(0);
  expect(out).toMatch(/^::warning::no comment was made: POST .* 403 /m);
  expect(out).not.toContain('secret');
  expect(readFileSync(summary, 'utf8')).toBe('### text\n');
});

test.each<[string, Parameters<typeof fake>[0], Record<string, string>, number]>([
  ['a difference', { diff: ['### text\n', 1] }, {}, 0],
  ['an effect of MESH_FAIL_ON', { diff: ['### text\n', 1] }, { MESH_FAIL_ON: 'host-gone' }, 1],
  ['no such effect', { diff: ['### text\n', 0] }, { MESH_FAIL_ON: 'host-gone' }, 0],
  ['findings', { check: ['::error::x\n', 1] }, {}, 1],
  ['findings that nobody asked for', { check: ['::error::x\n', 1] }, { MESH_CHECK: 'false' }, 0],
  ['what cannot be read', { diff: ['error: ``` no\n', 2] }, {}, 2],
])('the exit code for %s', async (_name, answers, more, expected) => {
  const { code, out } = await run({ MESH_COMMAND: fake(answers), ...more });
  expect(code).toBe(expected);
  expect(out.includes('::error::x')).toBe(answers.check !== undefined && more.MESH_CHECK !== 'false');
});

test('what cannot be compared is said in the comment', async () => {
  await run({ MESH_COMMAND: fake({ diff: ['error: no ```\n', 2] }) });
  expect(api.comments[0]?.body).toMatch(/^### mesh diff could not compare `dist` with the base\n\n````\nerror: no ```\n````\n/);
});

test.each(['', '--upload-pack=x', 'a b'])('the base `%s` is no revision', async (base) => {
  await expect(run({ MESH_BASE: base })).rejects.toThrow('MESH_BASE is a revision');
});

test('a base that is nowhere is an error', async () => {
  await expect(run({ MESH_BASE: 'gone' })).rejects.toThrow('cannot be fetched');
});

test('the action and the template pass what the script reads', () => {
  const read = (name: string) => readFileSync(join(__dirname, name), 'utf8');
  const names = [...read('review.cjs').matchAll(/\bMESH_[A-Z_]+/g)].map(([name]) => name);
  for (const name of new Set(names)) {
    expect(read('action.yml')).toContain(`${name}: \${{`);
    expect(read('gitlab.yml')).toContain(name);
  }
});
