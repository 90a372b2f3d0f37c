import { isPlaceholder, isReference } from './placeholder.ts';
import type { SecretName } from './names.ts';

/**
 * How sure the shape of a value makes it that it is the credential its name speaks of; null when it is none.
 * Never asked without such a name.
 */
export function shapeOf(value: string, name: SecretName): 'high' | 'medium' | null {
  const text = value.trim();
  if (text.length < 4 || text.length > 8192) return null;
  if (isReference(text) || isPlaceholder(text) || isPlainData(text)) return null;
  if (name === 'words') return isSeedPhrase(text) || isOpaque(text) ? 'high' : null;
  if (name === 'password') return isPassword(text);
  if (name === 'auth') return text.length >= 8 && !/\s/.test(text) ? 'high' : null;
  if (!isOpaque(text)) return name === 'secret' && isHalfReadable(text) ? 'medium' : null;
  return text.length >= 20 ? 'high' : 'medium';
}

/** Passwords that every manual prints, so that nothing is given away by them. */
export function isPublishedDefault(password: string): boolean {
  return DEFAULTS.test(password.trim());
}

const DEFAULTS =
  /^(?:postgres|postgresql|mysql|mariadb|root|toor|admin|administrator|guest|user|password\d{0,4}|passw0rd|pass|test\d{0,4}|secret|neo4j|minio|minioadmin|minio123|elastic|changeme|rabbitmq|redis|mongo|mongodb|sa|docker|dev|devpass|devpassword|localdev|local|example|supabase|airflow|grafana|hasura|keycloak|clickhouse|vagrant|letmein|qwerty|123456(?:78?9?0?)?|[a-z\d]{2,16}[-_](?:dev|local|test)[-_](?:password|pass|pwd|secret|token|key)|(?:dev|local|test)[-_]?(?:password|pass|pwd|secret|token|key))$/i;

/** What a value under a secret-like name may also be: a number, a place, a switch, a name, a date. */
function isPlainData(text: string): boolean {
  if (/^[+-]?\d+(?:[.,]\d+)?(?:\s?(?:s|ms|m|h|d|min|kb|mb|gb|%))?$/i.test(text))
    return !/^\d{8,}$/.test(text);
  if (/^(?:https?|wss?|file|ftp):\/\//i.test(text)) return true;
  if (
    /^(?:~|\.{1,2})?[\\/](?!\/)[\w. @~+-]*(?:[\\/][\w. @~+-]*)*$/.test(text) &&
    looksLikePath(text)
  )
    return true;
  if (/^[A-Za-z]:[\\/]/.test(text) || text.startsWith('\\\\')) return true;
  if (/^sha(?:1|256|384|512)[:-]|@sha(?:256|384|512):[a-f\d]{64}/i.test(text)) return true;
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text)) return true;
  if (
    /^[\w.-]+\.(?:json|ya?ml|toml|pem|key|crt|cer|p12|pfx|jks|txt|env|ini|conf|db|sqlite|js|ts|py|sh|keystore|pub)$/i.test(
      text,
    )
  )
    return true;
  if (/^\d{4}-\d{2}-\d{2}(?:[T ].*)?$/.test(text)) return true;
  if (/^v?\d+(?:\.\d+){1,3}(?:[-+][\w.]+)?$/.test(text)) return true;
  return /^--?[A-Za-z][\w-]*$/.test(text) && !/\d.*\d/.test(text);
}

/** A slash also stands in base64, so a path needs a second sign: an ending, a known folder, or words. */
function looksLikePath(text: string): boolean {
  return (
    /^(?:~|\.|\/(?:home|Users|etc|usr|var|opt|tmp|mnt|run|root|app|data|srv|secrets|workspace|path))\b/.test(
      text,
    ) ||
    /\.\w{1,6}$/.test(text) ||
    text.split('/').every((part) => /^[a-z_.-]*$/i.test(part) && part.length < 16)
  );
}

function isHalfReadable(text: string): boolean {
  return text.length >= 12 && !/\s/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text);
}

function isPassword(text: string): 'high' | 'medium' | null {
  if (/[\r\n]/.test(text) || text.length > 256) return null;
  const words = text.split(/\s+/);
  if (words.length > 4 || (words.length > 1 && words.length < 4 && !/\d/.test(text))) return null;
  return text.length >= 8 && /[\d\W_]/.test(text) ? 'high' : 'medium';
}

/**
 * A token: one run of signs without blanks that no person would write as a word: letters with digits, or mixed case, or
 * a long run; words joined by dashes are names.
 */
export function isOpaque(text: string): boolean {
  if (text.length < 12 || /\s|[<>{}"'`|^]|\$\{/.test(text)) return false;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) return true;
  if (!/^[\w\-.~+/=:@!$%&*#?,;()]+$/.test(text)) return false;
  const runs = text.split(/[^A-Za-z0-9]+/).filter((run) => run !== '');
  if (runs.some(isOpaqueRun)) return true;
  const digits = text.match(/\d/g)?.length ?? 0;
  return (
    text.length >= 16 &&
    digits >= 4 &&
    runs.filter((run) => /\d/.test(run) && /[a-z]/i.test(run)).length >= 2
  );
}

function isOpaqueRun(run: string): boolean {
  if (run.length < 10) return false;
  if (/^\d+$/.test(run)) return run.length >= 16;
  const digits = run.match(/\d/g)?.length ?? 0;
  const changes = changesIn(run);
  if (digits >= 2 && changes >= 5 && changes >= run.length * 0.3) return true;
  if (digits === 1 && run.length >= 14 && changes >= run.length * 0.45) return true;
  if (digits === 0) {
    const oneCase = /^(?:[a-z]+|[A-Z]+)$/.test(run);
    return changes >= run.length * 0.42 || (oneCase && run.length >= 16 && !reads(run));
  }
  return run.length >= 20 && new Set(run).size >= 8 && changes >= 3;
}

/** How often a run goes from small letters to capitals to digits; words and names seldom do. */
function changesIn(run: string): number {
  return run.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0;
}

/** Whether a run of letters of one case has the vowels of a word. */
function reads(run: string): boolean {
  const vowels = run.match(/[aeiouy]/gi)?.length ?? 0;
  return vowels / run.length > 0.27 && !/[bcdfghjklmnpqrstvwxz]{5}/i.test(run);
}

/** 12, 15, 18, 21 or 24 plain words, as BIP 39 writes a wallet. */
function isSeedPhrase(text: string): boolean {
  const words = text.split(/[\s,]+/);
  return (
    [12, 15, 18, 21, 24].includes(words.length) && words.every((word) => /^[a-z]{3,8}$/.test(word))
  );
}
