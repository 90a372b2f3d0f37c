import type { Parts } from '../parts.ts';

/** Looks for files everywhere again, reads what is open anew, and forgets what registries have answered. */
export async function refresh({ session, discovery, resolver }: Parts): Promise<void> {
  resolver.forget();
  session.restart();
  await discovery.refresh();
}
