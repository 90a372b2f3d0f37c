import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../../../src/core/config/document.ts';
import { parseJson } from '../../../src/core/config/json.ts';
import { isString, type Slice } from '../../../src/core/config/node.ts';
import type { Server } from '../../../src/core/config/server.ts';
import { readContainer } from '../../../src/core/launch/container.ts';
import { emptyLaunch, type Launch, type Word } from '../../../src/core/launch/launch.ts';
import { wordOf } from '../../../src/core/launch/words.ts';
import { broadMount } from '../../../src/core/rules/broad-mount.ts';
import { containerEscape } from '../../../src/core/rules/container-escape.ts';
import { noFacts } from '../../../src/core/rules/facts.ts';
import type { Draft } from '../../../src/core/rules/finding.ts';
import type { Fix } from '../../../src/core/rules/fix.ts';
import { hostExecution } from '../../../src/core/rules/host-execution.ts';
import { hostPlace } from '../../../src/core/rules/host-places.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';
import { cpuTime } from '../../cpu-time.ts';

function wordsOf(args: readonly string[]): readonly Word[] {
  const { root } = parseJson(JSON.stringify(args));
  assert.ok(root?.kind === 'array');
  return root.items.filter(isString).map(wordOf);
}

function launchOf(args: readonly string[], engine = 'docker'): Launch {
  const [command, ...words] = wordsOf([engine, 'run', '-i', ...args, 'mcp/x:1']);
  assert.ok(command);
  return readContainer(command, words);
}

function check(rule: Rule, launch: Launch, path = 'mcp.json', sandboxed = false): readonly Draft[] {
  const server = { launch, sandboxed } as Server;
  return [...(rule.check?.(server, { path } as Document, noFacts) ?? [])];
}

function textAt(at: Draft['at']): string {
  const { atom, start, end } = at as Slice;
  return String(atom.value).slice(start, end);
}

/** The arguments between `-i` and the image after a fix of `args`. */
function fixed(args: readonly string[], fix: Fix | undefined): readonly string[] {
  const all: (string | null)[] = ['docker', 'run', '-i', ...args, 'mcp/x:1'];
  for (const op of fix?.ops ?? []) {
    const index = Number(op.path[0]);
    if (op.op === 'set') all[index] = String(op.value);
    else if (op.op === 'remove') all[index] = null;
  }
  return all.slice(3, -1).filter((word) => word !== null);
}

/** arguments → the flagged text, the fix, whether the wall is gone */
const escapes: readonly (readonly [readonly string[], string, string | null, boolean])[] = [
  [['--privileged'], '--privileged', 'Drop --privileged', true],
  [['--privileged=true'], '--privileged=true', 'Drop --privileged', true],
  [['--use-api-socket'], '--use-api-socket', 'Drop --use-api-socket', true],
  [
    ['-v', '/var/run/docker.sock:/var/run/docker.sock'],
    '/var/run/docker.sock',
    'Drop the mount of docker.sock',
    true,
  ],
  [
    ['-v/run/user/1000/podman/podman.sock:/x.sock:ro'],
    '/run/user/1000/podman/podman.sock',
    'Drop the mount of podman.sock',
    true,
  ],
  [
    ['--volume=/run/containerd/containerd.sock:/c'],
    '/run/containerd/containerd.sock',
    'Drop the mount of containerd.sock',
    true,
  ],
  [
    ['-v', '${env:DOCKER_SOCK}:/var/run/docker.sock'],
    '${env:DOCKER_SOCK}',
    'Drop the mount of docker.sock',
    true,
  ],
  [
    ['-v', '\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine'],
    '\\\\.\\pipe\\docker_engine',
    'Drop the mount of docker_engine',
    true,
  ],
  [
    ['-v', '//./pipe/docker_engine://./pipe/docker_engine'],
    '//./pipe/docker_engine',
    'Drop the mount of docker_engine',
    true,
  ],
  [
    ['--mount', 'type=bind,src=/var/run/docker.sock,dst=/d.sock,readonly'],
    '/var/run/docker.sock',
    'Drop the mount of docker.sock',
    true,
  ],
  [
    ['--mount=type=npipe,source=\\\\.\\pipe\\docker_engine,target=\\\\.\\pipe\\docker_engine'],
    '\\\\.\\pipe\\docker_engine',
    'Drop the mount of docker_engine',
    true,
  ],
  [['-v', '/var/run:/var/run:ro'], '/var/run', 'Drop the mount of /var/run', true],
  [['-v', '/proc:/host/proc'], '/proc', 'Drop the mount of /proc', true],
  [['--network', 'host'], 'host', 'Drop --network host', true],
  [['--net=host'], 'host', 'Drop --network host', true],
  [['--network=name=host'], 'name=host', 'Drop --network host', true],
  [['--pid=host'], 'host', 'Drop --pid host', true],
  [['--ipc', 'host'], 'host', 'Drop --ipc host', true],
  [['--uts', 'host'], 'host', 'Drop --uts host', true],
  [['--userns', 'host'], 'host', 'Drop --userns host', true],
  [['--cgroupns', 'host'], 'host', 'Drop --cgroupns host', true],
  [['--cap-add', 'ALL'], 'ALL', 'Drop --cap-add ALL', true],
  [['--cap-add=cap_sys_admin'], 'cap_sys_admin', 'Drop --cap-add SYS_ADMIN', true],
  [['--cap-add', 'NET_ADMIN'], 'NET_ADMIN', 'Drop --cap-add NET_ADMIN', false],
  [['--cap-add', 'CHOWN,SYS_PTRACE'], 'CHOWN,SYS_PTRACE', 'Drop --cap-add SYS_PTRACE', false],
  [
    ['--security-opt', 'seccomp=unconfined'],
    'seccomp=unconfined',
    'Drop --security-opt seccomp=unconfined',
    false,
  ],
  [
    ['--security-opt=apparmor:unconfined'],
    'apparmor:unconfined',
    'Drop --security-opt apparmor:unconfined',
    false,
  ],
  [
    ['--security-opt', 'label=disable'],
    'label=disable',
    'Drop --security-opt label=disable',
    false,
  ],
  [
    ['--device', '/dev/sda1:/dev/xvdc:rwm'],
    '/dev/sda1:/dev/xvdc:rwm',
    'Drop --device /dev/sda1',
    true,
  ],
  [['--device=/dev/mem'], '/dev/mem', 'Drop --device /dev/mem', true],
  [['-tv', '/var/run/docker.sock:/s'], '/var/run/docker.sock', null, true],
];

