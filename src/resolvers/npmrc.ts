/** The settings of one source by their name, as texts; `[section]`s, lists and values that are no text are left out. */
export type Npmrc = ReadonlyMap<string, string>;

/** Reads a file as npm does: lines of `name = value`, the last one wins. Nothing is expanded. */
export function parseNpmrc(text: string): Npmrc {
  const found = new Map<string, string>();
  for (const line of text.split(/[\r\n]+/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith(';') || trimmed.startsWith('#')) continue;
    // What stands below a section is npm's no more.
    if (/^\[[^\]]*\]\s*$/.test(line)) break;
    const equals = line.indexOf('=');
    const name = unquoted(equals < 0 ? line : line.slice(0, equals));
    if (name === undefined || name === '' || isList(name)) continue;
    const value = equals < 0 ? undefined : unquoted(line.slice(equals + 1));
    if (value === undefined || ['true', 'false', 'null'].includes(value)) found.delete(name);
    else found.set(name, value);
  }
  return found;
}

/**
 * The settings that stand in the environment: `npm_config_registry`, in any case. The names of credentials, which begin
 * with `//`, stay as they are.
 */
export function npmrcOf(env: Readonly<Record<string, string | undefined>>): Npmrc {
  const found = new Map<string, string>();
  for (const [variable, value] of Object.entries(env)) {
    if (!/^npm_config_/i.test(variable) || value === undefined || value === '') continue;
    const name = variable.slice('npm_config_'.length);
    found.set(
      name.startsWith('//')
        ? name
        : name.slice(0, 1).concat(name.slice(1).replaceAll('_', '-')).toLowerCase(),
      value.trim(),
    );
  }
  return found;
}

/**
 * Puts the environment's values for `${NAME}`; `${NAME?}` is empty where there is none, and an unknown `${NAME}` stays.
 * A backslash before it keeps it, two are one backslash.
 */
export function expanded(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /(?<!\\)(\\*)\$\{([^${}?]+)(\??)\}/g,
    (whole: string, backslashes: string, name: string, question: string) => {
      const half = Math.floor(backslashes.length / 2);
      if (backslashes.length % 2 === 1) return whole.slice(half + 1);
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      return backslashes.slice(half) + (value ?? (question === '?' ? '' : `\${${name}}`));
    },
  );
}

/** Both of a source's names and values expanded. */
export function expandedNpmrc(
  npmrc: Npmrc,
  env: Readonly<Record<string, string | undefined>>,
): Npmrc {
  return new Map(
    [...npmrc].map(([name, value]) => [expanded(name, env), expanded(value, env).trim()]),
  );
}

function isList(name: string): boolean {
  return name.length > 2 && name.endsWith('[]');
}

/** Without quotes, or without the comment behind it. Undefined: quoted JSON that is no text. */
function unquoted(raw: string): string | undefined {
  const text = raw.trim();
  const isDouble = text.startsWith('"') && text.endsWith('"');
  const isSingle = text.startsWith("'") && text.endsWith("'");
  if (!isDouble && !isSingle) return withoutComment(text);
  const inner = isSingle ? text.slice(1, -1) : text;
  try {
    const value: unknown = JSON.parse(inner);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return inner;
  }
}

/** Up to the first `;` or `#` that has no backslash before it. */
function withoutComment(text: string): string {
  const parts: string[] = [];
  for (const [part] of text.matchAll(/\\[\s\S]?|[^\\;#]+|[;#]/g)) {
    if (part === ';' || part === '#') break;
    parts.push(
      part.length === 2 && ['\\', ';', '#'].includes(part.slice(1)) ? part.slice(1) : part,
    );
  }
  return parts.join('').trim();
}
