import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, suite, test } from 'node:test';
import type { Provenance, ProvenanceQuery } from '../../src/core/rules/dependency-facts.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import { say, whyOf } from './asking.ts';
import { resolverFor, type ResolverSetting } from './resolver-for.ts';
import { startServer, type LocalServer } from './server.ts';
import { statementOf, withByteChanged, type LooseBundle, type Signing } from './sigstore.ts';
import { none, other, sigstore, verified, whyInvalid } from './sigstore-pair.ts';

const json = { 'content-type': 'application/json' };
const tarball = createHash('sha512').update('the bytes of the package').digest();
const integrity = `sha512-${tarball.toString('base64')}`;
const publishType = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';

/** What a registry answers to a path: a status, or a body. */
type Paths = Readonly<Record<string, number | string | object>>;

interface Served extends AsyncDisposable {
  readonly server: LocalServer;
  ask(query?: Partial<ProvenanceQuery>, setting?: ResolverSetting): Promise<Fact<Provenance>>;
}

suite('where a release of npm was built', () => {
  let provenance: LooseBundle;
  let publish: LooseBundle;

  before(async () => {
    provenance = await sigstore.attest(about());
    publish = await sigstore.attest(about({}, publishType), { byNpm: true });
  });

  function about(
    { name = 'pkg:npm/notes@1.2.0', sha512 = tarball.toString('hex') } = {},
    predicateType?: string,
  ): object {
    return statementOf([{ name, digest: { sha512 } }], predicateType);
  }

  async function serve(paths: Paths): Promise<Served> {
    const server = await startServer((request, response) => {
      const answer = Object.hasOwn(paths, request.url ?? '') ? paths[request.url ?? ''] : 404;
      if (typeof answer === 'number') say(response, answer, json, '{"error":"so it is"}');
      else say(response, 200, json, typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    return {
      server,
      async ask(more = {}, setting = {}) {
        const registry = `http://${server.host}/`;
        const query = { kind: 'provenance', ecosystem: 'npm', name: 'notes', registry } as const;
        const resolver = resolverFor({
          userHosts: [server.host],
          trust: sigstore.root,
          timeLimit: 3000,
          ...setting,
        });
        const asking: ProvenanceQuery = { ...query, version: '1.2.0', ...more };
        await resolver.ask([asking], AbortSignal.timeout(8000));
        const fact = resolver.facts().answer(asking);
        assert.ok(fact !== undefined);
        return fact;
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  }

  function release(bundles: readonly unknown[], dist: object = { integrity }): Paths {
    const attestations = bundles.map((bundle) => ({ predicateType: 'x', bundle }));
    return {
      '/-/npm/v1/attestations/notes@1.2.0': { attestations },
      '/notes/1.2.0': { name: 'notes', version: '1.2.0', dist },
    };
  }

  async function asked(paths: Paths): Promise<Fact<Provenance>> {
    await using served = await serve(paths);
    return await served.ask();
  }

  async function refused(bundles: readonly unknown[]): Promise<string> {
    return whyInvalid(await asked(release(bundles)));
  }

  test('a good one: the repository and the workflow of its certificate, for two requests', async () => {
    await using served = await serve(release([publish, provenance]));
    assert.deepEqual(await served.ask(), verified);
    const paths = served.server.seen.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(paths, ['GET /-/npm/v1/attestations/notes@1.2.0', 'GET /notes/1.2.0']);
  });

  test('of a scope, from the registry of the user’s settings', async () => {
    const name = 'pkg:npm/%40example/notes@1.2.0';
    const bundle = await sigstore.attest(about({ name }));
    await using served = await serve({
      '/npm/-/npm/v1/attestations/@example%2fnotes@1.2.0': { attestations: [{ bundle }] },
      '/npm/@example%2fnotes/1.2.0': { version: '1.2.0', dist: { integrity } },
    });
    const env = { npm_config_registry: `http://${served.server.host}/npm` };
    const query = { kind: 'provenance', ecosystem: 'npm', name: '@example/notes' } as const;
    const resolver = resolverFor({ env, trust: sigstore.root });
    const asking = { ...query, version: '1.2.0' };
    await resolver.ask([asking], AbortSignal.timeout(8000));
    assert.deepEqual(resolver.facts().answer(asking), verified);
  });

  test('known answers are kept, and what a file of answers was changed to is not believed', async () => {
    let text: string | undefined;
    const store = {
      load: async () => text,
      save: async (next: string) => void (text = next),
    };
    await using served = await serve(release([provenance]));
    assert.deepEqual(await served.ask({}, { store }), verified);
    assert.deepEqual(await served.ask({}, { store }), verified);
    assert.equal(served.server.seen.length, 2);
    text = text?.replace('"verified"', '"excellent"');
    assert.deepEqual(await served.ask({}, { store }), verified);
    assert.equal(served.server.seen.length, 4);
  });

  test('no attestation, by a registry that keeps some and by one that does not', async () => {
    assert.deepEqual(await asked({}), none);
    assert.deepEqual(await asked(release([])), none);
  });

  test('that of the registry alone says nothing of where it was built', async () => {
    assert.deepEqual(await asked(release([publish])), none);
  });

  test('about other bytes, another version, another package', async () => {
    const other512 = createHash('sha512').update('other bytes').digest('hex');
    for (const [statement, why] of [
      [about({ sha512: other512 }), 'it is about other bytes than the registry has'],
      [about({ sha512: '' }), 'it is about other bytes than the registry has'],
      [about({ name: 'pkg:npm/notes@1.2.1' }), 'it is about another package or version'],
      [about({ name: 'pkg:npm/note@1.2.0' }), 'it is about another package or version'],
      [statementOf([]), 'it is about another package or version'],
      [{ hello: 'world' }, 'it signs no statement'],
    ] as const) {
      assert.equal(await refused([await sigstore.attest(statement)]), why);
      assert.equal(await refused([provenance, await sigstore.attest(statement)]), why);
    }
  });

  test('what does not verify, though the other one does', async () => {
    const changed = structuredClone(provenance);
    changed.dsseEnvelope.payload = withByteChanged(changed.dsseEnvelope.payload, 30);
    const unlogged = structuredClone(provenance);
    unlogged.verificationMaterial.tlogEntries = [];
    const late: Signing = { later: 3_600_000 };
    for (const [bundle, why] of [
      [changed, 'it is not what stands in the transparency log'],
      [unlogged, 'it stands in no transparency log'],
      [await other.attest(about()), 'its certificate is from nobody that is trusted'],
      [await sigstore.attest(about(), late), 'its certificate was not valid when it was signed'],
      [null, 'it could not be read'],
      [[], 'it could not be read'],
    ] as const) {
      assert.equal(await refused([bundle]), why);
      assert.equal(await refused([publish, bundle]), why);
    }
    const forged = structuredClone(publish);
    forged.dsseEnvelope.payload = withByteChanged(forged.dsseEnvelope.payload, 30);
    assert.equal(
      await refused([forged, provenance]),
      'it is not what stands in the transparency log',
    );
  });

  test('by a key that came after the root: not judged, and so not checked', async () => {
    const newer = await other.attest(about({}, publishType), { byNpm: true });
    assert.equal(
      whyOf(await asked(release([newer, provenance]))),
      'an attestation could not be judged: its key is none of those known on 2026-01-02',
    );
  });

  test('a registry that does not say which bytes it has', async () => {
    for (const dist of [
      {},
      { integrity: '' },
      { integrity: 7 },
      { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
      { integrity: `sha512-${'A'.repeat(40)}` },
    ]) {
      const why = whyOf(await asked(release([provenance], dist)));
      assert.match(why, /^127\.0\.0\.1:\d+ gives no sha512 of this release$/);
    }
    const another = { version: '1.2.1', dist: { integrity } };
    whyOf(await asked({ ...release([provenance]), '/notes/1.2.0': another }));
    const several = { integrity: `sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= ${integrity}` };
    assert.deepEqual(await asked(release([provenance], several)), verified);
  });

  test('what is no answer is a failure with its reason, never a verdict', async () => {
    const list = '/-/npm/v1/attestations/notes@1.2.0';
    const many = release(Array.from({ length: 17 }, () => provenance));
    for (const [paths, reason] of [
      [{ [list]: 401 }, /: sign-in needed \(401\)$/],
      [{ [list]: 403 }, /: sign-in needed \(403\)$/],
      [{ [list]: 429 }, /asks to wait 60 s/],
      [{ [list]: 500 }, / answered 500$/],
      [{ [list]: '<html>' }, / sent no list of attestations$/],
      [{ [list]: '' }, / sent no list of attestations$/],
      [{ [list]: '[]' }, / sent no list of attestations$/],
      [{ [list]: 'null' }, / sent no list of attestations$/],
      [{ [list]: { attestations: 'none' } }, / sent no list of attestations$/],
      [{ [list]: { attestations: [null] } }, / sent no list of attestations$/],
      [{ [list]: '['.repeat(100_000) }, / sent no list of attestations$/],
      [{ [list]: ' '.repeat(2 * 1024 * 1024 + 1) }, / sent more than 2 MB$/],
      [many, / sent no list of attestations$/],
      [{ ...release([provenance]), '/notes/1.2.0': 404 }, / answered 404$/],
      [{ ...release([provenance]), '/notes/1.2.0': 503 }, / answered 503$/],
    ] as const)
      assert.match(whyOf(await asked(paths)), reason);
  });

  test('a hostile bundle ends in a verdict, in time', async () => {
    const { mediaType } = provenance;
    const deep: LooseBundle = {};
    let at = deep;
    for (let depth = 0; depth < 150; depth++) at = at.dsseEnvelope = {};
    const huge = structuredClone(provenance);
    huge.verificationMaterial.certificate.rawBytes = 'MIIC'.repeat(200_000);
    const proof = structuredClone(provenance);
    const [entry] = proof.verificationMaterial.tlogEntries;
    entry.inclusionProof.hashes = Array.from({ length: 20_000 }, () => 'AAAA');
    for (const bundle of [
      { mediaType, ...deep },
      huge,
      proof,
      { mediaType, __proto__: provenance },
    ])
      await refused([bundle]);
  });

  test('a host that hangs, and one that is not there', async () => {
    await using silent = await startServer(() => {});
    const query = {
      kind: 'provenance',
      ecosystem: 'npm',
      name: 'notes',
      version: '1.2.0',
    } as const;
    const asking = { ...query, registry: `http://${silent.host}/` };
    const resolver = resolverFor({ userHosts: [silent.host], timeLimit: 200 });
    await resolver.ask([asking], AbortSignal.timeout(8000));
    assert.match(whyOf(resolver.facts().answer(asking)), /did not answer within 0\.2 s$/);
    const gone = { ...query, registry: 'http://127.0.0.1:9/' };
    const second = resolverFor({ userHosts: ['127.0.0.1:9'] });
    await second.ask([gone], AbortSignal.timeout(8000));
    whyOf(second.facts().answer(gone));
  });

  test('nobody is asked for what is no version or no name, and no host that only the file names', async () => {
    await using served = await serve(release([provenance]));
    whyOf(await served.ask({ version: '../../etc' }));
    whyOf(await served.ask({ version: '' }));
    whyOf(await served.ask({ name: '../notes' }));
    assert.equal(served.server.seen.length, 0);
    const asking = {
      kind: 'provenance',
      ecosystem: 'npm',
      name: 'notes',
      version: '1.2.0',
      registry: 'https://npm.example.com/',
    } as const;
    const resolver = resolverFor({ fetch: () => assert.fail('asked') });
    await resolver.ready(null);
    assert.deepEqual(resolver.target(asking), { state: 'picked', host: 'npm.example.com' });
    await resolver.ask([asking], AbortSignal.timeout(8000));
    whyOf(resolver.facts().answer(asking));
  });
});
