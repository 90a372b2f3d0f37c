import type { FactsAtHand } from '../core/rules/facts.ts';
import type { Resolver, ResolverOptions } from '../resolvers/index.ts';

/** What the editor decides of its resolver. */
export interface ResolverWishes extends Pick<
  ResolverOptions,
  'userHosts' | 'network' | 'choices' | 'lifetimes' | 'osv' | 'trivyServer' | 'log'
> {
  /** Where answers are kept between runs; an absolute path. */
  readonly answersFile: string;
  /** Folders from which no program is ever run: the open workspace's. */
  readonly workspaceFolders: () => readonly string[];
  /** Whose registry settings count beside the user's: the trusted ones of these folders. */
  readonly places: () => readonly string[];
}

/**
 * A resolver whose code is loaded at the first use that waits. Until then nothing is known. `onLoaded` fires once, when
 * the answers kept from earlier runs are at hand. If it cannot be loaded, nothing is ever known.
 */
export function createLazyResolver(wishes: ResolverWishes, onLoaded: () => void): Resolver {
  let resolver: Resolver | null = null;
  let loading: Promise<Resolver | null> | null = null;
  let isForgotten = false;
  const minute = 60_000;

  async function load(): Promise<Resolver | null> {
    try {
      const { createOnline } = await import('./online.ts');
      const made = createOnline(wishes);
      await Promise.all([null, ...wishes.places()].map((place) => made.ready(place)));
      if (isForgotten) made.forget();
      resolver = made;
      onLoaded();
      return made;
    } catch (error) {
      wishes.log?.(`What asks registries could not be loaded: ${String(error)}`);
      return null;
    }
  }

  function loaded(): Promise<Resolver | null> {
    loading ??= load();
    return loading;
  }

  const nothingKnown = (): FactsAtHand => ({
    answer: () => undefined,
    choices: wishes.choices(),
    now: Math.floor(Date.now() / minute) * minute,
  });

  return {
    facts: (place) => resolver?.facts(place) ?? nothingKnown(),
    async ask(queries, signal, how) {
      return (await (await loaded())?.ask(queries, signal, how)) ?? false;
    },
    async ready(place) {
      await (await loaded())?.ready(place);
    },
    target: (query, place) =>
      resolver?.target(query, place) ?? { state: 'never', why: 'the settings are not read yet' },
    askedAt: (query, place) => resolver?.askedAt(query, place),
    accepts: (kind, value) => resolver?.accepts(kind, value) ?? false,
    forget() {
      if (resolver !== null) return resolver.forget();
      // What is kept from earlier runs has to go as well.
      isForgotten = true;
      void loaded();
    },
  };
}
