import { envFileNames } from '../rules/credentials/named-env-files.ts';
import { holdsSecret, type Report } from './report.ts';

/** Whether there is something to be had where a file lies: a credential in it, or files of variables that it names. */
export function asksWhatIsAround(report: Report): boolean {
  return holdsSecret(report) || envFileNames(report.document).length > 0;
}
