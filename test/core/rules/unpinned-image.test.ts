import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readDocument, type Document } from '../../../src/core/config/document.ts';
import type { Server } from '../../../src/core/config/server.ts';
import { spanOfSlice } from '../../../src/core/config/slice.ts';
import {
  defaultChoices,
  noFacts,
  type Fact,
  type FactsAtHand,
  type Query,
} from '../../../src/core/rules/facts.ts';
import type { Draft } from '../../../src/core/rules/finding.ts';
import { unpinnedImage } from '../../../src/core/rules/unpinned-image.ts';

const digest = `sha256:1a2b3c4d5e6f${'0'.repeat(52)}`;

interface Read {
  readonly document: Document;
  readonly server: Server;
}

function read(command: string, args?: readonly string[]): Read {
  const text = JSON.stringify({ servers: { x: { command, args } } }, null, 2);
  const document = readDocument(text, '.vscode/mcp.json');
  const [server] = document.servers;
  assert.ok(server !== undefined);
  return { document, server };
}

function docker(...args: readonly string[]): Read {
  return read('docker', ['run', '-i', '--rm', ...args]);
}

function draftsOf({ document, server }: Read, facts: FactsAtHand = noFacts): readonly Draft[] {
  return [...(unpinnedImage.check?.(server, document, facts) ?? [])];
}

function needsOf({ document, server }: Read): readonly Query[] {
  return unpinnedImage.needs?.(server, document, noFacts) ?? [];
}

function flagged(from: Read, draft: Draft | undefined): string {
  assert.ok(draft !== undefined);
  const span = 'atom' in draft.at ? spanOfSlice(from.document.text, draft.at) : draft.at;
  return from.document.text.slice(span.start, span.end);
}

function answering(fact: Fact<string>): FactsAtHand {
  return { ...noFacts, answer: () => fact as never };
}

const known = answering({ state: 'known', value: digest });

/** The command line after the fix, by a writer that knows only `set` in args and command. */
function fixedLine(
  from: Read,
  facts: FactsAtHand = known,
): { readonly title: string; readonly line: readonly string[] } {
  const fix = draftsOf(from, facts)[0]?.fixes?.[0];
  assert.ok(fix !== undefined);
  assert.equal(fix.safety, 'safe');
  const data = JSON.parse(from.document.text) as {
    servers: { x: { command: string; args?: string[] } };
  };
  const entry = data.servers.x;
  for (const op of fix.ops) {
    assert.ok(op.op === 'set' && typeof op.value === 'string');
    const [, , field, index] = op.path;
    if (field === 'args' && typeof index === 'number' && entry.args !== undefined)
      entry.args[index] = op.value;
    else entry.command = op.value;
  }
  return { title: fix.title, line: [entry.command, ...(entry.args ?? [])] };
}

suite('what is flagged', () => {
  const cases: readonly (readonly [string, Read, string])[] = [
    ['the tag alone', docker('ghcr.io/x/y:1.4'), '1.4'],
    ['latest', docker('mcp/time:latest'), 'latest'],
    ['a tag behind a port', docker('127.0.0.1:5000/x/y:1.4', '--stdio'), '1.4'],
    ['the whole reference without a tag', docker('mcp/time'), 'mcp/time'],
    ['a port is no tag', docker('registry.corp:5000/x'), 'registry.corp:5000/x'],
    [
      'behind flags with values',
      docker('-e', 'A=b:c', '--name', 'n', '-v', '/a:/b:ro', 'x/y:2', '--flag'),
      '2',
    ],
    ['podman', read('podman', ['run', 'quay.io/x/y:3']), '3'],
    ['cmd /c', read('cmd', ['/c', 'docker', 'run', 'x/y:2']), '2'],
    ['bash -c', read('bash', ['-c', 'docker run -i x/y:2 --stdio']), '2'],
    ['a line in command', read('docker run -i x/y:2'), '2'],
    ['sudo', read('sudo', ['docker', 'run', 'x/y:2']), '2'],
  ];
  for (const [name, from, text] of cases) {
    test(name, () => {
      const drafts = draftsOf(from);
      assert.equal(drafts.length, 1);
      assert.equal(flagged(from, drafts[0]), text);
      assert.deepEqual(drafts[0]?.fixes, []);
    });
  }

  const silent: readonly (readonly [string, Read])[] = [
    ['a digest', docker(`ghcr.io/x/y@${digest}`)],
    ['a tag with a digest', docker(`ghcr.io/x/y:1.4@${digest}`)],
    ['an image that is a variable', docker('${input:image}')],
    ['a tag that is a variable: it may hold the digest', docker('ghcr.io/x/y:${env:TAG}')],
    ['an image id', docker(digest.slice('sha256:'.length))],
    ['no image yet', docker()],
    ['another program', read('npx', ['-y', 'ghcr.io/x/y:1.4'])],
    ['a container that is there', read('docker', ['exec', '-i', 'x:1', 'sh'])],
  ];
  for (const [name, from] of silent) {
    test(`silent: ${name}`, () => {
      assert.deepEqual(draftsOf(from, known), []);
      assert.deepEqual(needsOf(from), []);
    });
  }
});

suite('what is asked', () => {
  for (const [reference, registry, repository, tag] of [
    ['alpine', 'docker.io', 'library/alpine', 'latest'],
    ['mcp/time:2', 'docker.io', 'mcp/time', '2'],
    ['docker.io/mcp/time', 'docker.io', 'mcp/time', 'latest'],
    ['ghcr.io/x/y:1.4', 'ghcr.io', 'x/y', '1.4'],
    ['127.0.0.1:5000/x:1', '127.0.0.1:5000', 'x', '1'],
  ] as const) {
    test(reference, () => {
      assert.deepEqual(needsOf(docker(reference)), [
        { kind: 'image-digest', registry, repository, tag },
      ]);
    });
  }
});

