import type { Document } from '../config/document.ts';
import type { Server } from '../config/server.ts';
import { isFixedAddress } from '../launch/deno.ts';
import { bundled, type Launch, type PackageRef } from '../launch/launch.ts';
import { credentialSources } from '../rules/credentials/sources.ts';
import type { Finding, Grade, Pillar } from '../rules/finding.ts';
import { worseDependency } from './dependencies.ts';
import { bad, caution, good, notApplicable, notChecked } from './grades.ts';
import type { PillarGrade, Pillars } from './report.ts';
import { isUnread, runsFetchedCode } from './tier.ts';

/**
 * Grades a server by its launch, then lowers each grade as its findings say (docs/design.md §1 and §5). `dependencies`:
 * what is known of them.
 */
export function gradePillars(
  server: Server,
  document: Document,
  findings: readonly Finding[],
  dependencies: PillarGrade,
): Pillars {
  const lowered = (pillar: Pillar, base: PillarGrade) => lower(base, pillar, findings);
  return {
    access: lowered('access', accessOf(server, document)),
    deployment: lowered('deployment', deploymentOf(server)),
    integrity: lowered('integrity', integrityOf(server)),
    dependencies: lowerDependencies(dependencies, findings),
    monitoring: lowered('monitoring', monitoringOf(server)),
  };
}

const weight: Readonly<Record<Grade, number>> = {
  'not-applicable': 0,
  good: 1,
  'not-checked': 2,
  caution: 3,
  bad: 4,
};

/** The finding that weighs most gives grade and reason, unless the launch itself is worse. */
function lower(base: PillarGrade, pillar: Pillar, findings: readonly Finding[]): PillarGrade {
  let worst = base;
  for (const finding of findings) {
    if (finding.pillar !== pillar || finding.grade === null) continue;
    if (weight[finding.grade] > weight[worst.grade]) {
      worst = { grade: finding.grade, why: finding.message };
    }
  }
  return worst;
}

/** A caution does not hide that worse may be there. */
function lowerDependencies(base: PillarGrade, findings: readonly Finding[]): PillarGrade {
  return findings
    .flatMap(({ pillar, grade, message }) =>
      pillar === 'dependencies' && grade !== null ? [{ grade, why: message }] : [],
    )
    .reduce(worseDependency, base);
}

function worse(a: PillarGrade, b: PillarGrade): PillarGrade {
  return weight[b.grade] > weight[a.grade] ? b : a;
}

function accessOf(server: Server, document: Document): PillarGrade {
  const remote = server.launch.remote !== null;
  const grades = credentialSources(server, document).map(({ kind, where }) =>
    gradeOfSource(kind, where, remote),
  );
  const [first, ...rest] = grades;
  return first === undefined ? good('No credential in this config') : rest.reduce(worse, first);
}

type SourceKind = ReturnType<typeof credentialSources>[number]['kind'];

function gradeOfSource(kind: SourceKind, where: string, remote: boolean): PillarGrade {
  switch (kind) {
    case 'literal':
      return bad(`A literal credential in ${where}`);
    case 'plain-input':
      return bad(`The credential for ${where} is asked for and kept in plain text`);
    case 'password-input':
    case 'vault':
      return remote
        ? caution(`A static credential from encrypted storage in ${where}`)
        : good(`The credential for ${where} comes from encrypted storage`);
    case 'env-reference':
      return caution(`The credential for ${where} comes from the environment`);
    case 'env-file':
      return caution(`Credentials come from ${where}`);
    case 'token-file':
      return caution(`The credential is the file ${where}`);
    case 'handed-on':
      return caution(`${where} is handed on`);
  }
}

