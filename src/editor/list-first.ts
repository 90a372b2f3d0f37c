/** Who asks for fixes: a person who opens the list, or VS Code by itself, for its lamp. */
export interface ListFirst {
  /** A person has opened the list. */
  opened(): void;
  /** Resolves when an answer for the lamp takes no list away; at once when none was opened just now. */
  turn(): Promise<void>;
}

/**
 * VS Code keeps the newest answer only: when that for its lamp comes in the same moment as the list that a person waits
 * for, the list is never shown. In a window that has just opened, busy as it is, all answers come in one moment. So the
 * lamp waits until `shown` resolves, which is called when a list is opened.
 */
export function createListFirst(shown: () => Promise<void>): ListFirst {
  let awaited: Promise<void> | null = null;
  return {
    opened() {
      awaited = shown();
    },
    async turn() {
      while (awaited !== null) {
        const last: Promise<void> = awaited;
        await last;
        if (awaited === last) awaited = null;
      }
    },
  };
}
