import { defaultUrl as npmDefault } from 'registry-url';

/** What a host is asked for. */
export type Serves = 'images' | 'packages' | 'git' | 'advisories';

/** A registry that anybody may read, with the hosts it needs. */
export interface PublicRegistry {
  /** As image references write it; a leading `*` stands for the start of the name. */
  readonly host: string;
  /** Where its API answers, when that is another host. */
  readonly endpoint?: string;
  /** Other hosts it sends people to for a token, signed in or not. */
  readonly realms?: readonly string[];
  /** Other hosts it sends people to for the content of images, by its operator's own lists. */
  readonly blobs?: readonly string[];
}

const hub = {
  endpoint: 'registry-1.docker.io',
  realms: ['auth.docker.io'],
  blobs: [
    'production.cloudflare.docker.com',
    'production.cloudfront.docker.com',
    'docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com',
  ],
} as const;

/**
 * The only hosts asked without a word from the user. Those without a realm give tokens themselves, as ECR, Artifact
 * Registry, ACR and Quay do.
 */
const publicRegistries: readonly PublicRegistry[] = [
  { host: 'docker.io', ...hub },
  { host: 'index.docker.io', ...hub },
  { host: 'registry-1.docker.io', ...hub },
  { host: 'ghcr.io', blobs: ['pkg-containers.githubusercontent.com'] },
  {
    host: 'quay.io',
    blobs: ['cdn.quay.io', 'cdn01.quay.io', 'cdn02.quay.io', 'cdn03.quay.io'],
  },
  { host: 'mcr.microsoft.com' },
  { host: 'gcr.io' },
  { host: 'us.gcr.io' },
  { host: 'eu.gcr.io' },
  { host: 'asia.gcr.io' },
  { host: '*-docker.pkg.dev' },
  { host: 'registry.k8s.io' },
  { host: 'public.ecr.aws' },
  { host: 'registry.gitlab.com', realms: ['gitlab.com'] },
  { host: 'cgr.dev' },
  { host: 'nvcr.io' },
  { host: 'docker.elastic.co', realms: ['docker-auth.elastic.co'] },
  { host: 'registry.access.redhat.com' },
  { host: 'container-registry.oracle.com' },
  { host: 'codeberg.org' },
];

/** Package registries, code hosts and databases that anybody may read; npm's as the package `registry-url` gives it. */
const publicHosts = {
  images: [],
  packages: [new URL(npmDefault).host, 'pypi.org'],
  git: ['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org', 'gist.github.com'],
  advisories: ['api.osv.dev'],
} as const satisfies Record<Serves, readonly string[]>;

/** The row of an image registry by its host; undefined when it is none of ours. */
export function publicRegistry(host: string): PublicRegistry | undefined {
  return publicRegistries.find((row) => matches(row.host, host));
}

/** Whether a host is one of ours, or one that a registry of ours sends people to. */
export function isPublicHost(host: string, serves: Serves): boolean {
  const known: readonly string[] = publicHosts[serves];
  if (serves !== 'images') return known.includes(host);
  return publicRegistries.some(
    (row) =>
      matches(row.host, host) ||
      [row.endpoint, ...(row.realms ?? []), ...(row.blobs ?? [])].includes(host),
  );
}

function matches(pattern: string, host: string): boolean {
  return pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : pattern === host;
}
