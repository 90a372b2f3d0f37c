import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { allFormats } from '../src/core/config/all-formats.ts';
import { readDocument, type Document } from '../src/core/config/document.ts';
import { formatIdOf } from '../src/core/config/format.ts';
import { atomsBelow, isString, type StringAtom } from '../src/core/config/node.ts';
import { applyEdits } from '../src/core/config/text.ts';
import { lint } from '../src/core/posture/lint.ts';
import { noFacts } from '../src/core/rules/facts.ts';
import { exposed, findingsOf, plantings, secret, shown } from './planting.ts';
import { leakedRuns } from './secret-runs.ts';

const files: Readonly<Record<string, string>> = {
  '.codex/config.toml': `model = "o3" # x
[mcp_servers.a]
command = "npx"
args = ["-y", "--registry", "https://x.example.com", "tool@1.0.0", "--api-key=x"]
env = { API_KEY = "x", MODE = "x" }
[mcp_servers.b]
command = "docker"
args = ["run", "-e", "API_KEY=x", "-v", "/srv:/srv", "example/tool:1.2", "--token", "x"]
[mcp_servers.c]
url = "https://x.example.com/x?key=x"
bearer_token = "x"
http_headers.Authorization = "Bearer x"
[mcp_servers.d]
command = "bash"
args = ["-c", "TOKEN=x npx -y tool@1.0.0 --api-key x"]
`,
  'librechat.yaml': `x: &env
  API_KEY: x
mcpServers:
  a:
    command: npx
    args: [-y, --registry, https://x.example.com, tool@1.0.0, --api-key=x]
    env: *env
  b:
    command: docker
    args:
      - run
      - -e
      - API_KEY=x
      - example/tool:1.2
    env:
      <<: *env
      MODE: x
  c:
    type: streamable-http
    url: https://x.example.com/x?key=x
    headers:
      Authorization: Bearer x
  d:
    command: bash
    args: [-c, "TOKEN=x npx -y tool@1.0.0 --api-key x"]
`,
};

type Spelling = (value: string) => string;

const json: Spelling = (value) => JSON.stringify(value);
const hex = (value: string, width: number) =>
  [...value].map((unit) => unit.charCodeAt(0).toString(16).padStart(width, '0'));
/** Breaks a text into lines that are no part of it. */
const folded = (sign: string): Spelling => {
  return (value) => json(value).replaceAll(/[\w-]{9}/g, (run) => `${run}${sign}`);
};

/** Every way in which a format writes a text. */
const spellings: Readonly<Record<'toml' | 'yaml', Readonly<Record<string, Spelling>>>> = {
  toml: {
    basic: json,
    literal: (value) => `'${value}'`,
    'literal over lines': (value) => `'''\n${value}'''`,
    'joined lines': (value) => `""${folded('\\\n    ')(value)}""`,
    'short escapes': (value) =>
      `"${hex(value, 4)
        .map((unit) => `\\u${unit}`)
        .join('')}"`,
    'long escapes': (value) =>
      `"${hex(value, 8)
        .map((unit) => `\\U${unit}`)
        .join('')}"`,
    'lines with a quote': (value) => `"""\n""${json(value).slice(1)}""`,
  },
  yaml: {
    double: json,
    single: (value) => `'${value.replaceAll("'", "''")}'`,
    plain: (value) => value,
    'joined lines': folded('\\\n          '),
    'short escapes': (value) =>
      `"${hex(value, 2)
        .map((unit) => `\\x${unit}`)
        .join('')}"`,
    'long escapes': (value) =>
      `"${hex(value, 8)
        .map((unit) => `\\U${unit}`)
        .join('')}"`,
    literal: (value) => `|-\n          ${value}`,
    folded: (value) => `>-\n          ${value}`,
    'literal with more': (value) => `|\n          it's\n          ${value}\n`,
    'plain over lines': (value) => `a\n          ${value}`,
    tagged: (value) => `!!str ${json(value)}`,
    anchored: (value) => `&secret ${json(value)}`,
  },
};

for (const [path, text] of Object.entries(files)) {
  const id = formatIdOf(path);
  assert.ok(id !== 'json');
  const atoms = stringsOf(read(text, path));
  for (const [name, spell] of Object.entries(spellings[id])) {
    test(`${path}, ${name}: a secret that is recognised shows in no output`, () => {
      let recognised = 0;
      fc.assert(
        fc.property(
          fc.constantFrom(...atoms),
          fc.constantFrom(...plantings),
          secret,
          (atom, plant, value) => {
            const planted = plant(value, atom.value);
            const written = applyEdits(text, [{ span: atom.span, newText: spell(planted) }]);
            const document = read(written, path);
            // Not every spelling can stand everywhere.
            const holds = stringsOf(document).some((one) => one.value.includes(value));
            if (document.errors.length > 0 || !holds) return;
            const report = lint(document, noFacts);
            assert.deepEqual(report.failures, []);
            const end = atom.span.start + written.length - text.length + atom.value.length + 2;
            const found = findingsOf(report).some(
              ({ rule, span }) =>
                rule === 'secret-literal' && span.start < end && span.end > atom.span.start,
            );
            if (!found) return;
            recognised += 1;
            assert.deepEqual(leakedRuns(value, shown(report), text), [], written);
          },
        ),
        { numRuns: 150, endOnFailure: true },
      );
      assert.ok(recognised > 15, `${recognised} of 150 were recognised`);
    });
  }
}

function read(text: string, path: string): Document {
  return readDocument(text, path, { formats: allFormats, surroundings: exposed });
}

function stringsOf({ root }: Document): readonly StringAtom[] {
  return root === null ? [] : [...atomsBelow(root)].filter(isString);
}
