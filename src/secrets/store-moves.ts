import type { Moved, Plan } from './plan-moves.ts';
import type { Vault } from './vault.ts';

/**
 * Stores what a plan stores, then edits. Nothing is edited when the store fails, and nothing stays stored when the edit
 * does. `edit` answers with null when it is done, else with one line, as this does.
 */
export async function storeThenEdit(
  { moved, rebound }: Pick<Plan, 'moved' | 'rebound'>,
  vault: Vault,
  edit: () => string | null | Promise<string | null>,
): Promise<string | null> {
  const stored: Moved[] = [];
  let why: string | null;
  try {
    for (const one of moved) {
      // What fails half way may have been written.
      stored.push(one);
      await vault.set(one.secret);
    }
    why = await edit();
  } catch (error) {
    why = error instanceof Error ? error.message : 'it could not be stored';
  }
  if (why !== null) {
    await takeBack(stored, vault);
    return why;
  }
  // Else the launch asks again, which is a nuisance and no loss.
  for (const secret of rebound) await vault.set(secret).catch(() => {});
  return null;
}

/** Leaves the vault as it was before these were stored. */
export async function takeBack(moved: readonly Moved[], vault: Vault): Promise<void> {
  for (const { secret, before } of moved)
    await (before === undefined ? vault.delete(secret.id) : vault.set(before)).catch(() => {});
}
