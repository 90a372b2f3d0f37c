/**
 * Run in a fresh process: loads the bundle of its first argument where `vscode` is a stand-in without folders, files or
 * settings, activates it, and prints one line of JSON once it has looked for files.
 */
export const activateScript = `
  const Module = require('node:module');
  const { basename } = require('node:path');
  // Answers any property, call and construction with itself; not awaited, as it is no promise.
  const anything = new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : anything),
    set: () => true,
    apply: () => anything,
    construct: () => anything,
  });
  const over = (own) => new Proxy(own, { get: (_, key) => (key in own ? own[key] : anything[key]) });
  const rejects = () => Promise.reject(new Error('there is no such file'));
  class EventEmitter {
    listeners = new Set();
    event = (listener) => (this.listeners.add(listener), { dispose: () => this.listeners.delete(listener) });
    fire(value) { for (const listener of [...this.listeners]) listener(value); }
    dispose() { this.listeners.clear(); }
  }
  const vscode = over({
    EventEmitter,
    workspace: over({
      isTrusted: true,
      workspaceFolders: undefined,
      textDocuments: [],
      getConfiguration: () => over({ inspect: () => undefined }),
      findFiles: async () => [],
      fs: { stat: rejects, readFile: rejects, readDirectory: rejects },
    }),
    window: over({ activeTextEditor: undefined, visibleTextEditors: [] }),
    commands: over({
      async executeCommand(command, key) {
        if (command === 'setContext' && key === 'mcpPosture.looked') setTimeout(report, 50);
      },
    }),
  });
  const context = over({
    subscriptions: [],
    globalState: { get: () => undefined, update: async () => {} },
    workspaceState: { get: () => undefined, update: async () => {} },
  });
  const load = Module._load;
  // A bundle copies what it requires and keeps the prototype: the stand-in answers from there.
  Module._load = (request, ...rest) => (request === 'vscode' ? Object.create(vscode) : load(request, ...rest));
  const begun = performance.now();
  const extension = require(process.argv[1]);
  const loaded = performance.now();
  extension.activate(context);
  const active = performance.now();
  function report() {
    const bundles = Object.keys(require.cache).filter((path) => path.includes('/dist/')).map((path) => basename(path));
    process.stdout.write(JSON.stringify({ load: loaded - begun, activate: active - loaded, bundles }));
    process.exit(0);
  }
`;
