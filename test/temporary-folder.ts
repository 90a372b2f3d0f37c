import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder of a test's own, by its real path; gone after the test with all that is in it. */
export function temporaryFolder(t: Pick<TestContext, 'after'>, name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