for (const [args, text, title, noWall] of escapes) {
  test(`container-escape: ${args.join(' ')}`, () => {
    const [draft, ...others] = check(containerEscape, launchOf(args));
    assert.ok(draft);
    assert.deepEqual(others, []);
    assert.equal(textAt(draft.at), text);
    assert.deepEqual(draft.marks, noWall ? ['no-wall'] : []);
    assert.deepEqual(
      draft.fixes?.map((fix) => fix.title),
      title === null ? [] : [title],
    );
    if (title === null) return;
    assert.equal(draft.fixes?.[0]?.safety, 'unsafe');
    assert.deepEqual(fixed(args, draft.fixes?.[0]), []);
  });
}

const contained: readonly (readonly string[])[] = [
  ['--privileged=false'],
  ['--privileged', '--privileged=false'],
  ['--network', 'none'],
  ['--network=hostnet'],
  ['--network', '${input:network}'],
  ['--pid', 'container:x'],
  ['--cap-drop', 'ALL'],
  ['--cap-add', 'NET_BIND_SERVICE'],
  ['--security-opt', 'no-new-privileges'],
  ['--device', '/dev/dri'],
  ['--device', '/dev/snd:/dev/snd'],
  ['-v', '/sys:/host/sys:ro'],
  ['-v', '/srv/docker.sock.d:/x'],
  ['-v', 'docker.sock'],
  ['-e', '--privileged'],
  ['--label', 'a=/var/run/docker.sock'],
  ['-h', 'host'],
];

for (const args of contained) {
  test(`container-escape is silent on ${args.join(' ')}`, () => {
    assert.deepEqual(check(containerEscape, launchOf(args)), []);
  });
}

test('container-escape: what stands after the image is the server’s own', () => {
  const [engine, ...words] = wordsOf(['docker', 'run', 'mcp/x:1', '--privileged', '-v', '/:/x']);
  assert.ok(engine);
  const launch = readContainer(engine, words);
  assert.deepEqual([...check(containerEscape, launch), ...check(broadMount, launch)], []);
});

test('container-escape: podman’s default user namespace is none of its matter', () => {
  assert.deepEqual(check(containerEscape, launchOf(['--userns=host'], 'podman')), []);
});

