import type { Parts, Source } from './source.ts';

export function createGit(_parts: Parts): Source<'git-commit'> {
  return {
    ready: async () => {},
    address: () => ({ ok: false, why: 'not asked yet' }),
    ask: async () => ({ state: 'failed', why: 'not asked yet' }),
    accepts: (_value): _value is never => false,
    forget: () => {},
  };
}
