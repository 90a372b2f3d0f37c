import { emptyLaunch, type Launch, type LaunchParts } from './launch.ts';

/** What starting a server really runs. Never throws; what cannot be read is `unknown`, with the reason. */
export function readLaunch(parts: LaunchParts): Launch {
  void parts;
  return { ...emptyLaunch, why: 'not read' };
}
