import type * as vscode from 'vscode';

/** A signal that is aborted when the token is cancelled. */
export function signalOf(token: vscode.CancellationToken | undefined): AbortSignal {
  const controller = new AbortController();
  if (token?.isCancellationRequested === true) controller.abort();
  token?.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
