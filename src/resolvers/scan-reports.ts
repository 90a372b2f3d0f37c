import { isRecord } from './kept-releases.ts';
import { severityOf, type Hit } from './scan-summary.ts';

/** What a scanner says of an image. */
export interface ScanReport {
  /** Null: the report does not say which version made it. */
  readonly version: string | null;
  readonly hits: readonly Hit[];
}

/** Null: this is no report, or not all of it can be read; so nothing is claimed. */
export type ReadReport = (json: unknown) => ScanReport | null;

/**
 * Trivy's JSON: since 0.20 an object with `SchemaVersion`, before that the bare list of results. A report without any
 * result says that Trivy knew nothing in the image, and that is no good word for it.
 */
export function readTrivy(json: unknown): ScanReport | null {
  const isOld = Array.isArray(json);
  if (!isOld && (!isRecord(json) || typeof json['SchemaVersion'] !== 'number')) return null;
  const results = isOld ? json : json['Results'];
  if (!isList(results) || results.length === 0) return null;
  const hits: Hit[] = [];
  for (const result of results) {
    if (!isRecord(result) || typeof result['Target'] !== 'string') return null;
    const found = result['Vulnerabilities'] ?? [];
    if (!isList(found)) return null;
    for (const entry of found) {
      const hit = isRecord(entry)
        ? hitOf(
            entry['VulnerabilityID'],
            entry['PkgName'],
            entry['Severity'],
            entry['FixedVersion'],
          )
        : null;
      if (hit === null) return null;
      hits.push(hit);
    }
  }
  const made = isOld ? undefined : json['Trivy'];
  return { version: isRecord(made) ? textOf(made['Version']) : null, hits };
}

/** Grype's JSON; `fix` was a plain text in its first versions. */
export function readGrype(json: unknown): ScanReport | null {
  if (!isRecord(json) || !isList(json['matches'])) return null;
  const { descriptor } = json;
  if (!isRecord(descriptor) || descriptor['name'] !== 'grype') return null;
  const hits: Hit[] = [];
  for (const match of json['matches']) {
    if (!isRecord(match) || !isRecord(match['vulnerability']) || !isRecord(match['artifact']))
      return null;
    const { id, severity, fix, fixedInVersion } = match['vulnerability'];
    const versions = isRecord(fix) && isList(fix['versions']) ? fix['versions'].join(', ') : null;
    const hit = hitOf(id, match['artifact']['name'], severity, versions ?? fixedInVersion);
    if (hit === null) return null;
    hits.push(hit);
  }
  return { version: textOf(descriptor['version']), hits };
}

/** What Docker Scout writes as SARIF: each vulnerability is a rule, with its packages and severity as properties. */
export function readScout(json: unknown): ScanReport | null {
  if (!isRecord(json) || !isList(json['runs']) || json['runs'].length === 0) return null;
  const hits: Hit[] = [];
  let version: string | null = null;
  for (const run of json['runs']) {
    const tool = isRecord(run) ? run['tool'] : undefined;
    const driver = isRecord(tool) ? tool['driver'] : undefined;
    // A clean image has the list of results, and it is empty.
    if (!isRecord(run) || !isList(run['results']) || !isRecord(driver)) return null;
    const rules = driver['rules'] ?? [];
    if (!isList(rules) || (rules.length === 0 && run['results'].length > 0)) return null;
    version = textOf(driver['version']) ?? version;
    for (const rule of rules) {
      const all = isRecord(rule) ? hitsOfRule(rule) : null;
      if (all === null) return null;
      hits.push(...all);
    }
  }
  return { version, hits };
}

function hitsOfRule(rule: Readonly<Record<string, unknown>>): readonly Hit[] | null {
  const properties = isRecord(rule['properties']) ? rule['properties'] : {};
  const { purl, purls, cvssV3_severity: word, fixed_version: fixed } = properties;
  const score = Number(properties['security-severity']);
  const severity = severityOf(word) === 'unknown' ? wordOf(score) : word;
  const packages = isList(purls) ? purls : [purl];
  const found: Hit[] = [];
  for (const one of packages) {
    const hit = hitOf(rule['id'], nameOf(one), severity, fixed === 'not fixed' ? '' : fixed);
    if (hit === null) return null;
    found.push(hit);
  }
  return found;
}

/** By the bands of CVSS. */
function wordOf(score: number): string {
  if (!(score > 0)) return 'unknown';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** `openssl` of `pkg:deb/debian/openssl@3.0.11-1?os_name=debian`. */
function nameOf(purl: unknown): unknown {
  if (typeof purl !== 'string') return purl;
  const path = purl.split(/[?#]/, 1)[0]?.split('/') ?? [];
  return path.at(-1)?.replace(/@.*$/, '') ?? purl;
}

function hitOf(id: unknown, name: unknown, severity: unknown, fixed: unknown): Hit | null {
  if (typeof id !== 'string' || id === '') return null;
  return { id, package: textOf(name) ?? '', severity: severityOf(severity), fixed: textOf(fixed) };
}

/** Null for what is no text, and for the empty one. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
