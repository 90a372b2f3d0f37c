// Run in a process of its own: the bus is the environment's, and the module keeps its connection.
import { openKeychain } from '../../src/secrets/keychain.ts';
import { keychainVault, type KeychainVault } from '../../src/secrets/keychain-vault.ts';

export type Call = readonly [keyof KeychainVault, ...unknown[]];
export type Result = { readonly ok: unknown } | { readonly why: string };

async function main(): Promise<void> {
  const calls = JSON.parse(process.argv[2] ?? '[]') as Call[];
  const { env, platform } = process;
  const timeLimit = Number(process.argv[3] ?? 15_000);
  const vault = keychainVault(openKeychain({ env, platform, timeLimit }), platform);
  const results = await Promise.all(
    calls.map(async ([name, ...args]): Promise<Result> => {
      const call = vault[name] as (...given: readonly unknown[]) => Promise<unknown>;
      try {
        return { ok: (await call(...args)) ?? null };
      } catch (error) {
        return { why: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  process.stdout.write(JSON.stringify(results), () => process.exit(0));
}

await main();
