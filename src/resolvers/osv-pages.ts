import type { HttpAnswer } from './http.ts';
import { jsonOf } from './json.ts';
import { isRecord } from './kept-releases.ts';
import { isOsvId } from './osv-entry.ts';

/** One package in one version, in the words of OSV: `npm`, `PyPI`, `Go` (its version without `v`), `NuGet`, `crates.io`. */
export interface OsvQuestion {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

/** Which entries OSV lists for a question. */
export interface Listed {
  /** When each was changed, by its id; empty where that is not said. */
  readonly found: ReadonlyMap<string, string>;
  /** Why the list is not whole; null: it is. */
  readonly gap: string | null;
}

/** Sends one batch. */
export type Post = (body: string, maxBytes: number) => Promise<HttpAnswer>;

interface Open {
  readonly question: OsvQuestion;
  readonly found: Map<string, string>;
  token: string | null;
  gap: string | null;
}

const maxAnswer = 32 * 1024 * 1024;
const maxPages = 20;
const maxFound = 500;
/** One question that a server does not take spoils those it comes with: they are asked again in halves. */
const maxHalves = 40;

/** Asks about all, page by page, those that have more pages together. The answers are in the order of the questions. */
export async function askPages(
  host: string,
  questions: readonly OsvQuestion[],
  post: Post,
): Promise<readonly Listed[]> {
  const all = questions.map((question): Open => ({
    question,
    found: new Map(),
    token: null,
    gap: null,
  }));
  const budget = { left: maxHalves };
  let open: readonly Open[] = all;
  for (let page = 0; open.length > 0; page++) {
    if (page >= maxPages) {
      for (const one of open) one.gap ??= `${host} lists more than ${maxPages} pages of advisories`;
      break;
    }
    await askPage(host, open, post, budget);
    open = open.filter(({ token, gap }) => token !== null && gap === null);
  }
  return all.map(({ found, gap }) => ({ found, gap }));
}

async function askPage(
  host: string,
  open: readonly Open[],
  post: Post,
  budget: { left: number },
): Promise<void> {
  const answer = await post(JSON.stringify({ queries: open.map(queryOf) }), maxAnswer);
  if (answer.ok && answer.status === 400 && open.length > 1 && budget.left >= 2) {
    budget.left -= 2;
    const middle = Math.ceil(open.length / 2);
    await askPage(host, open.slice(0, middle), post, budget);
    await askPage(host, open.slice(middle), post, budget);
    return;
  }
  const why = whyNot(answer, host);
  const results = why === null && answer.ok ? resultsIn(jsonOf(answer.body), open.length) : null;
  open.forEach((one, index) => {
    if (results === null) one.gap = why ?? `${host} sent no list of advisories`;
    else take(one, results[index], host);
  });
}

function queryOf({ question, token }: Open): object {
  const { ecosystem, name, version } = question;
  const query = { package: { ecosystem, name }, version };
  return token === null ? query : { ...query, page_token: token };
}

function whyNot(answer: HttpAnswer, host: string): string | null {
  if (!answer.ok) return answer.why;
  const { status } = answer;
  if (status === 200) return null;
  return status === 401 || status === 403
    ? `${host} gives advisories only after sign-in (${status})`
    : `${host} answered ${status}`;
}

/** As many results as questions, in their order; null when it is no such list. */
function resultsIn(body: unknown, length: number): readonly unknown[] | null {
  const results: unknown = isRecord(body) ? body['results'] : undefined;
  return Array.isArray(results) && results.length === length ? results : null;
}

function take(one: Open, result: unknown, host: string): void {
  one.token = null;
  // Nothing is known against it.
  if (result === null) return;
  const vulns = isRecord(result) ? (result['vulns'] ?? []) : undefined;
  if (!isRecord(result) || !Array.isArray(vulns)) {
    one.gap = `${host} sent no list of advisories`;
    return;
  }
  for (const vuln of vulns) {
    const id: unknown = isRecord(vuln) ? vuln['id'] : undefined;
    const modified: unknown = isRecord(vuln) ? vuln['modified'] : undefined;
    if (!isOsvId(id)) one.gap ??= `${host} names an advisory that cannot be read`;
    else if (one.found.size >= maxFound)
      one.gap ??= `${host} lists more than ${maxFound} advisories`;
    else one.found.set(id, typeof modified === 'string' && modified.length < 64 ? modified : '');
  }
  const token = result['next_page_token'];
  if (token === undefined || token === null || token === '') return;
  if (typeof token === 'string' && token.length < 4096) one.token = token;
  else one.gap ??= `${host} names a next page that cannot be asked for`;
}
