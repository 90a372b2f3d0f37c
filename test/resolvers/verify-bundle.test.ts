import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import fc from 'fast-check';
import type { BundleVerifier } from '../../src/resolvers/judge-bundle.ts';
import { createVerifier } from '../../src/resolvers/verify-bundle.ts';
import {
  repository,
  statementOf,
  withByteChanged,
  workflow,
  type LooseBundle,
  type Sigstore,
} from './sigstore.ts';
import { other, sigstore } from './sigstore-pair.ts';

const statement = statementOf([{ name: 'pkg:npm/notes@1.0.0', digest: { sha512: 'ab' } }]);

suite('a bundle is verified offline', () => {
  let good: LooseBundle;
  let verify: BundleVerifier;

  before(async () => {
    good = await sigstore.attest(statement);
    verify = createVerifier(sigstore.root);
  });

  /** The reason, of what does not hold. */
  function refused(bundle: unknown, artifact?: Uint8Array): string {
    const verdict = verify(bundle, artifact);
    assert.ok(verdict.state === 'invalid', JSON.stringify(verdict));
    assert.match(verdict.why, /^it(?:s)? [a-z ]+$/);
    return verdict.why;
  }

  function broken(change: (bundle: LooseBundle) => void): LooseBundle {
    const copy = structuredClone(good);
    change(copy);
    return copy;
  }

  test('a good one holds, and its certificate says who built it where', (context) => {
    context.mock.method(globalThis, 'fetch', () => assert.fail('asked'));
    const verdict = verify(good);
    assert.ok(verdict.state === 'verified');
    assert.deepEqual(verdict.signer, { repository, builder: workflow });
    assert.deepEqual(JSON.parse(Buffer.from(verdict.content).toString('utf8')), statement);
  });

  test('one by npm’s key holds, and says nothing of where', async () => {
    const verdict = verify(await sigstore.attest(statement, { byNpm: true }));
    assert.ok(verdict.state === 'verified');
    assert.equal(verdict.signer, null);
  });

  test('a signature beside its bytes holds for these bytes alone', async () => {
    const bytes = Buffer.from('payload');
    const bundle = await sigstore.signBytes(bytes);
    const verdict = verify(bundle, bytes);
    assert.ok(verdict.state === 'verified');
    assert.deepEqual(verdict.signer, { repository, builder: workflow });
    assert.equal(
      refused(bundle, Buffer.from('Payload')),
      'its signature does not fit what it signs',
    );
    assert.equal(refused(bundle), 'it signs something else');
  });

  test('one byte changed is refused, wherever it is', () => {
    const envelope = (change: (of: LooseBundle) => void) =>
      broken((bundle) => change(bundle.dsseEnvelope));
    const entry = (change: (of: LooseBundle) => void) =>
      broken((bundle) => change(bundle.verificationMaterial.tlogEntries[0]));
    const notLogged = 'it is not what stands in the transparency log';
    assert.equal(refused(envelope((e) => (e.payload = withByteChanged(e.payload, 20)))), notLogged);
    assert.equal(
      refused(envelope((e) => (e.signatures[0].sig = withByteChanged(e.signatures[0].sig, 9)))),
      notLogged,
    );
    assert.equal(
      refused(entry((e) => (e.canonicalizedBody = withByteChanged(e.canonicalizedBody, 9)))),
      notLogged,
    );
    const promise = entry((e) => {
      const { signedEntryTimestamp } = e.inclusionPromise;
      e.inclusionPromise.signedEntryTimestamp = withByteChanged(signedEntryTimestamp, 9);
    });
    assert.equal(refused(promise), notLogged);
    const proof = entry((e) => {
      const { checkpoint } = e.inclusionProof;
      checkpoint.envelope = checkpoint.envelope.replace('Timestamp: 1', 'Timestamp: 2');
    });
    assert.equal(refused(proof), notLogged);
    const certificate = broken(({ verificationMaterial: { certificate: of } }) => {
      of.rawBytes = withByteChanged(of.rawBytes, 40);
    });
    refused(certificate);
  });

  test('no byte of a certificate or a signed statement can be another one', () => {
    const size = (text: string) => Buffer.from(text, 'base64').length;
    const { rawBytes } = good.verificationMaterial.certificate;
    const { payload } = good.dsseEnvelope;
    fc.assert(
      fc.property(fc.nat(size(rawBytes) - 1), fc.nat(size(payload) - 1), (a, b) => {
        const changed = [
          broken((bundle) => {
            bundle.verificationMaterial.certificate.rawBytes = withByteChanged(rawBytes, a);
          }),
          broken((bundle) => {
            bundle.dsseEnvelope.payload = withByteChanged(payload, b);
          }),
        ];
        for (const bundle of changed) refused(bundle);
      }),
      { numRuns: 80 },
    );
  });

  test('an authority that is not trusted', async () => {
    assert.equal(
      refused(await other.attest(statement)),
      'its certificate is from nobody that is trusted',
    );
    const shipped = createVerifier();
    assert.deepEqual(shipped(good), {
      state: 'invalid',
      why: 'its certificate is from nobody that is trusted',
    });
  });

  test('a certificate that had expired when it signed', async () => {
    const late = await sigstore.attest(statement, { later: 3_600_000 });
    assert.equal(refused(late), 'its certificate was not valid when it was signed');
    const early = await sigstore.attest(statement, { later: -3_600_000 });
    refused(early);
  });

  test('no entry in a transparency log, or that of another signature', async () => {
    const without = broken((bundle) => (bundle.verificationMaterial.tlogEntries = []));
    assert.equal(refused(without), 'it stands in no transparency log');
    const missing = broken((bundle) => delete bundle.verificationMaterial.tlogEntries);
    assert.equal(refused(missing), 'it stands in no transparency log');
    const { tlogEntries } = (await sigstore.attest(statement)).verificationMaterial;
    const others = broken((bundle) => (bundle.verificationMaterial.tlogEntries = tlogEntries));
    assert.equal(refused(others), 'it is not what stands in the transparency log');
    const unproven = broken(
      ({
        verificationMaterial: {
          tlogEntries: [entry],
        },
      }) => {
        delete entry.inclusionPromise;
      },
    );
    assert.equal(refused(unproven), 'its time of signing is not vouched for');
  });

  test('a key of npm’s that was not valid, or signs something else', async () => {
    const byNpm = await sigstore.attest(statement, { byNpm: true });
    const [key] = sigstore.root.npmKeys;
    assert.ok(key !== undefined);
    const end = new Date(Date.now() - 3_600_000).toISOString();
    const publicKey = { ...key.publicKey, validFor: { ...key.publicKey.validFor, end } };
    const ended = createVerifier({ ...sigstore.root, npmKeys: [{ ...key, publicKey }] });
    assert.deepEqual(ended(byNpm), {
      state: 'invalid',
      why: 'its key was not valid when it was signed',
    });
    byNpm.verificationMaterial.publicKey.hint = other.root.npmKeys[0]?.keyId;
    const stranger = createVerifier({ ...sigstore.root, npmKeys: other.root.npmKeys });
    assert.deepEqual(stranger(byNpm), {
      state: 'invalid',
      why: 'its signature does not fit what it signs',
    });
  });

  test('what is signed is no statement', async () => {
    const bundle = await sigstore.attest(statement, { payloadType: 'text/plain' });
    assert.equal(refused(bundle), 'it signs something else');
  });

  test('keys and logs that came after the root are not judged, and forms that came later', async () => {
    const unjudged = (why: string) => ({ state: 'unjudged', why });
    const newKey = createVerifier({ ...sigstore.root, npmKeys: other.root.npmKeys });
    assert.deepEqual(
      newKey(await sigstore.attest(statement, { byNpm: true })),
      unjudged('its key is none of those known on 2026-01-02'),
    );
    for (const logs of ['tlogs', 'ctlogs']) {
      const trustedRoot = {
        ...(sigstore.root.trustedRoot as object),
        [logs]: (other.root.trustedRoot as LooseBundle)[logs],
      };
      const older = createVerifier({ ...sigstore.root, trustedRoot });
      assert.deepEqual(
        older(good),
        unjudged('it stands in a log that was not known on 2026-01-02'),
      );
      const changed = broken(({ dsseEnvelope }) => {
        dsseEnvelope.payload = withByteChanged(dsseEnvelope.payload, 20);
      });
      assert.equal(older(changed).state, 'invalid');
    }
    assert.deepEqual(
      verify(await sigstore.attest(statement, { kind: 'dsse3' })),
      unjudged('it stands in a log in a form that was not known on 2026-01-02'),
    );
    assert.deepEqual(verify(await other.attest(statement, { kind: 'dsse3' })), {
      state: 'invalid',
      why: 'its certificate is from nobody that is trusted',
    });
    const ofGithub = broken(({ verificationMaterial: { certificate } }) => {
      const der = Buffer.from(certificate.rawBytes, 'base64').toString('latin1');
      const others = der.replaceAll('sigstore.mock', 'GitHub, Inc. ');
      certificate.rawBytes = Buffer.from(others, 'latin1').toString('base64');
    });
    assert.deepEqual(
      verify(ofGithub),
      unjudged('it is signed for GitHub alone, not for the public'),
    );
    const newer = broken((bundle) => {
      bundle.mediaType = 'application/vnd.dev.sigstore.bundle.v0.9+json';
    });
    assert.deepEqual(verify(newer), unjudged('it is written in a newer form'));
  });

  test('a certificate names addresses, and no more of them than is shown', async () => {
    const signerOf = async (how: Parameters<Sigstore['attest']>[1]) => {
      const verdict = verify(await sigstore.attest(statement, how));
      assert.ok(verdict.state === 'verified', JSON.stringify(verdict));
      return verdict.signer;
    };
    assert.deepEqual(
      await signerOf({
        san: 'https://me:secret@ci.example.test/a?token=b#c',
        extensions: { 12: 'https://me:secret@git.example.test/a/b?c=d' },
      }),
      { repository: 'https://git.example.test/a/b', builder: 'https://ci.example.test/a' },
    );
    assert.deepEqual(await signerOf({ extensions: { 12: 'javascript:alert(1)' } }), {
      repository: null,
      builder: workflow,
    });
    assert.deepEqual(await signerOf({ extensions: { 12: '', 5: 'example/old' } }), {
      repository: 'https://github.com/example/old',
      builder: workflow,
    });
    assert.deepEqual(await signerOf({ extensions: { 12: `https://a.test/${'x'.repeat(300)}` } }), {
      repository: `https://a.test/${'x'.repeat(300)}`,
      builder: workflow,
    });
  });

  test('a bundle that would cost minutes is not looked into', () => {
    const many = <Item>(length: number, item: (at: number) => Item) =>
      Array.from({ length }, (_, at) => item(at));
    const costly = [
      broken((bundle) => {
        bundle.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1';
        bundle.verificationMaterial.tlogEntries = many(14_000, (at) => ({
          logId: { keyId: 'AA==' },
          kindVersion: { kind: 'dsse', version: '0.0.1' },
          integratedTime: String(1_700_000_000 + at),
          inclusionPromise: { signedEntryTimestamp: 'AA==' },
        }));
      }),
      broken(({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries.push(...many(8, () => tlogEntries[0]));
      }),
      broken(({ verificationMaterial }) => {
        const rfc3161Timestamps = many(5000, () => ({ signedTimestamp: 'MIIC'.repeat(50) }));
        verificationMaterial.timestampVerificationData = { rfc3161Timestamps };
      }),
      broken(({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries[0].inclusionProof.logIndex = '9'.repeat(1_500_000);
      }),
      broken(({ verificationMaterial: { tlogEntries } }) => {
        const { checkpoint } = tlogEntries[0].inclusionProof;
        checkpoint.envelope = `a\n${'9'.repeat(1_500_000)}\nAAAA\n\n\u2014 b ${'A'.repeat(20)}\n`;
      }),
    ];
    for (const bundle of costly) assert.equal(refused(bundle), 'it could not be read');
  });

  test('whatever is sent instead of a bundle ends in a verdict', () => {
    for (const value of [undefined, null, 1, 'x', [], {}, { mediaType: 1 }])
      assert.equal(refused(value), 'it could not be read');
    const { mediaType } = good;
    for (const value of [
      { mediaType },
      { mediaType, verificationMaterial: [], dsseEnvelope: 3 },
      { mediaType, verificationMaterial: { tlogEntries: {} }, dsseEnvelope: { signatures: 'x' } },
      { ...good, dsseEnvelope: { ...good.dsseEnvelope, signatures: [] } },
      { ...good, dsseEnvelope: { ...good.dsseEnvelope, payload: 7 } },
      { ...good, verificationMaterial: { ...good.verificationMaterial, certificate: 'x' } },
    ])
      assert.equal(verify(value).state, 'invalid', JSON.stringify(value).slice(0, 200));
    const keys = fc.constantFrom('mediaType', '__proto__', 'verificationMaterial', 'tlogEntries');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 })), fc.jsonValue(), (a, b) => {
        const states = [verify({ ...a, mediaType }), verify({ ...good, dsseEnvelope: b })];
        for (const { state } of states) assert.equal(state, 'invalid');
      }),
      { numRuns: 200 },
    );
  });
});
