import type { Match } from './match.ts';

/** `{"` in base64url: the header and the payload of every JWT begin with it. */
const OPEN = 'eyJ';
/** Stands in every JWT. */
export const JWT_MARK = `.${OPEN}`;

/** JSON Web Tokens. Those that are made for browsers (Supabase's anon role) are publishable. */
export function findJwts(text: string): readonly Match[] {
  const found: Match[] = [];
  for (let dot = text.indexOf(JWT_MARK); dot !== -1; dot = text.indexOf(JWT_MARK, dot + 1)) {
    const last = found.at(-1)?.end ?? 0;
    let start = dot;
    while (start > last && isSegment(text.charCodeAt(start - 1))) start--;
    if (!text.startsWith(OPEN, start) || dot - start < 12) continue;
    const second = endOfSegment(text, dot + 1);
    if (text[second] !== '.' || second - dot < 12) continue;
    const end = endOfSegment(text, second + 1);
    if (end - second < 20) continue;
    found.push({ start, end, ...describe(text.slice(dot + 1, second)) });
  }
  return found;
}

function endOfSegment(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSegment(text.charCodeAt(at))) at++;
  return at;
}

/** A sign of base64url. */
function isSegment(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

function describe(payload: string): Pick<Match, 'id' | 'label' | 'kind'> {
  const claims = decode(payload);
  // The keys that every local Supabase project shares.
  if (claims['iss'] === 'supabase-demo') {
    return { id: 'supabase-demo', label: 'Supabase demo key', kind: 'default' };
  }
  const supabase = claims['iss'] === 'supabase' || typeof claims['ref'] === 'string';
  if (supabase && claims['role'] === 'anon') {
    return { id: 'supabase-anon', label: 'Supabase anon key', kind: 'publishable' };
  }
  if (supabase && claims['role'] === 'service_role') {
    return { id: 'supabase-service-role', label: 'Supabase service role key', kind: 'secret' };
  }
  return { id: 'jwt', label: 'JSON Web Token', kind: 'secret' };
}

function decode(segment: string): Readonly<Record<string, unknown>> {
  if (segment.length > 8192) return {};
  try {
    const claims: unknown = JSON.parse(atob(segment.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
