import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFacts, type FactsAtHand, type Query } from '../../src/core/rules/facts.ts';
import { readDocument } from '../../src/core/config/document.ts';
import { lint } from '../../src/core/posture/lint.ts';
import { findingAt, placed } from '../../src/editor/finding-key.ts';
import { allRemedies, asksStranger, pickedOf, whyUnanswered } from '../../src/editor/remedy.ts';
import type { Target } from '../../src/resolvers/index.ts';
import { digest, hardened, latest, vscodeText } from './files.ts';

const path = '/w/.vscode/mcp.json';
const loopback = { command: 'docker', args: ['run', ...hardened, '127.0.0.1:5000/a/b:1'] };
const text = vscodeText({ far: latest, near: loopback });

function titles(facts: FactsAtHand, asking: Parameters<typeof allRemedies>[1]) {
  const report = lint(readDocument(text, path), facts);
  return allRemedies(report, asking).map(({ remedy }) => `${remedy.kind}: ${remedy.title}`);
}

function only(...hosts: readonly string[]): (query: Query) => Target {
  return (query) => {
    const host = query.kind === 'image-digest' ? query.registry : '';
    return hosts.includes(host) ? { state: 'picked', host } : { state: 'never', why: 'not asked' };
  };
}

test('what is not known yet can be asked, with the host in the title', () => {
  assert.deepEqual(titles(noFacts, null), []);
  assert.deepEqual(titles(noFacts, { facts: noFacts, target: only('ghcr.io') }), [
    'ask: Ask ghcr.io for the digest and pin to it',
  ]);
  assert.deepEqual(titles(noFacts, { facts: noFacts, target: only('ghcr.io', '127.0.0.1:5000') }), [
    'ask: Ask ghcr.io for the digest and pin to it',
    'ask: Ask 127.0.0.1:5000 for the digest and pin to it',
  ]);
});

test('what is known is a safe fix and is not asked again', () => {
  const facts: FactsAtHand = {
    ...noFacts,
    answer: () => ({ state: 'known', value: digest }) as never,
  };
  const all = titles(facts, { facts, target: only('ghcr.io') });
  assert.equal(all.length, 2);
  for (const title of all) assert.match(title, /^fix: Pin to sha256:/);
});

test('a finding is found again after the text around it has moved', () => {
  const before = lint(readDocument(text, path), noFacts);
  const moved = lint(readDocument(`\n\n${text}`, path), noFacts);
  for (const { finding, key } of placed(before)) {
    const found = findingAt(moved, key);
    assert.equal(found?.finding.message, finding.message);
    assert.equal(found?.finding.span.start, finding.span.start + 2);
  }
});

test('a question without an answer says why', () => {
  const facts: FactsAtHand = {
    ...noFacts,
    answer: () => ({ state: 'failed', why: 'network is off' }) as never,
  };
  const { document, servers } = lint(readDocument(text, path), facts);
  const server = servers[0] ?? assert.fail();
  const finding = server.findings.find(({ rule }) => rule === 'unpinned-image') ?? assert.fail();
  assert.equal(whyUnanswered({ finding, server }, document, facts), 'network is off');
  assert.equal(whyUnanswered({ finding, server }, document, noFacts), null);
});

test('a reference that holds a credential is not asked about, whoever picks it', () => {
  const token = 'ghp_' + 'a1B2c3D4'.repeat(4) + 'e5F6';
  const leaky = { command: 'docker', args: ['run', ...hardened, `ghcr.io/a/b:${token}`] };
  const report = lint(readDocument(vscodeText({ leaky }), path), noFacts);
  const rules = report.servers.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  assert.deepEqual(rules.toSorted(), ['secret-literal', 'unpinned-image']);
  const asking = { facts: noFacts, target: only('ghcr.io') };
  const asked = allRemedies(report, asking).filter(({ remedy }) => remedy.kind === 'ask');
  assert.deepEqual(asked, []);
});

test('a question is asked of the host that was seen, and of no other', () => {
  const asking = { facts: noFacts, target: only('ghcr.io', '127.0.0.1:5000') };
  const report = lint(readDocument(text, path), noFacts);
  const [far, near] = allRemedies(report, asking).map(({ remedy }) => remedy);
  assert.ok(far !== undefined && near !== undefined);
  assert.equal(pickedOf([far], far.title), far);
  // The file has changed since the title was shown.
  assert.equal(pickedOf([near], far.title), undefined);
  const fix = { kind: 'fix', title: 'Pin to x', safe: true, fix: { ops: [] } } as never;
  assert.equal(pickedOf([near, fix], far.title), fix);
  for (const title of ['Pin to y', 'Ask before each tool runs (drop autoApprove)'])
    assert.equal(pickedOf([near, fix], title), undefined);
});

test('only a host that the file names has to be seen first', () => {
  const asking = { facts: noFacts, target: only('ghcr.io') };
  const report = lint(readDocument(text, path), noFacts);
  const [one] = allRemedies(report, asking);
  assert.ok(one?.remedy.kind === 'ask');
  assert.equal(asksStranger(one.remedy, asking), true);
  const unasked = { target: () => ({ state: 'unasked', host: 'ghcr.io' }) as const };
  assert.equal(asksStranger(one.remedy, unasked), false);
  const fix = { kind: 'fix', title: 'Pin to x', safe: true, fix: { ops: [] } } as never;
  assert.equal(asksStranger(fix, asking), false);
});

test('no host is asked whose name does not fit in the title', () => {
  const lookAlike = `ghcr.io.${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
  const long = `${'c'.repeat(50)}.example`;
  const hosts = [lookAlike, long, 'a.example', 'b.example', `${'d'.repeat(60)}.example`];
  const line = hosts.map((host) => `npx -y --registry https://${host}/ tool`).join(' && ');
  const shell = { command: 'bash', args: ['-c', line] };
  const report = lint(readDocument(vscodeText({ shell }), path), noFacts);
  const target = (query: Query): Target => {
    const host = query.kind === 'releases' ? new URL(query.registry ?? 'https://x').host : '';
    return { state: 'picked', host };
  };
  const [one] = allRemedies(report, { facts: noFacts, target });
  assert.ok(one?.remedy.kind === 'ask');
  const { title, queries } = one.remedy;
  assert.equal(title, `Ask ${long}, a.example, b.example for the releases and pin to one`);
  assert.deepEqual(
    queries.map((query) => target(query)),
    [long, 'a.example', 'b.example'].map((host) => ({ state: 'picked', host })),
  );
});

test('closing the permissions of a file is no edit, and never a safe fix', () => {
  const env = { A_TOKEN: 'q7Lw2Zr9Xc4Vb6Nm1Kj8Hg5F' };
  const around = { readableByOthers: true, tracked: null, synced: null };
  const document = readDocument(vscodeText({ a: { command: '/opt/a', env } }), path, {
    surroundings: around,
  });
  const closing = allRemedies(lint(document, noFacts), null).filter(
    ({ finding }) => finding.rule === 'secret-file-exposed',
  );
  assert.deepEqual(
    closing.map(({ remedy, server }) => [remedy.kind, remedy.safe, server]),
    [['close', false, null]],
  );
});
