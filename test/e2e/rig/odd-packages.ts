import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, withBody } from '../../resolvers/advisory-world.ts';
import { startServer, type LocalServer } from '../../resolvers/server.ts';

const day = 86_400_000;

interface Release {
  readonly daysAgo: number;
  readonly manifest?: object;
}

const attested = { dist: { attestations: { url: 'https://attestations.invalid/' } } };

/** By name and version: one package for each thing that a registry can have to say. */
const published: Readonly<Record<string, Readonly<Record<string, Release>>>> = {
  'acme-old': { '1.0.0': { daysAgo: 90 }, '1.1.0': { daysAgo: 60 }, '1.2.0': { daysAgo: 30 } },
  'acme-young': { '1.0.0': { daysAgo: 1.5 } },
  'acme-withdrawn': { '1.0.0': { daysAgo: 60, manifest: { deprecated: 'loses data' } } },
  'acme-scripts': { '1.0.0': { daysAgo: 60, manifest: { hasInstallScript: true } } },
  'acme-lost': {
    '1.0.0': { daysAgo: 90, manifest: attested },
    '1.0.1': { daysAgo: 30 },
  },
  'acme-forged': { '1.0.0': { daysAgo: 60, manifest: attested } },
  'acme-hole': { '1.0.0': { daysAgo: 60 } },
  'acme-evil': { '1.0.0': { daysAgo: 60 } },
};

const advisories: Readonly<Record<string, readonly object[]>> = {
  'acme-hole': [advisory(1, 'high', ['CWE-79'])],
  'acme-evil': [advisory(2, 'critical', ['CWE-506'])],
};

/** A registry of npm packages on loopback that has something to say of each of its packages, and knows no other. */
export function startOddPackages(): Promise<LocalServer> {
  return startServer((request, response) => {
    const [, name = '', version] = decodeURIComponent(request.url ?? '').split('/');
    if (request.method === 'POST') return tellAdvisories(request, response);
    // What an attestation is, this one is not.
    if (name === '-') return sendJson(response, 200, { attestations: [{ bundle: {} }] });
    const releases = Object.hasOwn(published, name) ? published[name] : undefined;
    if (releases === undefined) return sendJson(response, 404, { error: 'Not found' });
    if (version === undefined) return sendJson(response, 200, packument(name, releases));
    const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
    return sendJson(response, 200, { name, version, dist: { integrity } });
  });
}

function packument(name: string, releases: Readonly<Record<string, Release>>): object {
  const all = Object.entries(releases);
  const moment = (daysAgo: number): string => new Date(Date.now() - daysAgo * day).toISOString();
  return {
    name,
    'dist-tags': { latest: all.at(-1)?.[0] },
    versions: Object.fromEntries(
      all.map(([version, { manifest }]) => [version, { name, version, ...manifest }]),
    ),
    time: Object.fromEntries(all.map(([version, { daysAgo }]) => [version, moment(daysAgo)])),
  };
}

function tellAdvisories(request: IncomingMessage, response: ServerResponse): void {
  withBody(request, (body) => {
    const asked = Object.keys(JSON.parse(body) as object);
    const known = asked.filter((name) => Object.hasOwn(advisories, name));
    sendJson(response, 200, Object.fromEntries(known.map((name) => [name, advisories[name]])));
  });
}

function advisory(id: number, severity: string, cwe: readonly string[]): object {
  return { id, title: 'made up', severity, cwe, url: '', vulnerable_versions: '<=1.0.0' };
}
