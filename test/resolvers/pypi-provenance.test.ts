import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, suite, test } from 'node:test';
import type { Provenance, ProvenanceQuery } from '../../src/core/rules/dependency-facts.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import { say, whyOf } from './asking.ts';
import { simpleJson } from './pypi-asking.ts';
import { resolverFor, type ResolverSetting } from './resolver-for.ts';
import {
  statementOf,
  withByteChanged,
  type LooseBundle,
  type Signing,
  type Sigstore,
} from './sigstore.ts';
import { none, other, sigstore, verified, whyInvalid } from './sigstore-pair.ts';
import { startWorld, type World } from './world.ts';

const [wheel, source] = ['notes-1.2.0-py3-none-any.whl', 'notes-1.2.0.tar.gz'];
const publishType = 'https://docs.pypi.org/attestations/publish/v1';
const github = { kind: 'GitHub', repository: 'Example/notes', workflow: 'release.yml' };
const query: ProvenanceQuery = {
  kind: 'provenance',
  ecosystem: 'pypi',
  name: 'Notes',
  version: '1.2.0',
};

/** What an index answers to a path: a status, or a body. */
type Paths = Readonly<Record<string, number | string | object>>;

suite('where a release of PyPI was built', () => {
  let good: LooseBundle;

  before(async () => {
    good = await attestation(wheel);
  });

  /** As PEP 740 writes it. */
  async function attestation(
    name: string,
    {
      sha256 = hashOf(name),
      by = sigstore,
      ...how
    }: Signing & {
      readonly sha256?: string;
      readonly by?: Sigstore;
    } = {},
  ): Promise<LooseBundle> {
    const bundle = await by.attest(statementOf([{ name, digest: { sha256 } }], publishType), how);
    const { certificate, tlogEntries } = bundle.verificationMaterial;
    return {
      version: 1,
      verification_material: {
        certificate: certificate.rawBytes,
        transparency_entries: tlogEntries,
      },
      envelope: {
        statement: bundle.dsseEnvelope.payload,
        signature: bundle.dsseEnvelope.signatures[0].sig,
      },
    };
  }

  function provenance(attestations: readonly unknown[], publisher: object | null = github): object {
    return { version: 1, attestation_bundles: [{ publisher, attestations }] };
  }

  async function world(paths: Paths): Promise<World> {
    return startWorld({
      'pypi.org': (request, response) => {
        const answer = Object.hasOwn(paths, request.url ?? '') ? paths[request.url ?? ''] : 404;
        if (typeof answer === 'number') say(response, answer, {}, 'so it is');
        else {
          const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
          say(response, 200, simpleJson, body);
        }
      },
    });
  }

  async function asked(
    paths: Paths,
    more: Partial<ProvenanceQuery> = {},
    setting: ResolverSetting = {},
  ): Promise<{ readonly fact: Fact<Provenance>; readonly asked: readonly string[] }> {
    await using hosts = await world(paths);
    const { fetch, lookup } = hosts;
    const resolver = resolverFor({ fetch, lookup, trust: sigstore.root, ...setting });
    const asking = { ...query, ...more };
    await resolver.ask([asking], AbortSignal.timeout(8000));
    const fact = resolver.facts().answer(asking);
    assert.ok(fact !== undefined);
    return { fact, asked: hosts.seen('pypi.org').map(({ path }) => path) };
  }

  /** One wheel with these attestations. */
  function release(attestations: readonly unknown[], publisher?: object | null): Paths {
    return {
      '/simple/notes/': { files: [fileOf(wheel)] },
      [pathOf(wheel)]: provenance(attestations, publisher),
    };
  }

  async function refused(attestations: readonly unknown[], publisher?: object): Promise<string> {
    const { fact } = await asked(release(attestations, publisher));
    return whyInvalid(fact);
  }

  test('a good one, all of whose files are attested', async () => {
    const paths = {
      '/simple/notes/': {
        files: [fileOf('notes-1.1.0.tar.gz'), fileOf(wheel), fileOf(source), fileOf('other.txt')],
      },
      [pathOf(wheel)]: provenance([good]),
      [pathOf(source)]: provenance([await attestation(source)]),
    };
    assert.deepEqual(await asked(paths), {
      fact: verified,
      asked: ['/simple/notes/', pathOf(wheel), pathOf(source)],
    });
  });

  test('a file that is not attested is what may be installed', async () => {
    for (const file of [
      fileOf(source, null),
      { ...fileOf(source), provenance: undefined },
      { ...fileOf(source), hashes: {} },
    ]) {
      const files = { '/simple/notes/': { files: [fileOf(wheel), file] } };
      assert.deepEqual(await asked({ ...release([good]), ...files }), {
        fact: none,
        asked: ['/simple/notes/'],
      });
    }
    assert.deepEqual((await asked(release([]))).fact, none);
    assert.deepEqual((await asked({ '/simple/notes/': { files: [fileOf(wheel)] } })).fact, none);
    assert.deepEqual((await asked({ '/simple/notes/': { files: [] } })).fact, none);
  });

  test('no such package', async () => {
    assert.deepEqual((await asked({})).fact, { state: 'absent' });
  });

  test('about another file, or about other bytes', async () => {
    assert.equal(await refused([await attestation(source)]), 'it is about another file');
    const sha256 = hashOf('other bytes');
    for (const hash of [sha256, '', sha256.slice(0, 10)])
      assert.equal(
        await refused([good, await attestation(wheel, { sha256: hash })]),
        'it is about other bytes than the index has',
      );
  });

  test('signed for another repository than the index lets publish', async () => {
    const why = 'it is signed for another repository than the index names';
    assert.equal(await refused([good], { ...github, repository: 'example/other' }), why);
    assert.equal(await refused([good], { ...github, kind: 'GitLab' }), why);
    const { fact } = await asked(release([good], null));
    assert.deepEqual(fact, verified);
    const google = { kind: 'Google', email: 'me@example.com' };
    assert.deepEqual((await asked(release([good], google))).fact, verified);
  });

  test('what does not verify', async () => {
    const changed = structuredClone(good);
    changed.envelope.statement = withByteChanged(changed.envelope.statement, 30);
    const unlogged = structuredClone(good);
    unlogged.verification_material.transparency_entries = [];
    for (const [attested, why] of [
      [changed, 'it is not what stands in the transparency log'],
      [unlogged, 'it stands in no transparency log'],
      [await attestation(wheel, { by: other }), 'its certificate is from nobody that is trusted'],
      [
        await attestation(wheel, { later: 3_600_000 }),
        'its certificate was not valid when it was signed',
      ],
      [{ version: 1 }, 'it could not be read'],
      [null, 'it could not be read'],
    ] as const)
      assert.equal(await refused([attested]), why);
  });

  test('what is no answer is a failure with its reason, never a verdict', async () => {
    const list = '/simple/notes/';
    const many = Array.from({ length: 21 }, (_, at) => fileOf(`notes-1.2.0-py3-none-l${at}.whl`));
    const elsewhere = { ...fileOf(wheel), provenance: 'https://files.example.com/a/provenance' };
    for (const [paths, reason] of [
      [{ [list]: 401 }, /: sign-in needed \(401\)$/],
      [{ [list]: 500 }, / answered 500$/],
      [{ [list]: '<html>' }, / sent no list of files$/],
      [{ [list]: { files: {} } }, / sent no list of files$/],
      [{ [list]: { files: many } }, /^the release has 21 files, more than are checked$/],
      [{ [list]: { files: [elsewhere] } }, / keeps its attestations elsewhere$/],
      [{ ...release([good]), [pathOf(wheel)]: 502 }, / answered 502$/],
      [{ ...release([good]), [pathOf(wheel)]: '[[[' }, / sent no attestations$/],
      [{ ...release([good]), [pathOf(wheel)]: { version: 2 } }, / sent no attestations$/],
      [release([{ ...good, version: 2 }]), / sent no attestations$/],
      [release(Array.from({ length: 17 }, () => good)), / sent no attestations$/],
      [{ ...release([]), [pathOf(wheel)]: '['.repeat(100_000) }, / sent no attestations$/],
      [
        { ...release([]), [pathOf(wheel)]: ' '.repeat(2 * 1024 * 1024 + 1) },
        / sent more than 2 MB$/,
      ],
    ] as const)
      assert.match(whyOf((await asked(paths)).fact), reason);
  });

  test('with pip’s several indexes nobody knows which file it takes', async () => {
    const env = { PIP_EXTRA_INDEX_URL: 'https://more.example.com/simple' };
    const { fact, asked: paths } = await asked(release([good]), { tool: 'pip' }, { env });
    assert.equal(whyOf(fact), 'it may come from more than one package index');
    assert.deepEqual(paths, []);
    assert.deepEqual((await asked(release([good]), { tool: 'pip' })).fact, verified);
  });

  test('nobody is asked for what is no version or no name', async () => {
    for (const more of [{ version: '../x' }, { version: '' }, { name: '../notes' }]) {
      const { fact, asked: paths } = await asked(release([good]), more);
      whyOf(fact);
      assert.deepEqual(paths, []);
    }
  });
});

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function pathOf(name: string): string {
  return `/integrity/notes/1.2.0/${name}/provenance`;
}

/** As an index lists it. */
function fileOf(
  filename: string,
  provenance: string | null = `https://pypi.org${pathOf(filename)}`,
): object {
  return { filename, hashes: { sha256: hashOf(filename) }, provenance };
}