/** arguments → the flagged source, what a fix makes of them, whether the wall is gone */
const broad: readonly (readonly [readonly string[], string, readonly string[] | null, boolean])[] =
  [
    [['-v', '/:/host'], '/', null, true],
    [['-v', '/:/host:ro'], '/', null, true],
    [['-v', 'C:\\:/c'], 'C:\\', null, true],
    [['-v', 'C:/:/c:ro'], 'C:/', null, true],
    [['-v', '/mnt/c:/c'], '/mnt/c', null, true],
    [['-v', '~:/h'], '~', null, true],
    [['-v', '~/:/h:ro'], '~/', null, true],
    [['-v', '$HOME:/h'], '$HOME', null, true],
    [['-v', '${HOME}:/h'], '${HOME}', null, true],
    [['-v', '${HOME:-/root}:/h'], '${HOME:-/root}', null, true],
    [['-v', '${userHome}:/h'], '${userHome}', null, true],
    [['-v', '${env:HOME}:/h'], '${env:HOME}', null, true],
    [['-v', '%USERPROFILE%:/h'], '%USERPROFILE%', null, true],
    [['-v', '/home/x:/h'], '/home/x', null, true],
    [['-v', '/home/x/../:/h'], '/home/x/../', null, true],
    [['-v', '/Users/x:/h'], '/Users/x', null, true],
    [['-v', 'C:\\Users\\x:/h'], 'C:\\Users\\x', null, true],
    [['-v', '/home/${USER}:/h'], '/home/${USER}', null, true],
    [['-v', '/root:/h'], '/root', null, true],
    [['--mount', 'type=bind,source=/home/x,target=/h'], '/home/x', null, true],
    [['-v', '/etc:/etc'], '/etc', ['-v', '/etc:/etc:ro'], false],
    [['-v', '/etc/:/host/etc:rw,z'], '/etc/', ['-v', '/etc/:/host/etc:ro,z'], false],
    [['-v', '/etc:/etc:z'], '/etc', ['-v', '/etc:/etc:z,ro'], false],
    [['--volume=/etc:/etc:z,rw'], '/etc', ['--volume=/etc:/etc:z,ro'], false],
    [['-v', '~/.ssh:/root/.ssh'], '~/.ssh', ['-v', '~/.ssh:/root/.ssh:ro'], false],
    [
      ['-v', '${userHome}/.aws/:/aws'],
      '${userHome}/.aws/',
      ['-v', '${userHome}/.aws/:/aws:ro'],
      false,
    ],
    [['-v', '/Users/x/.kube:/k'], '/Users/x/.kube', ['-v', '/Users/x/.kube:/k:ro'], false],
    [
      ['-v', 'C:\\Users\\x\\.azure:/a'],
      'C:\\Users\\x\\.azure',
      ['-v', 'C:\\Users\\x\\.azure:/a:ro'],
      false,
    ],
    [
      ['--mount', 'type=bind,src=${env:HOME}/.config/gcloud,dst=/g'],
      '${env:HOME}/.config/gcloud',
      ['--mount', 'type=bind,src=${env:HOME}/.config/gcloud,dst=/g,readonly'],
      false,
    ],
    [
      ['--mount=type=bind,src=/etc,readonly=false,dst=/g'],
      '/etc',
      ['--mount=type=bind,src=/etc,readonly,dst=/g'],
      false,
    ],
  ];

for (const [args, text, after, noWall] of broad) {
  test(`broad-mount: ${args.join(' ')}`, () => {
    const [draft, ...others] = check(broadMount, launchOf(args));
    assert.ok(draft);
    assert.deepEqual(others, []);
    assert.equal(textAt(draft.at), text);
    assert.deepEqual(draft.marks, noWall ? ['no-wall'] : []);
    assert.equal(draft.fixes?.length, after === null ? 0 : 1);
    if (after === null) return;
    assert.deepEqual(fixed(args, draft.fixes?.[0]), after);
    assert.deepEqual(check(broadMount, launchOf(after)), []);
  });
}

test('broad-mount: a workspace’s file gets its folder mounted instead of the home', () => {
  for (const args of [
    ['-v', '${userHome}:/h:ro'],
    ['--mount', 'type=bind,src=/,dst=/h'],
  ]) {
    const [draft] = check(broadMount, launchOf(args), 'a/.vscode/mcp.json');
    const [fix] = draft?.fixes ?? [];
    assert.equal(fix?.title, 'Mount ${workspaceFolder} instead');
    assert.equal(fix.safety, 'unsafe');
    const after = fixed(args, fix);
    assert.match(
      after[1] ?? '',
      /^(?:\$\{workspaceFolder\}:\/h:ro|type=bind,src=\$\{workspaceFolder\},dst=\/h)$/,
    );
    assert.deepEqual(check(broadMount, launchOf(after)), []);
  }
});

