/**
 * What a name says about its value.
 * - `password`: whatever stands there is a password, also a plain word.
 * - `key`: a token or key; its value must look like one.
 * - `secret`: what people make up to sign with; it may be half readable.
 * - `auth`: an Authorization header; a readable token counts too.
 * - `words`: a seed phrase.
 * - `publishable`: a key that is made to be seen.
 */
export type SecretName = 'password' | 'key' | 'secret' | 'auth' | 'words' | 'publishable';

const PASSWORDS = new Set(
  'password passwd pass pwd passphrase passcode pw passwort kennwort senha contrasena contraseña motdepasse userpass'.split(
    ' ',
  ),
);
const KEYS = new Set(
  'token tokens secret secrets credential credentials creds apikey apikeys authkey accesskey secretkey privatekey pat jwt bearer cookie cookies auth sig signature clientsecret accesstoken authtoken keys tok'.split(
    ' ',
  ),
);
/** A quick look: every name that says something has one of these in it. */
const HINT =
  /pass|pw|key|tok|secret|cred|auth|pat|jwt|bearer|cookie|sig|senha|api.?hash|wort|contrase|motdepasse|mnemonic|seed|phrase|anon|publish/i;
const GLUED_PASSWORD = /(?:password|passwd|passphrase)$/;
const GLUED_KEY =
  /(?:api|access|auth|secret|private|master|license|service|signing|encryption|subscription|bot)keys?$|(?:token|secret|credentials?)$/;
/** Words that say where or how a value is used, after the word that says what it is. */
const TRAILING = new Set(
  'value string here prod production dev development test testing staging live local default primary secondary base64 b64 json raw plain text hex new old main v1 v2 v3'.split(
    ' ',
  ),
);
/** A key of something that is no lock. */
const OPEN_KEYS = new Set(
  'public site gpg pgp primary foreign sort partition cache hot shortcut row column map group config registry project issue space board team feature flag redis index lookup dict default hash range file field property env object idempotency routing message sequence answer context host memory state translation i18n locale theme'.split(
    ' ',
  ),
);
const SIGNING = new Set(
  'jwt session client signing app webhook auth cookie hmac shared consumer api oauth nextauth access refresh encryption state'.split(
    ' ',
  ),
);
const PUBLISHABLE = new Set(['anon', 'publishable', 'publish', 'publickey']);

/** What a variable, flag, header or key of this name holds; null when it holds no credential. */
export function secretName(name: string): SecretName | null {
  if (name.length > 128 || !HINT.test(name)) return null;
  const words = wordsOf(name);
  while (
    words.length > 1 &&
    (TRAILING.has(words.at(-1) ?? '') || /^\d+$/.test(words.at(-1) ?? ''))
  ) {
    words.pop();
  }
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (last === 'authorization' || last === 'authentication') return 'auth';
  if (PASSWORDS.has(last) || GLUED_PASSWORD.test(last)) return 'password';
  if (last === 'mnemonic' || last === 'seed') return 'words';
  if (last === 'phrase' && (before === 'seed' || before === 'recovery' || before === 'secret'))
    return 'words';
  if (last === 'secret' && SIGNING.has(before)) return 'secret';
  if (last === 'key') return keyName(words, before);
  if (last === 'hash' && before === 'password') return 'key';
  // core.telegram.org/api/obtaining_api_id, and Rails' own
  if (last === 'hash' && before === 'api') return 'key';
  if (last === 'base' && before === 'key' && words.at(-3) === 'secret') return 'key';
  if (PUBLISHABLE.has(last)) return 'publishable';
  if (
    last === 'tokens' &&
    words.length > 1 &&
    /^(?:max|min|total|num|limit|output|input|budget|thinking|completion|prompt|context)$/.test(
      before,
    )
  )
    return null;
  if (KEYS.has(last) || GLUED_KEY.test(last)) return 'key';
  return null;
}

/** Whether a name speaks of a credential that must be kept. */
export function isSecretName(name: string): boolean {
  const kind = secretName(name);
  return kind !== null && kind !== 'publishable';
}

function keyName(words: readonly string[], before: string): SecretName | null {
  if (words.some((word) => PUBLISHABLE.has(word))) return 'publishable';
  if (OPEN_KEYS.has(before)) return null;
  if (words.includes('public')) return 'publishable';
  return 'key';
}

/** `GITHUB_TOKEN`, `--api-key`, `mysqlPassword`, `X-Goog-Api-Key` as lower-case words. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
