/**
 * Keeps one comment on a pull or merge request: found by a marker in its last line, changed in place, else made.
 *
 * @typedef {{ api: string, token: string, repository: string, number: string }} Place the base URL of the API, and the request
 * @typedef {{ put(body: string): Promise<'created' | 'updated'> }} Comment
 */

/** The last line of the comment, by which the next run finds it. Nobody sees it. */
const marker = '<!-- meshwright: mesh diff -->';

/** More pages of comments than this are not looked through. */
const mostPages = 50;
const perPage = 100;

/** @param {Place} place @returns {Comment} */
function githubComment({ api, token, repository, number }) {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'content-type': 'application/json' };
  const issues = `${api}/repos/${repository}/issues`;
  return commentAt({
    headers,
    list: `${issues}/${number}/comments`,
    create: { method: 'POST', url: `${issues}/${number}/comments` },
    update: (id) => ({ method: 'PATCH', url: `${issues}/comments/${id}` }),
  });
}

/** @param {Place} place @returns {Comment} */
function gitlabComment({ api, token, repository, number }) {
  const notes = `${api}/projects/${encodeURIComponent(repository)}/merge_requests/${number}/notes`;
  return commentAt({
    headers: { 'private-token': token, 'content-type': 'application/json' },
    list: notes,
    create: { method: 'POST', url: notes },
    update: (id) => ({ method: 'PUT', url: `${notes}/${id}` }),
  });
}

function commentAt({ headers, list, create, update }) {
  return {
    async put(text) {
      const body = `${text.trimEnd()}\n${marker}`;
      const known = await find(list, headers);
      const { method, url } = known === undefined ? create : update(known);
      await send(url, { method, headers, body: JSON.stringify({ body }) });
      return known === undefined ? 'created' : 'updated';
    },
  };
}

/** The identifier of the comment that an earlier run left; whoever quotes it does not end with its marker. */
async function find(list, headers) {
  for (let page = 1; page <= mostPages; page++) {
    const comments = await send(`${list}?per_page=${perPage}&page=${page}`, { headers });
    const own = comments.find(({ body }) => typeof body === 'string' && body.trimEnd().split('\n').at(-1) === marker);
    if (own) return own.id;
    if (comments.length < perPage) return undefined;
  }
  return undefined;
}

/** @throws Error with status and answer, without the token */
async function send(url, init) {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

module.exports = { githubComment, gitlabComment };