const narrow: readonly string[] = [
  '${workspaceFolder}:/w',
  '${workspaceFolder}',
  '/home/x/project:/w',
  '/home/x/.config/gcloud/application_default_credentials.json:/tmp/adc.json:ro',
  '~/.config/gcloud/application_default_credentials.json:/tmp/adc.json',
  '~/.ssh/id_ed25519:/k:ro',
  '/etc/localtime:/etc/localtime',
  '/etc:/etc:ro',
  '~/.aws:/aws:ro',
  '/srv/data:/data',
  '/homes/x:/h',
  '/rootfs:/r',
  '~/Documents:/d',
  'C:\\Users\\x\\project:/w',
  'C:\\Users\\Public:/w',
  '/Users/Shared:/s',
  'home:/data',
  'root:/data',
  'cache:/root',
  '.:/w',
  '../..:/w',
  '$PWD:/w',
  '${input:folder}:/w',
  '/var/run/docker.sock:/var/run/docker.sock',
];

for (const value of narrow) {
  test(`broad-mount is silent on ${value}`, () => {
    assert.deepEqual(check(broadMount, launchOf(['-v', value])), []);
  });
}

test('broad-mount: volumes and tmpfs are no folders of the host', () => {
  for (const value of [
    'type=volume,source=etc,target=/etc',
    'type=tmpfs,target=/',
    'src=/,dst=/x',
    '',
  ]) {
    assert.deepEqual(check(broadMount, launchOf(['--mount', value])), []);
  }
});

test('the kinds of places', () => {
  assert.equal(hostPlace('//c/Users/x/'), 'home');
  assert.equal(hostPlace('/mnt/d'), 'root');
  assert.equal(hostPlace('%HOMEDRIVE%%HOMEPATH%\\.docker'), 'credentials');
  assert.equal(hostPlace('/home/x/.SSH/'), 'credentials');
  assert.equal(hostPlace('/home//x/./'), 'home');
  assert.equal(hostPlace('/usr/../'), 'root');
  assert.equal(hostPlace('/dev'), 'engine');
  assert.equal(hostPlace(''), null);
  assert.equal(hostPlace('/a'), null);
  assert.equal(hostPlace('__proto__'), null);
});

test('hostile paths and values take milliseconds', () => {
  for (const part of [
    '/',
    '../',
    '~',
    '${',
    '$HOME/',
    'a:',
    '/home/',
    '%HOME%',
    ',ro',
    '\\',
    '/c/users/',
  ]) {
    const value = part.repeat(20_000 / part.length);
    const took = cpuTime(() => {
      for (const flag of [
        '-v',
        '--mount',
        '--device',
        '--cap-add',
        '--security-opt',
        '--network',
      ]) {
        const launch = launchOf([flag, `${value}:/x:rw`]);
        check(broadMount, launch);
        check(containerEscape, launch);
        const bind = launchOf([flag, `type=bind,src=${value},dst=/x`]);
        check(broadMount, bind);
        check(containerEscape, bind);
      }
    });
    assert.ok(took < 1000, part);
  }
});

test('host-execution: what a runner fetches, by its name', () => {
  const [word] = wordsOf(['pkg@1.2.3']);
  assert.ok(word);
  const npm = {
    ...emptyLaunch,
    kind: 'npm',
    packages: [
      {
        ecosystem: 'npm',
        name: 'pkg',
        version: '1.2.3',
        pin: 'exact',
        at: word,
        versionAt: null,
        registry: null,
      },
    ],
  } satisfies Launch;
  const [draft] = check(hostExecution, npm);
  assert.equal(
    draft?.message,
    'pkg is fetched and runs on the host, with your rights: your files and keys are in its reach',
  );
  assert.deepEqual(
    [draft?.grade, draft?.marks, textAt(draft?.at ?? word)],
    ['bad', ['on-host'], 'pkg@1.2.3'],
  );
  assert.equal(check(hostExecution, npm, 'mcp.json', true)[0]?.grade, 'caution');

  const git = {
    ref: null,
    refAt: null,
    at: word,
    url: 'https://github.com/a/b',
    pin: 'none',
  } as const;
  assert.match(
    check(hostExecution, { ...emptyLaunch, git: [git] })[0]?.message ?? '',
    /^https:\/\/github\.com\/a\/b is/,
  );
  assert.match(
    check(hostExecution, { ...emptyLaunch, downloads: [word] })[0]?.message ?? '',
    /^A download is/,
  );
  assert.deepEqual(check(hostExecution, launchOf([])), []);
  assert.deepEqual(check(hostExecution, emptyLaunch), []);
});
