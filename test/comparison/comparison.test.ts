import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../src/core/rules/index.ts';
import { given } from './case.ts';
import { keys, publicByDesign } from './keys.ts';
import { peers } from './peers.ts';
import { judged, raisedBy, saidAnyway, sections } from './sections.ts';

for (const { title, cases } of sections) {
  describe(title, () => {
    for (const item of cases) {
      test(item.what, () => {
        const report = judged(item);
        assert.deepEqual(report.failures, []);
        const missed = item.note?.kind === 'miss' ? item.note.rules : [];
        const wanted = item.should.filter((rule) => !missed.includes(rule));
        assert.deepEqual(raisedBy(report), wanted.toSorted());
        const names = report.servers.map(({ server }) => server.name);
        if (item.servers !== null) assert.deepEqual(names, item.servers);
        else
          assert.ok(names.length > 0 || item.path === '.claude/settings.json', 'a server is read');
      });
    }
  });
}

test('each of the twenty-two unpinned servers is told, one by one', () => {
  const all = sections.flatMap(({ cases }) => cases);
  const item = all.find(({ servers }) => servers?.length === 22);
  assert.ok(item !== undefined);
  const report = judged(item);
  const told = report.servers.filter(({ findings }) =>
    findings.some(({ rule }) => rule === 'unpinned-package'),
  );
  assert.equal(told.length, 22);
});

test('keys of every provider are found, but for what is public by design', () => {
  const silent: string[] = [];
  for (const [name, value] of keys) {
    const text = JSON.stringify({ mcpServers: { s: given({ [name]: value }) } });
    const raised = raisedBy(judged({ text, path: '.cursor/mcp.json' }));
    if (!raised.includes('secret-literal')) silent.push(name);
  }
  assert.deepEqual(new Set(silent), publicByDesign);
});

test('every case names a fixture of a peer that is listed, rules that exist, and is there once', () => {
  const known = new Set(rules.map(({ meta }) => meta.id));
  const all = sections.flatMap(({ cases }) => cases);
  for (const { what, from, should } of all) {
    for (const source of from.split('; '))
      assert.match(source, /^[\w-]+ .+: .+$/, `${what}: ${source}`);
    const owners = from.split('; ').map((source) => source.split(' ')[0] ?? '');
    assert.deepEqual(
      owners.filter((owner) => !peers.has(owner)),
      [],
      what,
    );
    assert.deepEqual(
      should.filter((rule) => !known.has(rule)),
      [],
      what,
    );
    assert.deepEqual(
      should.filter((rule) => saidAnyway.includes(rule)),
      [],
      what,
    );
  }
  assert.equal(new Set(all.map(({ what }) => what)).size, all.length);
  const used = new Set(
    all.flatMap(({ from }) => from.split('; ').map((source) => source.split(' ')[0])),
  );
  assert.deepEqual(
    [...peers.keys()].filter((owner) => !used.has(owner)),
    [],
  );
});
