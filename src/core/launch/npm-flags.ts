import type { Word } from './launch.ts';
import { setOf, valuesOf, type Option, type ValueFlags } from './options.ts';

/** npm 11's own config definitions that are no booleans, and what npx of npm 6 had besides. */
export const npmValues: ValueFlags = setOf(
  `--access --auth-type --before --ca --cache --cache-max --cache-min --cafile --call --cert --cidr --cpu --depth
   --diff --diff-unified --editor --fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout
   --fetch-retry-mintimeout --fetch-timeout --git --globalconfig --heading --https-proxy --include
   --init-author-email --init-author-name --init-author-url --init-license --init-module --init-version
   --install-strategy --key --libc --local-address --location --lockfile-version --loglevel --logs-dir --logs-max
   --maxsockets --message --min-release-age --node-options --noproxy --omit --os --otp --pack-destination --package
   --prefix --preid --proxy --registry --replace-registry-host --save-prefix --sbom-format --scope --script-shell
   --searchlimit --shell --tag --tag-version-prefix --umask --user-agent --userconfig --viewer --workspace
   -p -c -C -w -m --npm --node-arg -n`,
);

export const bunValues: ValueFlags = setOf(
  `-p --package --cwd --config -c --env-file --preload -r --require --import --registry --tsconfig-override --define
   -d --loader -l --port --filter -F --conditions --elide-lines --shell --inspect-port --main-fields`,
);

export const pnpmValues: ValueFlags = setOf(
  `--package -C --dir --filter -F --registry --reporter --loglevel --allow-build --store-dir --virtual-store-dir
   --filter-prod --test-pattern --changed-files-ignore-pattern --workspace-concurrency --resume-from --modules-dir`,
);

export const yarnValues: ValueFlags = setOf('-p --package --cwd --registry');

/** The registry given on the line; what names one for a scope, or other settings, before it. */
export function npmRegistryOf(options: readonly Option[]): Word | null {
  const scoped = options.find(({ flag }) => /^--@[^:]+:registry$/.test(flag))?.value;
  const [settings] = valuesOf(options, '--userconfig', '--globalconfig');
  return scoped ?? settings ?? valuesOf(options, '--registry')[0] ?? null;
}
