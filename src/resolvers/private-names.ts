import { join } from 'node:path';
import { parse } from 'smol-toml';
import type { AdvisoriesQuery, Ecosystem } from '../core/rules/dependency-facts.ts';
import { goSettings, isPrivateModule } from './go-private.ts';
import { isRecord } from './kept-releases.ts';
import { once } from './once.ts';
import { isPublicHost } from './public-hosts.ts';
import { readSettings, type ReadSettings } from './python-files.ts';
import type { PythonIndexes } from './python-index.ts';
import type { PythonWays } from './python-way.ts';
import type { UserSide } from './source.ts';

/** Tells which packages may come from where the user's own settings point, so that few may know their names. */
export interface PrivateNames {
  /** Reads those settings; at once when they are read. Never rejects. */
  ready(): Promise<void>;
  /** Why a name is not for everybody, one clause; null: it is. Undefined before `ready`. Not for npm. */
  whyNot(query: Pick<AdvisoriesQuery, 'ecosystem' | 'name'>): string | null | undefined;
  forget(): void;
}

type WhyNot = (name: string) => string | null;
type Known = Readonly<Record<Exclude<Ecosystem, 'npm'>, WhyNot>>;

const nothing: WhyNot = () => null;

export function createPrivateNames(
  user: UserSide,
  ways: PythonWays,
  read: ReadSettings = readSettings,
): PrivateNames {
  const known = once(() => readAll(user, ways, read));
  return {
    async ready() {
      await known.ready();
    },
    whyNot: ({ ecosystem, name }) =>
      ecosystem === 'npm' ? undefined : known.atHand()?.[ecosystem](name),
    forget() {
      ways.forget();
      known.forget();
    },
  };
}

async function readAll(user: UserSide, ways: PythonWays, read: ReadSettings): Promise<Known> {
  const [python, go, nuget, crates] = await Promise.all([
    ways.ready(),
    goSettings(user, read),
    nugetSource(user, read),
    cargoSource(user, read),
  ]);
  const index = otherIndex(python.uv) ?? otherIndex(python.pip);
  return {
    pypi: index === null ? nothing : () => index,
    go: (name) =>
      go === null
        ? unread('Go')
        : isPrivateModule(name, go)
          ? `by your settings of Go it is private${unsent}`
          : null,
    nuget: () => nuget,
    crates: () => crates,
  };
}

const unsent = ', so its name is not sent to OSV';

function unread(tool: string): string {
  return `your settings of ${tool} could not be read${unsent}`;
}

function comesFrom(where: string): string {
  return `it may come from ${where}${unsent}`;
}

function otherIndex(indexes: PythonIndexes): string | null {
  if (!indexes.ok) return `${indexes.why}${unsent}`;
  const other = indexes.asked.find(({ url }) => !isPublicHost(new URL(url).host, 'packages'));
  return other === undefined ? null : comesFrom(new URL(other.url).host);
}

/** A feed beside NuGet's own: each is asked for every package (learn.microsoft.com/nuget/consume-packages). */
async function nugetSource(user: UserSide, read: ReadSettings): Promise<string | null> {
  const { env, home, platform } = user;
  const roaming = env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  const folders = platform === 'win32' ? [roaming] : [join(home, '.nuget'), join(home, '.config')];
  for (const folder of folders) {
    const text = await read(join(folder, 'NuGet', 'NuGet.Config'));
    if (text === false) return unread('NuGet');
    const [, sources = ''] = (text ?? '').split(/<packageSources\b[^<>]*>/i, 2);
    const [own = ''] = sources.split(/<\/packageSources/i, 1);
    for (const [tag] of own.matchAll(/<add\b[^<>]*/gi)) {
      const value = /\bvalue\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag);
      const address = value?.[1] ?? value?.[2] ?? '';
      const host = URL.canParse(address) ? new URL(address).host : '';
      if (!/^(?:api|www)\.nuget\.org$/.test(host))
        return comesFrom(host || 'a folder of your settings');
    }
  }
  return null;
}

/** The registry that stands in for crates.io (doc.rust-lang.org/cargo/reference/config.html). */
async function cargoSource({ env, home }: UserSide, read: ReadSettings): Promise<string | null> {
  const elsewhere = comesFrom('another registry of your settings');
  const chosen = env['CARGO_REGISTRY_DEFAULT'] ?? '';
  if (chosen !== '' && chosen !== 'crates-io') return elsewhere;
  const folder = env['CARGO_HOME'] || join(home, '.cargo');
  for (const name of ['config', 'config.toml']) {
    const text = await read(join(folder, name));
    const settings = typeof text === 'string' ? tomlOf(text) : {};
    if (text === false || settings === null) return unread('cargo');
    const { registry, source } = settings;
    const main = isRecord(registry) ? registry['default'] : undefined;
    if (main !== undefined && main !== 'crates-io') return elsewhere;
    const open = isRecord(source) ? source['crates-io'] : undefined;
    if (isRecord(open) && open['replace-with'] !== undefined) return elsewhere;
  }
  return null;
}

function tomlOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
