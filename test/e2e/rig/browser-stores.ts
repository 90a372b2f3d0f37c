import { needlesOf } from './traces.ts';
import type { Window } from './rig.ts';

export interface BrowserStores {
  /** Everything that the page keeps, as `database/store/key`. */
  readonly places: readonly string[];
  /** Those that hold the text, in UTF-8, UTF-16 or base64. */
  readonly holding: readonly string[];
}

/** Of VS Code in a browser: its state databases and what it keeps encrypted are the page's, not files. */
export async function browserStores(window: Window, text: string): Promise<BrowserStores> {
  const needles = needlesOf(text).map((needle) => needle.toString('latin1'));
  return window.page.evaluate(async (wanted) => {
    const all: { place: string; holds: boolean }[] = [];
    for (const [key, value] of Object.entries({ ...localStorage, ...sessionStorage }))
      all.push({ place: `page//${key}`, holds: holds(value) });
    for (const { name } of await indexedDB.databases()) {
      const database = (await done(indexedDB.open(name))) as Database;
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const keys = (await done(objects.getAllKeys())) as unknown[];
        const values = (await done(objects.getAll())) as unknown[];
        values.forEach((value, at) =>
          all.push({ place: `${name}/${store}/${String(keys[at])}`, holds: holds(value) }),
        );
      }
      database.close();
    }
    return {
      places: all.map(({ place }) => place),
      holding: all.flatMap((one) => (one.holds ? [one.place] : [])),
    };

    function holds(value: unknown): boolean {
      const said = textOf(value);
      return wanted.some((needle) => said.includes(needle));
    }

    function textOf(value: unknown): string {
      if (typeof value === 'string') return value;
      if (value instanceof ArrayBuffer) return textOf(new Uint8Array(value));
      if (value instanceof Uint8Array) {
        let bytes = '';
        for (const byte of value) bytes += String.fromCharCode(byte);
        return bytes;
      }
      return JSON.stringify(value) ?? '';
    }

    function done(request: Asked): Promise<unknown> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error(String(request.error))));
      });
    }
  }, needles);
}

interface Asked {
  readonly result: unknown;
  readonly error: unknown;
  addEventListener(event: 'success' | 'error', listener: () => void): void;
}

interface Database {
  readonly objectStoreNames: Iterable<string>;
  transaction(store: string): {
    objectStore(store: string): { getAll(): Asked; getAllKeys(): Asked };
  };
  close(): void;
}

/** The part of a browser's page that the function above uses there. */
declare const localStorage: Record<string, string>;
declare const sessionStorage: Record<string, string>;
declare const indexedDB: {
  databases(): Promise<readonly { readonly name: string }[]>;
  open(name: string): Asked;
};
