import type { Report } from '../../core/posture/report.ts';

/** One file as the tree knows it. */
export interface FileState {
  /** Stable; the file's address. */
  readonly key: string;
  /** The place of the file as people know it. */
  readonly label: string;
  /** Whose file it is. */
  readonly client: string;
  readonly report: Report | null;
  /** Why it could not be read; one line. */
  readonly problem: string | null;
}
