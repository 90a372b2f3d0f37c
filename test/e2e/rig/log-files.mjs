import { registerHooks } from 'node:module';

// VS Code writes its log files by a native module that is not built here; loaded into its server and its extension
// host, this puts a plain one in its place. Without it nobody could say what stands in a log.
const url = new URL('plain-log.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@vscode/spdlog' ? { url, shortCircuit: true } : next(specifier, context),
});
