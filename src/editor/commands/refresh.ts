import type { Parts } from '../parts.ts';

/** Looks for files everywhere again and reads what is open anew. */
export async function refresh({ session, discovery }: Parts): Promise<void> {
  session.restart();
  await discovery.refresh();
}
