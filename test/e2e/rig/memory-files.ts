import * as vscode from 'vscode';

const scheme = 'memory';

/** A file system whose documents have no path on any disk. */
export function memoryFiles(): { write(path: string, text: string): string } {
  const files = new Map<string, Uint8Array>();
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const read = (uri: vscode.Uri): Uint8Array => {
    const bytes = files.get(uri.path);
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return bytes;
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: read(uri).length }),
    readFile: read,
    writeFile: (uri, content) => {
      files.set(uri.path, content);
      changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  const registered = new Set<string>();
  return {
    write(path, text) {
      // Registered at first use: no other test sees a scheme that it did not ask for.
      if (!registered.has(scheme)) {
        vscode.workspace.registerFileSystemProvider(scheme, provider);
        registered.add(scheme);
      }
      files.set(path, new TextEncoder().encode(text));
      return vscode.Uri.from({ scheme, path }).toString();
    },
  };
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}
