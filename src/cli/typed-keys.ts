/** What a terminal sends, without what is no text: arrow keys, the marks around a paste, other control characters. */
export interface TypedKeys {
  /** The character where it is text or one that the caller knows, else nothing. */
  readonly take: (character: string) => string | null;
  /** Whether anything was left out so far. */
  readonly leftOut: () => boolean;
}

/** Reads sequences that come in pieces; `known`: control characters that mean something here, within a sequence too. */
export function typedKeys(known: string): TypedKeys {
  let state: 'text' | 'escape' | 'first' | 'more' | 'last' = 'text';
  let dropped = false;

  function drop(next: typeof state): null {
    state = next;
    dropped = true;
    return null;
  }

  return {
    take(character) {
      const isControl = /^\p{Cc}$/u.test(character) && character !== '\t';
      if (character === ESCAPE) return drop('escape');
      if (isControl) {
        state = 'text';
        return known.includes(character) ? character : drop('text');
      }
      if (state === 'text') return character;
      if (state === 'escape' && character === '[') return drop('first');
      if (state === 'escape' && character === 'O') return drop('last');
      // Function keys of the Linux console: ESC [ [ A.
      if (state === 'first' && character === '[') return drop('last');
      if (state === 'last') return drop('text');
      if (state !== 'escape' && /^[ -?]$/.test(character)) return drop('more');
      if (state !== 'escape' && /^[@-~]$/.test(character)) return drop('text');
      // The key Escape by itself, or a sequence that is none: what follows is text.
      state = 'text';
      return character;
    },
    leftOut: () => dropped,
  };
}

const ESCAPE = '\u001b';
