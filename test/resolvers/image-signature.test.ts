import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { suite, test } from 'node:test';
import type { ImageSignatureQuery, Provenance } from '../../src/core/rules/dependency-facts.ts';
import type { Fact } from '../../src/core/rules/facts.ts';
import { say, whyOf } from './asking.ts';
import { resolverFor } from './resolver-for.ts';
import { startServer } from './server.ts';
import {
  statementOf,
  withByteChanged,
  type LooseBundle,
  type Signing,
  type Sigstore,
} from './sigstore.ts';
import { none, other, sigstore, verified, whyInvalid } from './sigstore-pair.ts';

const image = `sha256:${hexOf('the image')}`;
const otherImage = `sha256:${hexOf('another image')}`;
const tag = image.replace(':', '-');
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const root = '/v2/team/server';
const missing = { errors: [{ code: 'MANIFEST_UNKNOWN' }] };

/** Bodies by their path; a number is a status. */
type Paths = Record<string, number | string>;

suite('who signed an image', () => {
  async function asked(
    paths: Paths,
  ): Promise<{ readonly fact: Fact<Provenance>; readonly paths: readonly string[] }> {
    await using server = await startServer((request, response) => {
      const answer = Object.hasOwn(paths, request.url ?? '') ? paths[request.url ?? ''] : undefined;
      if (answer === undefined) say(response, 404, {}, JSON.stringify(missing));
      else if (typeof answer === 'number') say(response, answer);
      else say(response, 200, {}, answer);
    });
    const resolver = resolverFor({ userHosts: [server.host], trust: sigstore.root });
    const query: ImageSignatureQuery = {
      kind: 'image-signature',
      registry: server.host,
      repository: 'team/server',
      digest: image,
    };
    await resolver.ask([query], AbortSignal.timeout(8000));
    const fact = resolver.facts().answer(query);
    assert.ok(fact !== undefined);
    return { fact, paths: server.seen.map(({ method, path }) => `${method} ${path}`) };
  }

  async function refused(paths: Paths): Promise<string> {
    const { fact } = await asked(paths);
    return whyInvalid(fact);
  }

  /** As cosign signs: `change` breaks the layer's annotations. */
  async function cosigned(
    about = image,
    {
      by = sigstore,
      change = () => {},
      ...how
    }: Signing & {
      readonly by?: Sigstore;
      readonly change?: (annotations: Record<string, string>) => void;
    } = {},
  ): Promise<Paths> {
    const payload = JSON.stringify({
      critical: {
        identity: { 'docker-reference': '127.0.0.1/team/server' },
        image: { 'docker-manifest-digest': about },
        type: 'cosign container image signature',
      },
      optional: null,
    });
    const bundle = await by.signBytes(Buffer.from(payload), how);
    const [entry] = bundle.verificationMaterial.tlogEntries;
    const der = Buffer.from(bundle.verificationMaterial.certificate.rawBytes, 'base64');
    const annotations = {
      'dev.cosignproject.cosign/signature': bundle.messageSignature.signature,
      'dev.sigstore.cosign/certificate': new X509Certificate(der).toString(),
      'dev.sigstore.cosign/bundle': JSON.stringify({
        SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
        Payload: {
          body: entry.canonicalizedBody,
          integratedTime: Number(entry.integratedTime),
          logIndex: Number(entry.logIndex),
          logID: Buffer.from(entry.logId.keyId, 'base64').toString('hex'),
        },
      }),
    };
    change(annotations);
    const mediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
    const manifest = { layers: [{ mediaType, digest: digestOf(payload), annotations }] };
    return {
      [`${root}/manifests/${tag}.sig`]: JSON.stringify(manifest),
      [`${root}/blobs/${digestOf(payload)}`]: payload,
    };
  }

  /** As GitHub and newer cosign attach a bundle; `at`: where the registry lists what is attached. */
  function attached(
    bundles: readonly unknown[],
    at = `${root}/referrers/${image}`,
    artifactType = bundleType,
  ): Paths {
    const paths: Paths = {};
    const manifests = bundles.map((bundle) => {
      const blob = JSON.stringify(bundle);
      const layers = [{ mediaType: artifactType, digest: digestOf(blob), size: blob.length }];
      const manifest = JSON.stringify({ schemaVersion: 2, artifactType, layers });
      paths[`${root}/blobs/${digestOf(blob)}`] = blob;
      paths[`${root}/manifests/${digestOf(manifest)}`] = manifest;
      return { digest: digestOf(manifest), artifactType };
    });
    paths[at] = JSON.stringify({ schemaVersion: 2, manifests });
    return paths;
  }

  function attest(about = image, how?: Signing, by = sigstore): Promise<LooseBundle> {
    const sha256 = about.slice('sha256:'.length);
    return by.attest(statementOf([{ name: 'team/server', digest: { sha256 } }]), how);
  }

  test('nothing signed: three questions, and no verdict', async () => {
    assert.deepEqual(await asked({}), {
      fact: none,
      paths: [
        `GET ${root}/manifests/${tag}.sig`,
        `GET ${root}/referrers/${image}`,
        `GET ${root}/manifests/${tag}`,
      ],
    });
  });

  test('with cosign', async () => {
    assert.deepEqual((await asked(await cosigned())).fact, verified);
    const person = { san: 'me@example.com', extensions: { 12: '' } };
    assert.deepEqual((await asked(await cosigned(image, person))).fact, {
      state: 'known',
      value: { state: 'verified', repository: null, builder: 'me@example.com' },
    });
  });

  test('with an attestation that the registry lists, or that stands under a tag', async () => {
    const bundle = await attest();
    assert.deepEqual((await asked(attached([bundle]))).fact, verified);
    assert.deepEqual((await asked(attached([bundle], `${root}/manifests/${tag}`))).fact, verified);
    const sbom = attached([{ some: 'thing' }], undefined, 'application/spdx+json');
    assert.deepEqual((await asked(sbom)).fact, none);
  });

  test('with a plain key: nobody here knows whose it is', async () => {
    const plain = await cosigned(image, {
      change: (annotations) => {
        delete annotations['dev.sigstore.cosign/certificate'];
        delete annotations['dev.sigstore.cosign/bundle'];
      },
    });
    assert.deepEqual((await asked(plain)).fact, none);
    assert.deepEqual((await asked(attached([await attest(image, { byNpm: true })]))).fact, none);
  });

  test('about another image', async () => {
    assert.equal(await refused(await cosigned(otherImage)), 'it is about another image');
    assert.equal(await refused(attached([await attest(otherImage)])), 'it is about another image');
    assert.equal(await refused(attached([await sigstore.attest({})])), 'it signs no statement');
  });

  test('what does not verify', async () => {
    const changed = await attest();
    changed.dsseEnvelope.payload = withByteChanged(changed.dsseEnvelope.payload, 30);
    assert.equal(
      await refused(attached([changed])),
      'it is not what stands in the transparency log',
    );
    const untrusted = 'its certificate is from nobody that is trusted';
    assert.equal(await refused(attached([await attest(image, {}, other)])), untrusted);
    assert.equal(await refused(await cosigned(image, { by: other })), untrusted);
    const expired = 'its certificate was not valid when it was signed';
    assert.equal(await refused(attached([await attest(image, { later: 3_600_000 })])), expired);
    assert.equal(await refused(await cosigned(image, { later: 3_600_000 })), expired);
    const unlogged = 'it stands in no transparency log';
    const without = await attest();
    without.verificationMaterial.tlogEntries = [];
    assert.equal(await refused(attached([without])), unlogged);
    for (const entry of ['', '{}', '[', '{"Payload":{"body":"e30="}}']) {
      const paths = await cosigned(image, {
        change: (annotations) => (annotations['dev.sigstore.cosign/bundle'] = entry),
      });
      assert.equal(await refused(paths), unlogged);
    }
    for (const key of ['dev.cosignproject.cosign/signature', 'dev.sigstore.cosign/certificate']) {
      const paths = await cosigned(image, { change: (annotations) => (annotations[key] = 'x') });
      await refused(paths);
    }
  });

  test('one that holds is enough: whoever may write there could add a bad one', async () => {
    const stranger = await attest(image, {}, other);
    assert.deepEqual((await asked(attached([stranger, await attest()]))).fact, verified);
    const both = { ...(await cosigned(otherImage)), ...attached([await attest()]) };
    assert.deepEqual((await asked(both)).fact, verified);
  });

  test('what is not read is no verdict', async () => {
    const bundle = attached([await attest()]);
    const swapped = Object.fromEntries(
      Object.entries(bundle).map(([path, body]) => [
        path,
        path.includes('/blobs/') ? `${body} ` : body,
      ]),
    );
    assert.match(
      whyOf((await asked(swapped)).fact),
      /^an attestation could not be judged: 127\.0\.0\.1:\d+ sent what does not match its digest$/,
    );
    for (const [paths, reason] of [
      [{ [`${root}/manifests/${tag}.sig`]: 500 }, / answered 500$/],
      [{ [`${root}/referrers/${image}`]: 503 }, / answered 503$/],
      [{ [`${root}/referrers/${image}`]: 401 }, /sign-in needed \(401\)$/],
      [{ [`${root}/manifests/${tag}.sig`]: ' '.repeat(4 * 1024 * 1024 + 1) }, / more than 4 MB$/],
    ] as const)
      assert.match(whyOf((await asked(paths)).fact), reason);
  });

  test('hostile lists and manifests', async () => {
    for (const body of ['', '[', 'null', '[]', '{"layers":{}}', '{"manifests":[null,1,"x",{}]}']) {
      const paths = {
        [`${root}/manifests/${tag}.sig`]: body,
        [`${root}/referrers/${image}`]: body,
      };
      assert.deepEqual((await asked(paths)).fact, none, body);
    }
    const many = attached(Array.from({ length: 40 }, (_, at) => ({ at })));
    const { fact, paths } = await asked(many);
    assert.ok(fact.state === 'known' && fact.value.state === 'invalid');
    assert.equal(paths.length, 2 + 10 * 2);
  });
});

function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function digestOf(text: string): string {
  return `sha256:${hexOf(text)}`;
}