suite('with the answer', () => {
  test('known: the fix names the result, the tag is kept', () => {
    const { title, line } = fixedLine(docker('ghcr.io/x/y:1.4', '--stdio'));
    assert.equal(title, 'Pin to sha256:1a2b3c4d5e6f… (ghcr.io/x/y 1.4)');
    assert.deepEqual(line, ['docker', 'run', '-i', '--rm', `ghcr.io/x/y:1.4@${digest}`, '--stdio']);
  });

  test('known: latest is not kept', () => {
    for (const reference of ['mcp/time', 'mcp/time:latest']) {
      const { title, line } = fixedLine(docker(reference));
      assert.equal(title, 'Pin to sha256:1a2b3c4d5e6f… (mcp/time latest)');
      assert.equal(line.at(-1), `mcp/time@${digest}`);
    }
  });

  test('known: inside a longer line only the reference changes', () => {
    const { line } = fixedLine(read('bash', ['-c', 'docker run -e "A=x/y:2" x/y:2 && true']));
    assert.deepEqual(line, ['bash', '-c', `docker run -e "A=x/y:2" x/y:2@${digest} && true`]);
    assert.deepEqual(fixedLine(read('docker run -i x/y:2')).line, [
      `docker run -i x/y:2@${digest}`,
    ]);
  });

  test('known: a quoted reference gives a line that runs the same', () => {
    const { line } = fixedLine(read('bash', ['-c', `docker run 'x/y:2' --stdio`]));
    assert.match(line[2] ?? '', new RegExp(`^docker run '?x/y:2@${digest}'? --stdio$`));
  });

  test('known: the result is not flagged again', () => {
    const { line } = fixedLine(docker('ghcr.io/x/y:1.4'));
    const [command = '', ...args] = line;
    assert.deepEqual(draftsOf(read(command, args)), []);
  });

  test('known: the digest alone where the person wants no tag, and for podman and nerdctl', () => {
    const alone = { ...known, choices: { ...defaultChoices, keepTag: false } };
    assert.equal(fixedLine(docker('x/y:2'), alone).line.at(-1), `x/y@${digest}`);
    for (const engine of ['podman', 'nerdctl', '/usr/bin/podman', 'podman.exe']) {
      const { line } = fixedLine(read(engine, ['run', '-i', 'x/y:2']));
      assert.equal(line.at(-1), `x/y@${digest}`, engine);
    }
  });

  const wrapped: readonly (readonly [string, Read, string])[] = [
    ['sudo', read('sudo', ['-n', 'docker', 'run', 'x/y:2']), `x/y:2@${digest}`],
    ['env', read('env', ['A=b', 'docker', 'run', 'x/y:2']), `x/y:2@${digest}`],
    ['cmd /c', read('cmd', ['/c', 'docker', 'run', 'x/y:2']), `x/y:2@${digest}`],
    ['cmd /c, one word', read('cmd', ['/c', 'docker run x/y:2']), `docker run x/y:2@${digest}`],
    [
      'sudo podman',
      read('bash', ['-c', 'sudo podman run x/y:2 --tag x/y:2']),
      `sudo podman run x/y@${digest} --tag x/y:2`,
    ],
    [
      'one of several commands: it may be podman',
      read('bash', ['-c', 'docker pull x/y:2; podman run x/y:2; docker ps']),
      `docker pull x/y:2; podman run x/y@${digest}; docker ps`,
    ],
    [
      'quotes inside the word',
      read('bash', ['-c', 'docker run x/"y":2 --stdio']),
      `docker run x/y:2@${digest} --stdio`,
    ],
    [
      'a line in a line',
      read('bash', ['-c', "bash -c 'docker run x/y:2 --stdio'"]),
      `bash -c 'docker run x/y:2@${digest} --stdio'`,
    ],
    ['the platform', docker('--platform', 'linux/arm64', 'x/y:2', '--platform'), '--platform'],
  ];
  for (const [name, from, last] of wrapped) {
    test(`known: behind ${name}`, () => {
      assert.equal(fixedLine(from).line.at(-1), last);
    });
  }

  test('known: no fix where escapes hide where the reference stands', () => {
    const from = read('bash', ['-c', 'bash -c "docker run \\"x/y:2\\""']);
    assert.deepEqual(draftsOf(from, known)[0]?.fixes, []);
  });

  test('absent: said, without a fix', () => {
    const from = docker('ghcr.io/x/y:1.4');
    const [draft] = draftsOf(from, answering({ state: 'absent' }));
    assert.deepEqual(draft?.fixes, []);
    assert.deepEqual(
      draft?.related?.map(({ message }) => message),
      ['The registry has no such tag'],
    );
    assert.equal(draft?.message, draftsOf(from)[0]?.message);
  });

  test('failed: the same finding as without an answer', () => {
    const from = docker('ghcr.io/x/y:1.4');
    assert.deepEqual(draftsOf(from, answering({ state: 'failed', why: 'x' })), draftsOf(from));
  });
});

test('an image whose tag is a field of its own is told whole, and has no fix', () => {
  const text = JSON.stringify({
    packages: [
      {
        registryType: 'oci',
        registryBaseUrl: 'https://ghcr.io',
        identifier: 'a/b',
        version: '1.0.2',
      },
    ],
  });
  const document = readDocument(text, 'server.json');
  const [server] = document.servers;
  assert.ok(server !== undefined);
  const [draft] = draftsOf({ document, server }, known);
  assert.equal(flagged({ document, server }, draft), '"a/b"');
  assert.match(draft?.message ?? '', /^ghcr\.io\/a\/b follows the tag 1\.0\.2/);
  assert.deepEqual(draft?.fixes ?? [], []);
});