function deploymentOf(server: Server): PillarGrade {
  const { launch } = server;
  if (isUnread(server)) return notChecked('The launch could not be read');
  if (runsFetchedCode(server)) {
    const what = launch.packages[0]?.name ?? launch.git[0]?.url ?? 'A download';
    return server.sandboxed
      ? caution(`${what} runs on the host, in a sandbox with a network allow-list`)
      : bad(`${what} is fetched and runs on the host`);
  }
  if (launch.container !== null || launch.kind === 'image') return caution('Runs in a container');
  if (launch.remote !== null) return deploymentOfRemote(launch);
  if (launch.kind === 'shell') return deploymentOfShell(launch);
  const what = launch.name ?? 'A program';
  return caution(`${what} runs on the host, from this disk`);
}

function deploymentOfRemote({ remote }: Launch): PillarGrade {
  if (remote?.scheme === 'https') return good('Remote server over https');
  if (remote?.loopback === true) return notChecked('Started by something else on this machine');
  if (remote?.scheme === 'http') return bad('Remote server over plain http');
  return notChecked('The address is not http');
}

function deploymentOfShell({ shell }: Launch): PillarGrade {
  const pipes = shell?.commands.some(({ operator }) => operator === '|') ?? false;
  return pipes
    ? bad('A shell pipeline runs on the host')
    : caution('A shell line runs on the host');
}

function integrityOf(server: Server): PillarGrade {
  const { launch } = server;
  if (isUnread(server)) return notChecked('The launch could not be read');
  const parts: PillarGrade[] = [
    ...launch.packages.map(integrityOfPackage),
    ...launch.git.map(({ url, pin }) =>
      pin === 'commit'
        ? good(`${url} is pinned to a commit`)
        : bad(`${url} is not pinned to a commit`),
    ),
    ...launch.downloads.map(({ text }) =>
      isFixedAddress(text)
        ? caution('A download by its version, what it imports floats')
        : bad('A download without a hash'),
    ),
  ];
  if (launch.image !== null) {
    const { name, digest } = launch.image;
    parts.push(
      digest === null
        ? bad(`${name} is not pinned to a digest`)
        : good(`${name} is pinned to a digest`),
    );
  }
  const [first, ...rest] = parts;
  if (first !== undefined) return rest.reduce(worse, first);
  if (launch.kind === 'image')
    return notChecked(launch.why === '' ? 'The image is not known' : launch.why);
  if (launch.remote !== null) {
    return launch.remote.loopback
      ? notChecked('Started by something else on this machine')
      : notApplicable('The operator of the remote server decides what runs');
  }
  if (launch.kind === 'shell') return notChecked('What the shell line runs is not known');
  return notApplicable('Nothing is fetched; whoever can write the file can change it');
}

function integrityOfPackage({ ecosystem, name, pin, version }: PackageRef): PillarGrade {
  switch (pin) {
    case 'hash':
      return good(`${name} is pinned to a hash`);
    case 'exact':
      return bundled.has(ecosystem)
        ? caution(`${name} is pinned to ${version}, and no hash of it stands here`)
        : caution(`${name} is pinned to ${version}, its dependencies float`);
    case 'range':
      return bad(`${name} takes any version in ${version}`);
    case 'tag':
      return bad(`${name} follows ${version}`);
    case 'none':
      return bad(`${name} has no version`);
    case 'dynamic':
      return notChecked(`The version of ${name} is a variable`);
  }
}

function monitoringOf(server: Server): PillarGrade {
  const { launch } = server;
  if (isUnread(server)) return notChecked('The launch could not be read');
  if (launch.kind === 'remote')
    return notApplicable('The operator of the remote server watches it');
  const offline = launch.container?.options.some(
    ({ flag, value }) => flag === '--network' && value === 'none',
  );
  const limit = offline === true ? 'No network' : server.sandboxed ? 'Egress allow-list' : null;
  // A launch is recorded when it is given secrets; that somebody has switched this off stands nowhere in the file.
  if (launch.secrets.length === 0) {
    return limit === null
      ? bad('Launches are not recorded and nothing limits egress')
      : caution(`${limit}, but launches are not recorded`);
  }
  return limit === null
    ? caution('Launches are recorded by the launcher, but nothing limits egress')
    : good(`${limit}, and launches are recorded by the launcher`);
}
