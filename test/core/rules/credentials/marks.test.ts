import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allFormats } from '../../../../src/core/config/all-formats.ts';
import { readDocument } from '../../../../src/core/config/document.ts';
import { lint } from '../../../../src/core/posture/lint.ts';
import type { Report } from '../../../../src/core/posture/report.ts';
import { noFacts } from '../../../../src/core/rules/facts.ts';
import { formats } from '../../../../src/core/rules/credentials/formats.ts';
import { findFormats, nextMark } from '../../../../src/core/rules/credentials/match.ts';

const body = 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea6Ui7Oy';
const marks = [...new Set(formats.flatMap((format) => format.marks))];
const piece = fc.oneof(
  fc.constantFrom(...marks),
  fc.constantFrom(
    body,
    body.toLowerCase(),
    body.slice(0, 22),
    `eyJ${body}.eyJ${body}.${body}`,
    `-----BEGIN PRIVATE KEY-----\n${body.repeat(3)}\n-----END PRIVATE KEY-----`,
    '0123456789abcdef'.repeat(4),
    `M${body.slice(0, 24)}.Ab12Cd.${body.slice(0, 30)}`,
    '"',
    ' ',
    'é',
    '-',
    '.',
    '://',
    '',
  ),
);

test('where no mark stands is nothing to be found', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(40), (pieces, from) => {
      const text = pieces.join('');
      const [first] = findFormats(text.slice(from));
      if (first === undefined) return;
      found += 1;
      assert.ok(nextMark(text, from) < from + first.end);
    }),
    { seed: 20261122, numRuns: 3000 },
  );
  assert.ok(found > 200, `${found} found`);
});

test('the first mark from a place on is found, and none behind the last', () => {
  const text = `a ghp_${'x'.repeat(4)} b xoxb-1`;
  assert.equal(nextMark(text, 0), text.indexOf('ghp_'));
  assert.equal(nextMark(text, text.indexOf('ghp_') + 1), text.indexOf('xoxb-'));
  assert.equal(nextMark(text, text.indexOf('xoxb-') + 1), Infinity);
  assert.equal(nextMark('', 0), Infinity);
});

test('behind a mark of one sign stands a long word', () => {
  const short = formats.filter((format) => format.marks.some((mark) => mark.length === 1));
  const words = short.map(({ rest }) => /^\[A-Za-z\\d_-\]\{(\d+),/.exec(rest)?.[1]);
  assert.deepEqual(words, ['23']);
});

test('no mark reaches over the quote, the brace or the line break at the ends of a server', () => {
  assert.deepEqual(
    marks.filter((mark) => /["}\n]/.test(mark)),
    [],
  );
});

test('what stands in keys and comments of servers is found as in one text, keystroke by keystroke', () => {
  const token = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
  const texts = [
    '{"servers": {"a": {"command": "x"}, "b": {"command": "y"}}}',
    `{"servers": {"a": {"command": "x" /* ${token} */}, "b": {"command": "y"}}}`,
    `{"servers": {"a": {"command": "x"}, /* ${token} */ "b": {"command": "y"}}}`,
    `{"servers": {"a": {"command": "x"}, "b": {"command": "y", "${token}": 1}}}`,
    `{"servers": {"a": {"command": "x"}, "b": {"command": "yy", "${token}": 1}}}`,
    `{"servers": {"a": {"command": "x"}, "b": {"command": "y"}}} // ${token}`,
    '{"servers": {"a": {"command": "x"}, "b": {"command": "y"}}}',
  ];
  let report: Report | null = null;
  const found = texts.map((text) => {
    report = lint(readDocument(text, '.vscode/mcp.json'), noFacts, report);
    return report.findings.filter(({ rule, span }) => {
      return rule === 'secret-literal' && text.slice(span.start, span.end) === token;
    }).length;
  });
  assert.deepEqual(found, [0, 1, 1, 1, 1, 1, 0]);
});

test('the same in the tables of TOML, which begin and end with no sign of their own', () => {
  const token = ['ghp', 'kD4vQ9sXw2Lr7TzB1nYc8MfJ5hGp3R4Wq0Ea'].join('_');
  const texts = [
    '[mcp_servers.a]\ncommand = "x"\n\n[mcp_servers.b]\ncommand = "y"\n',
    `[mcp_servers.a] # ${token}\ncommand = "x"\n\n[mcp_servers.b]\ncommand = "y"\n`,
    `[mcp_servers.a]\ncommand = "x" # ${token}\n\n[mcp_servers.b]\ncommand = "y"\n`,
    `[mcp_servers.a]\n# ${token}\ncommand = "x"\n\n[mcp_servers.b]\ncommand = "y"\n`,
    `[mcp_servers.a]\ncommand = "x"\n# ${token}\n[mcp_servers.b]\ncommand = "y"\n`,
    `[mcp_servers.a]\ncommand = "x"\n\n[mcp_servers.b]\n${token} = "y"\n`,
    `[mcp_servers.a]\ncommand = "x"\n\n[mcp_servers.${token}]\ncommand = "y"\n`,
    `[mcp_servers.a]\ncommand = "x"\n\n[mcp_servers.b]\ncommand = "y" # ${token}`,
    '[mcp_servers.a]\ncommand = "x"\n\n[mcp_servers.b]\ncommand = "y"\n',
  ];
  let report: Report | null = null;
  const found = texts.map((text) => {
    report = lint(
      readDocument(text, '.codex/config.toml', { formats: allFormats }),
      noFacts,
      report,
    );
    const secrets = report.findings.filter(({ rule }) => rule === 'secret-literal');
    return secrets.filter(({ span }) => text.slice(span.start, span.end) === token).length;
  });
  assert.deepEqual(found, [0, 1, 1, 1, 1, 1, 1, 1, 0]);
});
