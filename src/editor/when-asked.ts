import type { Report } from '../core/posture/report.ts';

/** Of the session: what is known of the files. */
interface Files {
  entries(): readonly { readonly report: Report | null }[];
  at(key: string): { readonly report: Report | null } | undefined;
  readonly onDidChange: (listener: (key: string) => void) => { dispose(): void };
}

/**
 * Calls `wake` once: when a file asks something of a registry and that may be asked. A window without such a file never
 * loads what asks. `look` is called when it may be asked now and was not before.
 */
export function whenAsked(
  files: Files,
  mayReach: () => boolean,
  wake: () => void,
): { look(): void; dispose(): void } {
  let isAwake = false;

  function wakeFor(reports: readonly (Report | null | undefined)[]): void {
    if (isAwake || !reports.some((report) => report != null && asks(report)) || !mayReach()) return;
    isAwake = true;
    listener.dispose();
    wake();
  }

  const listener = files.onDidChange((key) => wakeFor([files.at(key)?.report]));
  return {
    look: () => wakeFor(files.entries().map(({ report }) => report)),
    dispose: () => listener.dispose(),
  };
}

function asks({ servers }: Report): boolean {
  return servers.some(({ asked }) => asked.length > 0);
}
